"""Only exactly a site's own origins may act for it."""

import pytest

from commentbox.domain.article_url import canonical
from commentbox.domain.errors import Invalid
from commentbox.domain.origins import Origin, is_allowed, may_host_article, parse_origin, parse_site_origin

ALLOWED = [
    "https://paper.example",
    "https://www.paper.example",
    "http://localhost:5000",
    "https://paper.example:8443",
    "https://xn--mller-kva.example",
    "https://[2001:db8::1]",
    "http://192.0.2.7",
]


_HOSTS = [
    *("evil{}", "evil-{}", "evil.{}", "x.y.{}", ".{}", "-{}", "www2.{}", "xn--{}", "{}{}", "{}.{}"),
    *("{}.", "{}..", "{}.evil.example", "{}evil", "{}-evil", "{}.evil", "evil.example", "evil.example/{}"),
    *("{}%00", "{}%2eevil", "%{}", "{}%20", "{}\x00", "{}\x00.evil.example", "{},evil.example", "{};evil"),
    *("{}'", '{}"', "{}<", "{}*", "*.{}", "[{}]", "[::ffff:{}]", "evil.example#{}", "evil.example?{}"),
    *("{}\u200b", "\u202e{}", "{}\u3002", "{}\uff0e", "{}\xad", "{}\u0131", "{}\xe9", "evil.example:443:{}"),
    *("reader@{}", "reader:word@{}", "{}@evil.example", "@{}", "{}:@evil.example"),
    *("\\{}", "{}\\", "{}\\.evil.example", "evil.example\\@{}"),
    *("{}\t", "\t{}", "{}\n", "{}\r\nevil", " {}", "{} ", "{}\x0b"),
]
_PORTS = ["", "1", "8080", "0", "00", "65536", "80a", "-1", "+443", " 443", "\u0664\u0664\u0663"]
_WHOLE = [
    *(
        "{}/",
        "{}/a",
        "{}?",
        "{}#",
        "{} {}",
        "{}, {}",
        " {}",
        "{} ",
        "{}\n",
        "\t{}",
        "{}\x00",
        "\ufeff{}",
        "{}{}",
    ),
    *("blob:{}", "", "*", "null", "NULL", "data:", "about:blank", "file://", "https://", "http://", "://"),
]
_STARTS = [
    *(
        "",
        "//",
        "http:",
        "https:",
        "http:/",
        "https:/",
        "http:///",
        "https:///",
        "https:\\\\",
        "HTTPS://",
        "HTTP://",
    ),
    *("ws://", "wss://", "ftp://", "file://", "xhttps://", "javascript://", "chrome-extension://"),
]


def variants(origin: str) -> list[str]:
    """Everything somebody might send to be taken for that origin."""
    scheme, _, place = origin.partition("://")
    name, _, port = place.partition(":") if not place.startswith("[") else (place, "", "")
    tail = f":{port}" if port else ""
    usual = "443" if scheme == "https" else "80"
    hosts = [*(pattern.format(name, name) for pattern in _HOSTS), name[1:], name[:-1]]
    ports = [*_PORTS, f"0{port or usual}", *([] if port else [usual])]
    return [
        *(f"{scheme}://{host}{tail}" for host in hosts),
        *(f"{scheme}://{name}:{other}" for other in ports),
        *(pattern.format(origin, origin) for pattern in _WHOLE),
        *(f"{start}{place}" for start in _STARTS),
        f"{'http' if scheme == 'https' else 'https'}://{place}",
        *(origin.upper(), origin.title(), origin * 50, origin + "a" * 10_000),
    ]


@pytest.mark.parametrize("allowed", ALLOWED)
def test_an_allowed_origin_is_allowed_and_nothing_that_resembles_it(allowed: str) -> None:
    origins = [parse_site_origin(allowed)]
    attempts = set(variants(allowed)) - {allowed}
    assert len(attempts) >= 60
    assert is_allowed(allowed, origins)
    assert [attempt for attempt in attempts if is_allowed(attempt, origins)] == []


def test_no_origin_is_no_permission() -> None:
    origins = [parse_site_origin(origin) for origin in ALLOWED]
    assert not is_allowed(None, origins)
    assert not is_allowed("null", origins)
    assert not is_allowed("https://paper.example", [])


@pytest.mark.parametrize("text", ALLOWED)
def test_an_origin_is_written_as_browsers_write_it(text: str) -> None:
    origin = parse_origin(text)
    assert str(origin) == text
    assert origin == parse_site_origin(text)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://paper.example/", "https://paper.example"),
        ("  HTTPS://Paper.Example:443  ", "https://paper.example"),
        ("http://paper.example:80", "http://paper.example"),
        ("https://müller.example", "https://xn--mller-kva.example"),
        ("http://localhost:5000/", "http://localhost:5000"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_operator_may_type_freely(typed: str, origin: str) -> None:
    assert str(parse_site_origin(typed)) == origin


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "https://"),
        ("paper.example", "https://paper.example"),
        ("*", "star"),
        ("https://*.paper.example", "star"),
        ("https://paper.example/news", "without a path: https://paper.example."),
        ("https://paper.example?x", "without a path"),
        ("https://reader@paper.example", "not an origin"),
        ("ftp://paper.example", "not an origin"),
        ("null", "Begin with"),
        ("https://127.1", "not an origin"),
        ("https://" + "a" * 400, "not an origin"),
    ],
)
def test_a_wrong_origin_is_refused_with_what_to_do(typed: str, hint: str) -> None:
    with pytest.raises(Invalid, match=hint.replace("*", r"\*").replace(".", r"\.")) as caught:
        parse_site_origin(typed)
    assert caught.value.code == "bad_origin"


@pytest.mark.parametrize(
    ("article", "origin", "is_ours"),
    [
        ("https://paper.example/a", "https://paper.example", True),
        ("http://www.paper.example/a", "https://paper.example", True),
        ("https://paper.example/a", "https://www.paper.example", True),
        ("https://paper.example/a", "http://paper.example", True),
        ("http://localhost:5000/a", "http://localhost:5000", True),
        ("https://paper.example:8443/a", "https://paper.example:8443", True),
        ("https://paper.example:8443/a", "https://paper.example", False),
        ("https://paper.example/a", "https://paper.example:8443", False),
        ("http://localhost:5001/a", "http://localhost:5000", False),
        ("https://news.paper.example/a", "https://paper.example", False),
        ("https://evilpaper.example/a", "https://paper.example", False),
        ("https://paper.example.evil.example/a", "https://paper.example", False),
        ("https://example/a", "https://paper.example", False),
        ("https://evil.example/paper.example", "https://paper.example", False),
        ("https://evil.example/?https://paper.example/", "https://paper.example", False),
    ],
)
def test_an_article_lives_on_one_of_the_sites_hosts(article: str, origin: str, is_ours: bool) -> None:
    assert may_host_article(canonical(article), [parse_site_origin(origin)]) is is_ours


def test_what_is_no_url_has_no_host() -> None:
    assert not may_host_article(
        "https://paper.example@evil.example/", [parse_site_origin("https://evil.example")]
    )


def test_an_origin_is_a_value() -> None:
    one = Origin(scheme="https", host="paper.example", port=443)
    assert one in {parse_site_origin("https://paper.example")}
