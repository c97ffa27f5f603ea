"""Names are honest, addresses can be written to, and passwords are not everybody's."""

import pytest

from commentbox.domain.common_passwords import COMMON_PASSWORDS
from commentbox.domain.errors import Invalid
from commentbox.domain.people import MAX_PASSWORD, check_password, clean_email, clean_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Mina", "Mina"),
        ("  Mina   Okoro ", "Mina Okoro"),
        ("Jo", "Jo"),
        ("x" * 40, "x" * 40),
        ("O’Hara", "O'Hara"),
        ("anna_k.2", "anna_k.2"),
        ("Jean-Luc", "Jean-Luc"),
        ("Zoe\u0308", "Zoë"),
        ("Ｍｉｎａ", "Mina"),
        ("𝓜𝓲𝓷𝓪", "Mina"),
        ("Mi\u200bna\u202e", "Mina"),
        ("Łukasz Ñuñez", "Łukasz Ñuñez"),
        ("Марія", "Марія"),
        ("Νίκος 7", "Νίκος 7"),
        ("محمد علي", "محمد علي"),
        ("דָּוִד", "ד\u05b8\u05bcו\u05b4ד"),
        ("สมชาย", "สมชาย"),
        ("राम शर्मा", "राम शर्मा"),
        ("山田タロウ", "山田タロウ"),
        ("김철수 Kim", "김철수 Kim"),
    ],
)
def test_a_name_is_kept(raw: str, name: str) -> None:
    assert clean_name(raw) == name
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            " ",
            "x",
            "x" * 41,
            "x" * 4_000,
            "42",
            "..",
            "-Mina",
            "Mina-",
            "Mina.",
            "'Mina'",
            "_x",
            "Mi\nna",
            "Mi\tna",
        ),
        *("Mina ✓", "Mina ✔", "Mina ☑", "Mina ✅", "Mina 🛡", "Mina ⭐", "Mina®", "Mina🏅", "Mina\ufe0f✔"),
        *(
            "<b>Mina",
            "Mina&",
            "a@b",
            "a/b",
            "a\\b",
            "a:b",
            "a,b",
            'a"b',
            "a\u2028b",
            "a\x00b",
            "\ud800ab",
            "a\u200d",
        ),
        *("Mіna", "Аdmin", "pаypаl", "Μina", "Anna Анна", "ΑdΜin", "Ꭺdmin", "admіn", "Ոina"),
        *("Z\u0335\u0336\u0337\u0338algo", None, 7, b"Mina", ["Mina"], "e", "\u3164\u3164\u3164"),
    ],
)
def test_a_deceiving_name_is_refused(raw: object) -> None:
    with pytest.raises(Invalid) as caught:
        clean_name(raw)
    assert caught.value.field == "name"


def test_no_sign_that_could_pass_for_a_badge_is_in_a_name() -> None:
    signs = map(chr, (*range(0x2600, 0x27C0), *range(0x1F300, 0x1F650), *range(0x1F900, 0x1FB00)))
    assert [sign for sign in signs if is_accepted(f"Mina{sign}x")] == []


def is_accepted(name: str) -> bool:
    try:
        clean_name(name)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize(
    ("raw", "email"),
    [
        (" Mina@Mail.Example ", "Mina@mail.example"),
        ("a.b+c@sub.mail.example", "a.b+c@sub.mail.example"),
        ("o'hara@mail.example", "o'hara@mail.example"),
        ("a@müller.example", "a@xn--mller-kva.example"),
        ("dev@localhost", "dev@localhost"),
        ("a" * 64 + "@mail.example", "a" * 64 + "@mail.example"),
    ],
)
def test_an_address_is_kept(raw: str, email: str) -> None:
    assert clean_email(raw) == email


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            "mina",
            "@mail.example",
            "mina@",
            "mina@mail",
            "a@b@mail.example",
            "a b@mail.example",
            "a@mail .example",
        ),
        *(
            "a@mail.example\nBcc: b@mail.example",
            "a@mail.example\r\n",
            "a\x00@mail.example",
            "a@mail..example",
        ),
        *(
            "a@.example",
            "a@-mail.example",
            ".a@mail.example",
            "a.@mail.example",
            "a..b@mail.example",
            '"a b"@mail.example',
        ),
        *(
            "Mina <a@mail.example>",
            "a@mail.example,b@mail.example",
            "a@mail.example;b",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
        ),
        *(
            "a@mail.1",
            "a" * 65 + "@mail.example",
            "a@" + "b" * 64 + ".example",
            "a@" + "b." * 130 + "example",
            None,
            7,
        ),
        *(
            "ä@mail.example",
            "mailto:a@mail.example",
            "a(b)@mail.example",
            "a\\b@mail.example",
            "a@mail.example/x",
        ),
    ],
)
def test_a_broken_address_is_refused(raw: object) -> None:
    with pytest.raises(Invalid) as caught:
        clean_email(raw)
    assert caught.value.field == "email"


@pytest.mark.parametrize(
    "password", ["correct horse", " 8 chars", "пароль моих снов", "🐎🔋📎🐎🔋📎🐎🔋", "x1" * 100]
)
def test_a_long_password_is_kept_as_typed(password: str) -> None:
    assert check_password(password, name="Mina", email="mina@mail.example") == password


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "too_short"),
        ("7 chars", "too_short"),
        ("x1" * 100 + "y", "too_long"),
        ("x" * 1_000_000, "too_long"),
        ("Password", "common_password"),
        ("QWERTYUIOP", "common_password"),
        ("aaaaaaaaaa", "common_password"),
        ("        ", "common_password"),
        ("mina okoro", "common_password"),
        ("Mina.O@mail.example", "common_password"),
        ("mina.okoro@mail.example", "common_password"),
        ("MINA.OKORO", "common_password"),
        ("nul\x00inside", "bad_password"),
        ("half\ud800pair", "bad_password"),
        (None, "bad_password"),
        (12345678901, "bad_password"),
    ],
)
def test_a_poor_password_is_refused(raw: object, code: str) -> None:
    email = "mina.okoro@mail.example" if raw != "Mina.O@mail.example" else "mina.o@mail.example"
    with pytest.raises(Invalid) as caught:
        check_password(raw, name="Mina Okoro", email=email)
    assert (caught.value.code, caught.value.field) == (code, "password")


@pytest.mark.parametrize("password", sorted(COMMON_PASSWORDS))
def test_every_listed_password_is_long_enough_to_need_listing(password: str) -> None:
    assert 8 <= len(password) <= MAX_PASSWORD
    assert password == password.casefold()
