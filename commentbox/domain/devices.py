"""A browser's own name for itself, shortened to what its owner recognises."""

import re

from commentbox.domain.words import Words

UNKNOWN = Words("Unknown browser")
_ON = " on "

# In this order: most browsers also claim to be the ones below them.
_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("iPad", r"\biPad\b"),
    ("iPhone", r"\biPhone\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMac(?:intosh| OS X)\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)
_LONGEST = 1000


def device_of(user_agent: str) -> str:
    """`Firefox on Windows`. Never anything of the text itself: it may hold what nobody should keep."""
    sent = user_agent[:_LONGEST]
    browser, system = _first(_BROWSERS, sent), _first(_SYSTEMS, sent)
    if system is None:
        return browser or str(UNKNOWN)
    return f"{browser or UNKNOWN}{_ON}{system}"


def device_in_words(device: str) -> Words:
    """What `device_of` said, or nothing, to be told in any language."""
    browser, _, system = device.partition(_ON)
    known = UNKNOWN if browser in ("", UNKNOWN) else Words(browser)
    return Words("{browser} on {system}", browser=known, system=system) if system else known


def _first(names: tuple[tuple[str, str], ...], sent: str) -> str | None:
    return next((name for name, sign in names if re.search(sign, sent)), None)
