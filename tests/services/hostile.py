"""A provider on this machine that does as it is told: it answers well, late, at length or wrongly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

from tests.conftest import Clock
from tests.services.tokens import base64url, encoded

CLIENT = "commentbox at the courier"
CLIENT_SECRET = "s3cret: with % and +"


@dataclass
class Provider:
    """`claims` changes what the token says, `answers` what an address gives, as bytes or by a function."""

    clock: Clock
    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    published: list[RSAKey] | None = None
    nonce: str = ""
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    answers: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)

    def token(self) -> str:
        now = int(self.clock().timestamp())
        said = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "248289761001",
            "nonce": self.nonce,
            "iat": now,
            "exp": now + 600,
            "name": "Cleo Marsh",
            "email": "cleo@mail.example",
            "email_verified": True,
        } | self.claims
        head = {"alg": "RS256", "kid": self.key.kid} | self.header
        parts = [
            encoded({name: value for name, value in part.items() if value is not None})
            for part in (head, said)
        ]
        signature = JWSRegistry.algorithms["RS256"].sign(".".join(parts).encode(), self.key)
        return ".".join([*parts, base64url(signature)])

    def answer(self, path: str) -> bytes:
        if path in self.answers:
            return self.answers[path]()
        keys = [self.key] if self.published is None else self.published
        return json.dumps(
            {
                "/.well-known/openid-configuration": {
                    "issuer": self.address,
                    "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token",
                    "jwks_uri": f"{self.address}/keys",
                    "userinfo_endpoint": f"{self.address}/me",
                }
                | self.discovery,
                "/keys": {"keys": [key.as_dict(private=False) for key in keys]},
                "/token": {"id_token": self.token(), "access_token": "access", "token_type": "Bearer"},
                "/me": {"sub": "248289761001"} | self.about,
            }[path]
        ).encode()


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._give(parse_qs(sent))

        def _give(self, form: dict[str, list[str]]) -> None:
            provider.asked.append((self.path, dict(self.headers), form))
            body = provider.answer(self.path)
            self.send_response(provider.status.get(self.path, 200))
            self.send_header("Content-Type", "application/json")
            self.send_header("Location", f"{provider.address}/keys")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def late(seconds: float) -> Callable[[], bytes]:
    def answer() -> bytes:
        time.sleep(seconds)
        return b"{}"

    return answer
