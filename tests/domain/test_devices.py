"""Browsers by the names their owners know."""

import pytest

from commentbox.domain.devices import UNKNOWN, device_in_words, device_of

_KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox on Windows",
    f"Mozilla/5.0 (Linux; Android 14) {_KIT} Chrome/130.0 Mobile Safari/537.36": "Chrome on Android",
    f"Mozilla/5.0 (Windows NT 10.0) {_KIT} Chrome/130.0 Safari/537.36 Edg/130.0": "Edge on Windows",
    f"Mozilla/5.0 (X11; Linux x86_64) {_KIT} Chrome/130.0 Safari/537.36 OPR/115.0": "Opera on Linux",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {_KIT} Chrome/130.0 Safari/537.36": "Chrome on ChromeOS",
    f"Mozilla/5.0 (Linux; Android 13) {_KIT} SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15": (
        "Safari on Mac"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604": (
        "Safari on iPhone"
    ),
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Mobile/15E Safari/604": (
        "Chrome on iPad"
    ),
    "curl/8.5.0": "Unknown browser",
    "": "Unknown browser",
    "<script>alert(1)</script> on Windows": "Unknown browser on Windows",
}


@pytest.mark.parametrize(("sent", "words"), BROWSERS.items())
def test_a_browser_in_words(sent: str, words: str) -> None:
    assert device_of(sent) == words


def test_a_device_can_be_told_in_another_language() -> None:
    known = device_in_words("Firefox on Windows")
    assert (str(known), known.template) == ("Firefox on Windows", "{browser} on {system}")
    for unknown in ("", "Unknown browser"):
        assert device_in_words(unknown) == UNKNOWN
    assert device_in_words("Unknown browser on Linux").values == {"browser": UNKNOWN, "system": "Linux"}
    assert device_in_words("Safari") == "Safari"


def test_a_long_text_costs_nothing() -> None:
    assert device_of("Version/1 " * 200_000) == "Unknown browser"
