"""Finds a Chromium for the browser tests, or fetches one where this machine allows it."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMED = "COMMENTBOX_TEST_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
HELP = (
    "install Chromium and run this again (Debian: apt install chromium; macOS: brew install --cask chromium;"
    " anywhere: .venv/bin/playwright install --with-deps chromium) or set COMMENTBOX_TEST_CHROMIUM"
)


def chromium() -> str | None:
    """The path of a Chromium that starts and that Playwright can drive, fetched if need be."""
    path, is_named = _present(), bool(os.environ.get(_NAMED))
    if not (path and _driver_starts()):
        _ask_debian()
        path = _present()
    if not path and not is_named:
        _ask_playwright()
        path = _present()
    return path if path and _driver_starts() else None


def _present() -> str | None:
    named = os.environ.get(_NAMED)
    if named:
        return named if _starts(named) else None
    paths = [path for name in _NAMES if (path := shutil.which(name))]
    return next((path for path in [*paths, *_MAC] if _starts(path)), None) or _playwrights()


def _playwrights() -> str | None:
    asked = subprocess.run(
        [sys.executable, "-c", _ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = asked.stdout.strip()
    return path if path and _starts(path) else None


def _starts(path: str) -> bool:
    """Ubuntu's package is a stand-in that only says where to get the real one; it fails here."""
    return Path(path).exists() and _run(path, "--version", timeout=60) is None


def _driver_starts() -> bool:
    """Playwright brings a Node of its own, which misses a library on a bare system."""
    package = importlib.util.find_spec("playwright")
    places = package.submodule_search_locations if package else None
    return any(_starts(str(Path(place) / "driver" / "node")) for place in places or ())


def _ask_debian() -> None:
    is_ubuntu = "ID=ubuntu" in _os_release().splitlines()
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    packages = ["libatomic1"] if is_ubuntu else ["chromium", "fonts-liberation", "libatomic1"]
    print(f"-- fetching {', '.join(packages)} with apt-get, once for this machine", flush=True)
    _say(_run("apt-get", "-q", "update", timeout=300))
    _say(_run("apt-get", "-q", "install", "--yes", "--no-install-recommends", *packages, timeout=600))


def _ask_playwright() -> None:
    print("-- fetching Chromium with Playwright's own installer", flush=True)
    needs = ["--with-deps"] if os.geteuid() == 0 and shutil.which("apt-get") else []
    _say(_run(sys.executable, "-m", "playwright", "install", *needs, "chromium", timeout=600))


def _run(*command: str, timeout: float) -> str | None:
    """What went wrong, in the program's own words; None when nothing did."""
    given = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stdout.decode(errors="replace")[-600:] or "failed" if done.returncode else None


def _say(problem: str | None) -> None:
    if problem:
        print(problem, flush=True)


def _os_release() -> str:
    try:
        return Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return ""
