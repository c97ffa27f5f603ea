"""Every token that must open nothing, with a word of what is said about it."""

from collections.abc import Callable

from joserfc.jwk import OKPKey

from tests.conftest import BOX, Clock
from tests.services.tokens import SECRET, claims, eddsa, encoded, hs256, sign

PAIR = OKPKey.generate_key("Ed25519")
PUBLIC = PAIR.as_pem(private=False).decode()


def at(clock: Clock) -> int:
    return int(clock().timestamp())


def jwk_header(clock: Clock) -> str:
    """Brings its own key, as if we would look there."""
    return eddsa(claims(clock), PAIR, jwk=PAIR.as_dict(private=False))


def cut(token: str) -> str:
    return token[:-2]


def other_last_letter(token: str) -> str:
    return token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB")


BAD: dict[str, tuple[Callable[[Clock], object], str]] = {
    "no text": (lambda c: 7, "must be text"),
    "nothing": (lambda c: "", "There is no token"),
    "two parts": (lambda c: ".".join(hs256(claims(c)).split(".")[:2]), "2 parts"),
    "four parts": (lambda c: hs256(claims(c)) + ".x", "4 parts"),
    "not base64url": (lambda c: "a$b.c.d", "not in base64url"),
    "far too long": (lambda c: hs256(claims(c, extra="x" * 9000)), "longer than 8 kB"),
    "header is a list": (lambda c: sign(encoded([]), encoded(claims(c))), "first part"),
    "payload is a list": (lambda c: hs256([1]), "second part"),
    "payload is not JSON": (lambda c: hs256(b"no"), "second part"),
    "a claim twice": (lambda c: hs256(b'{"sub": "1", "sub": "2"}'), "second part"),
    "not a number": (lambda c: hs256(b'{"exp": NaN}'), "second part"),
    "alg none": (
        lambda c: f"{encoded({'alg': 'none', 'kid': 'main'})}.{encoded(claims(c))}.",
        "this key signs with HS256 only",
    ),
    "alg none, signature kept": (lambda c: hs256(claims(c), alg="none"), "signs with HS256 only"),
    "alg None in capitals": (lambda c: hs256(claims(c), alg="NONE"), "signs with HS256 only"),
    "no alg": (lambda c: hs256(claims(c), alg=None), "“alg” is missing"),
    "HS512 with the same secret": (
        lambda c: sign(encoded({"alg": "HS512", "kid": "main"}), encoded(claims(c)), digest="sha512"),
        "signs with HS256 only",
    ),
    "the public key as secret": (
        lambda c: hs256(claims(c), secret=PUBLIC, kid="edwards"),
        "signs with EdDSA only",
    ),
    "the public key as secret, alg forged": (
        lambda c: hs256(claims(c), secret=PUBLIC, kid="edwards", alg="EdDSA"),
        "signature is not right",
    ),
    "EdDSA under the secret’s name": (
        lambda c: eddsa(claims(c), PAIR, kid="main"),
        "signs with HS256 only",
    ),
    "another pair": (lambda c: eddsa(claims(c), OKPKey.generate_key("Ed25519")), "signature is not right"),
    "another secret": (lambda c: hs256(claims(c), secret=SECRET + "!"), "signature is not right"),
    "changed afterwards": (
        lambda c: (
            hs256(claims(c)).split(".")[0]
            + f".{encoded(claims(c, sub='1'))}."
            + hs256(claims(c)).split(".")[2]
        ),
        "signature is not right",
    ),
    "cut short": (lambda c: cut(hs256(claims(c))), "perhaps it was cut"),
    "one letter else": (lambda c: other_last_letter(hs256(claims(c))), "signature is not right"),
    "no signature": (lambda c: hs256(claims(c)).rpartition(".")[0] + ".", "signature is not right"),
    "no kid": (lambda c: hs256(claims(c), kid=None), "“kid” is missing"),
    "unknown kid": (lambda c: hs256(claims(c), kid="nobody"), "“kid” is “nobody”"),
    "kid is a path": (lambda c: hs256(claims(c), kid="../../dev/null"), "live keys"),
    "kid is a number": (lambda c: hs256(claims(c), kid=1), "“kid” is missing"),
    "a retired key": (lambda c: hs256(claims(c), kid="old"), "live keys"),
    "another site’s key": (lambda c: hs256(claims(c), kid="theirs"), "live keys"),
    "its own key in the header": (jwk_header, "“jwk”, which is never accepted"),
    "an address of keys": (lambda c: hs256(claims(c), jku="https://evil.example"), "“jku”"),
    "critical extension": (lambda c: hs256(claims(c), crit=["b64"], b64=False), "“crit”"),
    "another type": (lambda c: hs256(claims(c), typ="at+jwt"), "“typ”"),
    "no aud": (lambda c: hs256(claims(c, aud=None)), "“aud” is missing"),
    "the other site’s aud": (lambda c: hs256(claims(c, aud=f"{BOX}/gazette")), "it must be"),
    "aud with a slash": (lambda c: hs256(claims(c, aud=f"{BOX}/courier/")), "it must be"),
    "aud of the box alone": (lambda c: hs256(claims(c, aud=BOX)), "it must be"),
    "no exp": (lambda c: hs256(claims(c, exp=None)), "“exp” must be"),
    "exp is text": (lambda c: hs256(claims(c, exp="soon")), "“exp” must be"),
    "exp is true": (lambda c: hs256(claims(c, exp=True)), "“exp” must be"),
    "exp in milliseconds": (lambda c: hs256(claims(c, exp=1_800_000_000_000)), "“exp” must be"),
    "no iat": (lambda c: hs256(claims(c, iat=None)), "“iat” must be"),
    "good for six minutes": (lambda c: hs256(claims(c, exp=at(c) + 360)), "5 minutes after it"),
    "ends before it begins": (lambda c: hs256(claims(c, iat=at(c) + 20, exp=at(c) + 10)), "after “iat”"),
    "run out": (lambda c: hs256(claims(c, iat=at(c) - 331, exp=at(c) - 31)), "run out 31 seconds ago"),
    "from the future": (lambda c: hs256(claims(c, iat=at(c) + 90, exp=at(c) + 200)), "compare the clocks"),
    "not yet": (lambda c: hs256(claims(c, nbf=at(c) + 90)), "“nbf”"),
    "no sub": (lambda c: hs256(claims(c, sub=None)), "“sub” must be"),
    "sub is a number": (lambda c: hs256(claims(c, sub=42)), "“sub” must be"),
    "sub is empty": (lambda c: hs256(claims(c, sub="")), "“sub” must be"),
    "sub with a NUL": (lambda c: hs256(claims(c, sub="4\x002")), "“sub” must be"),
    "no jti": (lambda c: hs256(claims(c, jti=None)), "“jti” must be"),
    "jti is short": (lambda c: hs256(claims(c, jti="1")), "“jti” must be"),
    "no name": (lambda c: hs256(claims(c, name=None)), "“name” must be"),
    "verified is text": (lambda c: hs256(claims(c, email_verified="yes")), "“email_verified”"),
    "no address": (lambda c: hs256(claims(c, email="cleo")), "“email” is not"),
    "badges are text": (lambda c: hs256(claims(c, badges="member")), "“badges” must be a list"),
    "too many badges": (lambda c: hs256(claims(c, badges=list("abcdef"))), "“badges” must be a list"),
    "a badge that is long": (lambda c: hs256(claims(c, badges=["x" * 25])), "“badges” has an entry"),
    "roles are numbers": (lambda c: hs256(claims(c, roles=[1])), "“roles” must be a list"),
    "avatar is an address": (lambda c: hs256(claims(c, avatar="https://img")), "“avatar” must be"),
}
