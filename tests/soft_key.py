"""A security key made of Python: what a browser would send, right or wrong in every part a test names."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

from tests.conftest import BOX

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


class SoftKey:
    """One credential; its counter rises with every signature unless it is told not to count."""

    def __init__(self, *, origin: str = BOX, host: str = "comments.example", count: int = 1):
        self.origin, self.host, self.count = origin, host, count
        self.is_owner_known = True
        self.user_handle = ""
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(32)

    def make(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        self.user_handle = options["user"]["id"]
        numbers = self._private.public_key().public_numbers()
        public = encode_cbor(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + len(self._id).to_bytes(2, "big") + self._id + public
        data = self._data(_WITH_KEY) + attested
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._said(clientDataJSON=client, attestationObject=attestation)

    def sign(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        data = self._data(0)
        client = self._client("webauthn.get", options["challenge"])
        signature = self._private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        self.count += 1
        flags |= _PRESENT | (_VERIFIED if self.is_owner_known else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _said(self, **response: bytes) -> str:
        shown: dict[str, str] = {name: bytes_to_base64url(value) for name, value in response.items()}
        if "signature" in shown and self.user_handle:
            shown["userHandle"] = self.user_handle
        name = bytes_to_base64url(self._id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": shown})
