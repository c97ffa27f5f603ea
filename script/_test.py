"""Runs the suite on each database, both at once, and adds up what came of it. Started by `script/test`."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, nullcontext
from pathlib import Path
from types import FrameType

import _browser
import _postgres

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "COMMENTBOX_TEST_DATABASE"
LONGEST = 30 * 60  # seconds for one pass; something hangs that takes longer
FEW = 3  # browser tests that may be tried once more: a browser that starves tells nothing about the code
# These ask none or an SQLite of their own, or only whether the door opens: one pass is enough.
NO_DATABASE = (
    "tests/architecture", "tests/docs", "tests/domain", "tests/importers",
    "tests/test_cli.py", "tests/test_erasures.py", "tests/test_log_commands.py", "tests/test_serve.py",
    "tests/test_settings.py", "tests/test_sign_on_commands.py", "tests/test_timing.py",
    "tests/test_translations.py", "tests/test_triage_commands.py",
    "tests/web/test_cors.py", "tests/web/test_csrf_matrix.py",
)  # fmt: skip
_SLOWEST = ("--durations=10", "--durations-min=1")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="script/test", description=__doc__, epilog="The rest is given to pytest."
    )
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database instead of both")
    options, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    totals: Counter[str] = Counter()
    missing: list[str] = []
    chromium = _browser.chromium() or ""
    if not chromium:
        missing.append(f"No Chromium: the browser tests were SKIPPED. To run them, {_browser.HELP}.")
    environment = os.environ | {"COMMENTBOX_TEST_CHROMIUM": chromium}
    # Or every program a test starts would compile all it imports.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    given = environment.pop(DATABASE, None)
    with ExitStack() as to_the_end:
        databases = {} if options.only == "postgresql" else {"SQLite": environment}
        if options.only != "sqlite":
            try:
                url = to_the_end.enter_context(nullcontext(given) if given else _postgres.server())
                databases["PostgreSQL"] = environment | {DATABASE: url}
            except _postgres.NoPostgresError as reason:
                missing.append(f"No PostgreSQL: its pass was SKIPPED, because {reason}.")
        passes = _start(databases, arguments, to_the_end)
        codes = [each.finish(totals) for each in passes]
        is_good = all(
            not code or _is_good_alone(each, totals, to_the_end)
            for each, code in zip(passes, codes, strict=True)
        )
    return _report(totals, missing, is_good=is_good)


def _is_good_alone(ended: "Pass", totals: Counter[str], to_the_end: ExitStack) -> bool:
    """Try a few failed browser tests again when nothing else runs. What passes only then is named aloud."""
    if not 0 < len(ended.failed) <= FEW or not all(
        name.startswith("tests/browser/") for name in ended.failed
    ):
        return False
    again = ended.again()
    to_the_end.callback(again.stop)
    again.start()
    counted: Counter[str] = Counter()
    if again.finish(counted):
        return False
    totals["failed"] -= len(ended.failed)
    totals["passed"] += counted["passed"]
    for name in ended.failed:
        print(f"!! Passed only while nothing else ran, so it races and wants mending: {name}", flush=True)
    return True


def _start(databases: dict[str, dict[str, str]], arguments: list[str], to_the_end: ExitStack) -> list["Pass"]:
    """Named tests run on every database; of all, those that one database tells enough about run once."""
    is_shared = len(databases) > 1 and all(argument.startswith("-") for argument in arguments)
    passes = []
    for name, environment in databases.items():
        share = _share(name) if is_shared else ()
        passes.append(Pass(name, [*arguments, *share], environment))
        to_the_end.callback(passes[-1].stop)
        passes[-1].start()
    return passes


def _share(database: str) -> list[str]:
    """What is left out there, as pytest is told. A browser sees no database: each drives one half.

    The one begins with its half and the other ends with it: two browsers at a time on two cores would make
    tests wait that are not about waiting.
    """
    browser = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/browser").glob("test_*.py"))
    if database == "SQLite":
        return ["-p", "_browser_last", *map(_without, browser[::2])]
    return [*map(_without, browser[1::2]), *map(_without, NO_DATABASE)]


def _without(path: str) -> str:
    return f"--ignore={path}"


class Pass:
    """The suite on one database, in a process of its own: two of them keep two cores busy."""

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str]):
        self._name, self._arguments, self._environment = name, arguments, environment
        self._folder = Path(tempfile.mkdtemp(prefix="commentbox-test-"))
        self.failed: list[str] = []

    def again(self) -> "Pass":
        """Only what failed."""
        return Pass(f"{self._name}, once more", self.failed, self._environment)

    def start(self) -> None:
        self._started = time.monotonic()
        paths = os.pathsep.join([str(ROOT / "script"), *filter(None, [self._environment.get("PYTHONPATH")])])
        given = {"COMMENTBOX_TEST_COUNTS": str(self._counts), "PYTHONPATH": paths}
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-p", "_counting", *_SLOWEST, *self._arguments],
                cwd=ROOT,
                env=self._environment | given,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def finish(self, totals: Counter[str]) -> int:
        """Show what it says as it says it, to its end; its exit code."""
        print(f"== the suite on {self._name}", flush=True)
        with self._output.open("rb") as output:
            while True:
                is_over = self._process.poll() is not None  # asked first: what it said last is still read
                sys.stdout.buffer.write(output.read())
                sys.stdout.flush()
                if is_over or time.monotonic() - self._started > LONGEST:
                    break
                time.sleep(0.2)
        if self._process.poll() is None:
            print(f"== stopped after {LONGEST} s: something hangs", flush=True)
        spent = time.monotonic() - self._started
        print(f"== {self._name}: {spent:.1f} s, exit code {self._process.poll()}\n", flush=True)
        if self._counts.exists():
            told = json.loads(self._counts.read_text())
            totals.update(told["counts"])
            self.failed = told["failed"]
        return 1 if self._process.returncode is None else self._process.returncode

    def stop(self) -> None:
        """End it politely if it still runs, so that its tests can stop what they started."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _counts(self) -> Path:
        return self._folder / "counts.json"

    @property
    def _output(self) -> Path:
        return self._folder / "output"


def _report(totals: Counter[str], missing: list[str], *, is_good: bool) -> int:
    for line in missing:
        print(f"!! {line}")
    wanted = {
        "npm": "What needs a real OpenID provider or axe-core",
        "php": "The PHP sample of the documentation",
    }
    for program, what in wanted.items():
        if shutil.which(program) is None:
            print(f"!! No {program}: {what} was NOT tried.")
    is_ci = os.environ.get("CI", "").lower() in ("1", "true")
    if is_ci and missing:
        print("!! This is CI, where nothing may be missing: the run has failed.")
        is_good = False
    summary = f"{totals['passed']} passed, {totals['failed']} failed"
    print(f"{summary}, {totals['skipped']} skipped" if totals["skipped"] else summary, flush=True)
    return 0 if is_good else 1


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
