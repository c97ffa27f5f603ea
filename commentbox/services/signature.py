"""Is this signed with that key, by that algorithm? The only question asked of the library about a token."""

import binascii
from base64 import urlsafe_b64decode

from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry


def is_signed(token: str, key: Key, algorithm: str) -> bool:
    """The algorithm is the caller's choice; what else the header says, `crit` included, is theirs to check.

    By the algorithm itself: the library's reader of tokens warns of every `EdDSA`, whose new name few use.
    """
    signed, _, signature = token.rpartition(".")
    try:
        raw = urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        asked = JWSRegistry.algorithms[algorithm]
        asked.check_key(key)
        return asked.verify(signed.encode("ascii"), raw, key)
    except (JoseError, ValueError, TypeError, binascii.Error):
        return False
