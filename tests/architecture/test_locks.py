"""The lock files fit what pyproject.toml asks for, so that a fresh machine gets what was tested."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = PROJECT["project"]["dependencies"]
DEV = PROJECT["project"]["optional-dependencies"]["dev"]
BUILD = PROJECT["build-system"]["requires"]


@pytest.mark.parametrize(("lock", "requirements"), [("run", RUN), ("dev", RUN + DEV), ("build", BUILD)])
def test_what_the_project_asks_for_is_locked(lock: str, requirements: list[str]) -> None:
    locked = _locked(lock)
    wanted = [Requirement(line) for line in requirements]
    missing = [
        str(one) for one in wanted if not any(map(one.specifier.contains, locked.get(_key(one.name), ())))
    ]
    assert missing == [], "run script/lock/update"


def test_the_tests_run_with_what_the_program_runs_with() -> None:
    dev = _locked("dev")
    assert {name: version for name, version in _locked("run").items() if dev.get(name) != version} == {}


@pytest.mark.parametrize("lock", ["run", "dev", "build", "node"])
def test_a_lock_names_no_registry_and_hashes_everything(lock: str) -> None:
    content = _read(lock)
    assert "://" not in content
    assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", content, re.MULTILINE)) == len(
        re.findall(r"^[a-z0-9]", content, re.MULTILINE)
    )


def _locked(lock: str) -> dict[str, list[str]]:
    """Every version of each package: one that differs by platform has several."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([^\s=#\[]+)(?:\[[^\]]*\])?==([^\s;]+)", _read(lock), re.MULTILINE):
        found.setdefault(_key(name), []).append(version)
    return found


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(lock: str) -> str:
    return (ROOT / "script" / "lock" / f"{lock}.txt").read_text(encoding="utf-8")
