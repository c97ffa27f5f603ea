"""A browser's own name for itself, shortened to what its owner recognises."""

import re

UNKNOWN = "Unknown browser"

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


def device_in_words(user_agent: str) -> str:
    """`Firefox on Windows`. Never anything of the text itself: it may hold what nobody should keep."""
    sent = user_agent[:_LONGEST]
    browser, system = _first(_BROWSERS, sent), _first(_SYSTEMS, sent)
    if system is None:
        return browser or UNKNOWN
    return f"{browser or UNKNOWN} on {system}"


def _first(names: tuple[tuple[str, str], ...], sent: str) -> str | None:
    return next((name for name, sign in names if re.search(sign, sent)), None)
