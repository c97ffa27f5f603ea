"""What only the tests need from npm: fetched once into .tools, exactly as script/lock says."""

import fcntl
import filecmp
import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


def fetch(name: str, what: str) -> Path:
    """The home of the packages in script/lock/`name`; where they cannot be had the test is skipped, aloud."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"there is no npm on this machine: NOT tried with {what}")
    pinned, home = _ROOT / "script" / "lock" / name, _ROOT / ".tools" / name
    home.parent.mkdir(exist_ok=True)
    with (home.parent / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # the suite's two passes may both want it
        _install(npm, pinned, home, what)
    return home


def _install(npm: str, pinned: Path, home: Path, what: str) -> None:
    lock = home / "package-lock.json"
    if lock.exists() and filecmp.cmp(pinned / "package-lock.json", lock, shallow=False):
        return
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(pinned, home)
    install = [npm, "ci", "--prefix", str(home), "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(home, ignore_errors=True)
        pytest.skip(f"npm fetched nothing, NOT tried with {what}: {done.stderr[-300:]}")
