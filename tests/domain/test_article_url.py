"""One article has one URL, however it was shared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentbox.domain.article_url import MAX_LENGTH, TRACKING_NAMES, canonical, host_of
from commentbox.domain.errors import Invalid

BRIDGE = "https://paper.example/town/bridge"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://paper.example/town/bridge",
        "http://paper.example/town/bridge",
        "https://www.paper.example/town/bridge",
        "https://www.www.paper.example/town/bridge",
        "HTTPS://WWW.Paper.EXAMPLE/town/bridge",
        "https://paper.example:443/town/bridge",
        "http://paper.example:80/town/bridge",
        "http://paper.example:0080/town/bridge",
        "https://paper.example:/town/bridge",
        "https://paper.example./town/bridge",
        "https://paper。example/town/bridge",
        "https://ｐａｐｅｒ.example/town/bridge",
        "https://paper.example/town/bridge/",
        "https://paper.example/town/bridge//",
        "https://paper.example//town///bridge",
        "https://paper.example/./town/x/../bridge",
        "https://paper.example/%2e/town/x/%2E%2e/bridge",
        "https://paper.example/../../town/bridge",
        "https://paper.example/t%6Fwn/bridg%65",
        "https://paper.example/town/bridge#comments",
        "https://paper.example/town/bridge?",
        "https://paper.example/town/bridge?#",
        "https://paper.example/town/bridge?&&",
        "https://paper.example/town/bridge?utm_source=mail&utm_medium=a&UTM_Campaign=b",
        "https://paper.example/town/bridge?%75tm_source=mail",
        "https://paper.example/town/bridge?fbclid=IwAR0&gclid=1&mc_cid=2&igshid=3&msclkid=4",
        "  https://paper.example/town/bridge \n",
    ],
)
def test_every_spelling_of_an_article_is_one_url(spelling: str) -> None:
    assert canonical(spelling) == BRIDGE


@pytest.mark.parametrize("name", sorted(TRACKING_NAMES))
def test_a_tracking_parameter_never_splits_a_conversation(name: str) -> None:
    assert canonical(f"{BRIDGE}?id=7&{name}=x1") == f"{BRIDGE}?id=7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/?p=1", "https://paper.example/?p=2"),
        ("https://paper.example/a?ref=1", "https://paper.example/a?ref=2"),
        ("https://paper.example/a?x=1&x=2", "https://paper.example/a?x=2&x=1"),
        ("https://paper.example/a", "https://paper.example/A"),
        ("https://paper.example/a", "https://paper.example/a/amp"),
        ("https://paper.example/a", "https://amp.paper.example/a"),
        ("https://paper.example/a%2Fb", "https://paper.example/a/b"),
        ("https://paper.example/a", "https://paper.example:8443/a"),
        ("http://paper.example:8080/a", "https://paper.example:8080/a"),
        ("http://localhost/a", "https://localhost/a"),
        ("https://paper.example/%25", "https://paper.example/%"[:-1]),
    ],
)
def test_different_articles_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://paper.example", "https://paper.example/"),
        ("https://paper.example?b=2&a=1", "https://paper.example/?a=1&b=2"),
        ("https://paper.example/?a=1&b=2&a=0", "https://paper.example/?a=1&a=0&b=2"),
        ("http://localhost:5000/x/", "http://localhost:5000/x"),
        ("http://demo.localhost/x", "http://demo.localhost/x"),
        ("http://127.0.0.1/x", "http://127.0.0.1/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        ("http://paper.example:8080/x", "http://paper.example:8080/x"),
        ("https://www.com/x", "https://www.com/x"),
        ("https://müller.example/straße", "https://xn--mller-kva.example/stra%C3%9Fe"),
        ("https://xn--mller-kva.example/stra%c3%9fe", "https://xn--mller-kva.example/stra%C3%9Fe"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://ΚΌΣΜΟΣ.example/", "https://xn--vxaejoc4c.example/"),
        ("https://paper.example/a b|c", "https://paper.example/a%20b%7Cc"),
        ("https://paper.example/100%/%zz", "https://paper.example/100%25/%25zz"),
        ("https://paper.example/a%ff", "https://paper.example/a%FF"),
        ("https://paper.example/a;v=1,2:3@x!$&'()*+", "https://paper.example/a;v=1,2:3@x!$&'()*+"),
        ("https://paper.example/o'hara?q='a'", "https://paper.example/o'hara?q=%27a%27"),
        ("https://[2001:DB8:0::1]/", "https://[2001:db8::1]/"),
    ],
)
def test_the_canonical_form(raw: str, expected: str) -> None:
    assert canonical(raw) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "paper.example/a",
        "//paper.example/a",
        "/town/bridge",
        "https:paper.example",
        "https:/paper.example",
        "https:///paper.example",
        "https://",
        "https://?a",
        "https://:443/",
        "ftp://paper.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://reader@paper.example/",
        "https://reader:word@paper.example/",
        "https://paper.example@evil.example/",
        "https://paper.example:443@evil.example/",
        "https://paper.example\\@evil.example/",
        "https://paper.example\\town",
        "https://paper.example/a\tb",
        "https://pa\nper.example/",
        "https://paper.example/\x00",
        "https://paper.example/\ud800",
        "https://paper..example/",
        "https://paper.example../",
        "https://.paper.example/",
        "https://-paper.example/",
        "https://paper-.example/",
        "https://pa per.example/",
        "https://pa%70er.example/",
        "https://paper.example:0/",
        "https://paper.example:65536/",
        "https://paper.example:99999999999/",
        "https://paper.example:8a/",
        "https://paper.example:+443/",
        "https://paper.example:٤٤٣/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://1.2.3.4.5/",
        "https://256.1.1.1/",
        "https://[::1/",
        "https://[::1%25eth0]/",
        "https://[1.2.3.4]/",
        "https://[]/",
        "https://xn--/",
        "https://xn--a/",
        "https://xn--999999999999/",
        "https://pap\u200ber.example/",
        "https://pap\u202eer.example/",
        "https://paper℀example/",
        "https://paper…example/",
        "https://❤.example/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://paper.example/" + "a" * MAX_LENGTH,
        "https://paper.example/" + "ä" * 400,
        "x" * 1_000_000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        canonical(text)
    assert (caught.value.code, caught.value.field) == ("bad_url", "url")


def test_a_long_tail_of_tracking_does_not_shut_the_box() -> None:
    assert canonical(f"{BRIDGE}?fbclid={'x' * 5_000}") == BRIDGE


def test_the_longest_address_is_accepted_and_one_more_is_not() -> None:
    longest = "https://paper.example/".ljust(MAX_LENGTH, "a")
    assert canonical(longest) == longest
    with pytest.raises(Invalid):
        canonical(longest + "a")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (BRIDGE, "paper.example"),
        ("http://localhost:5000/x", "localhost:5000"),
        ("http://[::1]:81/", "[::1]:81"),
        ("https://paper.example/?a=https://b/", "paper.example"),
    ],
)
def test_the_host_of_a_canonical_url(url: str, host: str) -> None:
    assert host_of(canonical(url)) == host


_ALPHABET = """
    http https :// : / // ? # & = % %2 %2e %zz .. . www. localhost paper example 127.0.0.1 [::1] @ \\ :80 :443
    utm_source= a b= ä ß Σ \u200d %c3%9f xn-- xn--fa-hia + ; ' " < | ~
"""
_PIECES = st.sampled_from(_ALPHABET.split())
_ADDRESSES = st.lists(_PIECES, max_size=14).map(lambda pieces: "https://paper.example" + "".join(pieces))
_SCRAPS = st.lists(_PIECES, max_size=14).map("".join)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(st.one_of(_ADDRESSES, _SCRAPS, st.text(max_size=60)))
def test_canonical_is_final_and_raises_nothing_but_invalid(text: str) -> None:
    try:
        once = canonical(text)
    except Invalid:
        return
    assert canonical(once) == once
    assert once.isascii()
    assert once.startswith(("https://", "http://"))
