"""Runs the whole suite once for each database and adds up what came of it. Started by `script/test`."""

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
from contextlib import nullcontext
from pathlib import Path
from types import FrameType

import _browser
import _postgres

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "COMMENTBOX_TEST_DATABASE"
LONGEST = 20 * 60  # seconds for one pass; something hangs that takes longer
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
    given = environment.pop(DATABASE, None)
    is_good = True
    if options.only != "postgresql":
        is_good &= _run("SQLite", arguments, environment, totals)
    if options.only != "sqlite":
        try:
            with nullcontext(given) if given else _postgres.server() as url:
                is_good &= _run("PostgreSQL", arguments, environment | {DATABASE: url}, totals)
        except _postgres.NoPostgresError as reason:
            missing.append(f"No PostgreSQL: its pass was SKIPPED, because {reason}.")
    return _report(totals, missing, is_good=is_good)


def _run(name: str, arguments: list[str], environment: dict[str, str], totals: Counter[str]) -> bool:
    print(f"== the suite on {name}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="commentbox-test-") as folder:
        counts = Path(folder) / "counts.json"
        paths = os.pathsep.join([str(ROOT / "script"), *filter(None, [environment.get("PYTHONPATH")])])
        code = _wait(
            [sys.executable, "-m", "pytest", "-p", "_counting", *_SLOWEST, *arguments],
            environment | {"COMMENTBOX_TEST_COUNTS": str(counts), "PYTHONPATH": paths},
        )
        if counts.exists():
            totals.update(json.loads(counts.read_text()))
    print(f"== {name}: {time.monotonic() - started:.1f} s, exit code {code}\n", flush=True)
    return code == 0


def _wait(command: list[str], environment: dict[str, str]) -> int:
    """Ends it politely when it is time to go, so that tests can stop what they started."""
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL) as process:
        try:
            return process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            print(f"== stopped after {LONGEST} s: something hangs", flush=True)
            return 1
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()


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
