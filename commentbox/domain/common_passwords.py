"""The passwords everybody tries first; only those long enough to be accepted at all.

A list of our own for several languages, and 16,000 from two public ones (`script/common_passwords`), kept as
the beginnings of their hashes: short, in order, and nothing anybody has to read.
"""

import hashlib
from bisect import bisect_left
from pathlib import Path

_PREFIX = 6  # bytes

_LIST = """
    password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd p@ssw0rd1 pa55word
    passwort passwort1 passwort123 motdepasse contraseña contrasena wachtwoord kennwort parola123 hasło123
    12345678 123456789 1234567890 12345678910 123123123 1234512345 12341234 123454321 123321123 123412341234
    87654321 987654321 9876543210 0123456789 01234567 11223344 1122334455 112233445566 147258369 159753456
    00000000 11111111 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999
    qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwertz123 qwertzui qwertzuiop azertyui azertyuiop
    azerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 q1w2e3r4 zaq12wsx qazwsxedc asdfghjk asdfghjkl
    asdfasdf zxcvbnm1 abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4 aa123456 1234abcd 1234qwer
    asdf1234 iloveyou iloveyou1
    sunshine princess football baseball basketball superman batman123 starwars computer internet whatever
    michelle jennifer jessica1 danielle charlie1 letmein1 letmein123 welcome1 welcome123 trustno1 master123
    dragon123 monkey123 shadow123 changeme changeme1 admin123 admin1234 administrator login123 test1234
    testtest access123 secret123 hello123 freedom1 corvette mercedes liverpool arsenal1 chelsea1 samsung1
    blink182 november december september february commentbox
"""

COMMON_PASSWORDS = frozenset(_LIST.split())
_HASHES = Path(__file__).with_suffix(".bin").read_bytes()


def is_common(password: str) -> bool:
    """Whatever its letter case, and whatever spaces are around it."""
    folded = password.casefold().strip()
    return folded in COMMON_PASSWORDS or _is_hashed(folded)


def _is_hashed(folded: str) -> bool:
    wanted = hashlib.sha1(folded.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[:_PREFIX]
    at = bisect_left(range(len(_HASHES) // _PREFIX), wanted, key=_hash_at)
    return _hash_at(at) == wanted


def _hash_at(number: int) -> bytes:
    return _HASHES[number * _PREFIX : (number + 1) * _PREFIX]
