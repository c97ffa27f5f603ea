"""What only the tests need from npm: fetched once into .tools, exactly as script/lock says."""

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
    lock = home / "package-lock.json"
    if not (lock.exists() and filecmp.cmp(pinned / "package-lock.json", lock, shallow=False)):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(pinned, home)
        install = [npm, "ci", "--prefix", str(home), "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(home, ignore_errors=True)
            pytest.skip(f"npm fetched nothing, NOT tried with {what}: {done.stderr[-300:]}")
    return home
