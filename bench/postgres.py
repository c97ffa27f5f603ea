"""The throw-away PostgreSQL of `script/test`, for whoever needs one of its own."""

import importlib.util
from pathlib import Path
from types import ModuleType

_SCRIPT = Path(__file__).resolve().parent.parent / "script" / "_postgres.py"


def program() -> ModuleType:
    """What `script/test` starts it with: `server()`, and `replica()` of such a one."""
    spec = importlib.util.spec_from_file_location("_postgres", _SCRIPT)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(_SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
