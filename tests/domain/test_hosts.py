"""Host names have one spelling, and those that could deceive are shown in ASCII."""

import pytest

from commentbox.domain.hosts import clean_host, is_loopback, shown, without_www


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("Paper.Example", "paper.example"),
        ("paper.example.", "paper.example"),
        ("paper。example", "paper.example"),
        ("ｐａｐｅｒ.example", "paper.example"),
        ("a_b.example", "a_b.example"),
        ("İstanbul.example", "xn--istanbul-o0e.example"),
        ("e\u0301.example", "xn--9ca.example"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("日本語.jp", "xn--wgv71a119e.jp"),
        ("हिन्दी.example", "xn--j2bd4cyah0f.example"),
        ("1.2.3.4.", "1.2.3.4"),
        ("[::FFFF]", "[::ffff]"),
    ],
)
def test_a_host_is_spelled_as_browsers_spell_it(typed: str, host: str) -> None:
    assert clean_host(typed) == host
    assert clean_host(host) == host


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "..",
        "a..b",
        "-a.b",
        "a-.b",
        "a b",
        "a%b",
        "a/b",
        "a@b",
        "a:1",
        "a\\b",
        "a<b",
        "127.1",
        "0x7f.1",
        "1.2.3",
        "1.2.3.04",
        "[::1",
        "[]",
        "[::1%0]",
        "xn--",
        "xn--9999.b",
        "xn--A.b",
        "㏂.b",
        "⒈.b",
        "a\u200db.c",
        "\ud800.b",
        "ü-.b",
        "é" * 64 + ".b",
        "a" * 300,
        "xn--paper-.b",
    ],
)
def test_what_no_browser_would_open_is_no_host(typed: str) -> None:
    assert clean_host(typed) is None


@pytest.mark.parametrize(
    ("host", "reading"),
    [
        ("paper.example", "paper.example"),
        ("xn--mller-kva.example", "müller.example"),
        ("xn--fa-hia.example", "faß.example"),
        ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
        ("xn--e1afmkfd.com", "xn--e1afmkfd.com"),  # Cyrillic under a Latin ending
        ("xn--ypal-43d9g.com", "xn--ypal-43d9g.com"),  # Cyrillic and Latin in one label
        ("xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),  # a whole label in Cyrillic that looks Latin
        ("xn--stanbul-qfb.example", "xn--stanbul-qfb.example"),  # dotless i
        ("xn--pypal-qwb.com", "xn--pypal-qwb.com"),  # Latin alpha
    ],
)
def test_a_host_is_shown_in_letters_that_cannot_deceive(host: str, reading: str) -> None:
    assert shown(host) == reading


@pytest.mark.parametrize(
    ("host", "bare"),
    [
        ("www.paper.example", "paper.example"),
        ("www.www.paper.example", "paper.example"),
        ("www.com", "www.com"),
        ("www2.paper.example", "www2.paper.example"),
    ],
)
def test_www_is_dropped_where_a_domain_is_left(host: str, bare: str) -> None:
    assert without_www(host) == bare


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_this_machine_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "notlocalhost", "127.example", "128.0.0.1", "[::2]"])
def test_other_machines_are_not_this_one(host: str) -> None:
    assert not is_loopback(host)
