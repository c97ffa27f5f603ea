"""The logs are only added to: what changes or empties one is named here, with its reason."""

import ast
from pathlib import Path

from commentbox.store.log_chain import LOGS
from tests.architecture.sources import PACKAGE, python

ALLOWED = {"commentbox/store/erase.py: update"}  # words about a person who is forgotten; the chain allows it


def test_nothing_changes_a_row_of_a_log() -> None:
    found = set()
    for source in python(Path(__file__).parents[2], PACKAGE):
        aliases = {table.__name__ for table in LOGS.values()} | {"staff"}
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if node.func.id in ("update", "delete") and isinstance(first, ast.Name) and first.id in aliases:
                found.add(f"{source.path}: {node.func.id}")
    assert found == ALLOWED
