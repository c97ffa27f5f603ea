"""Reads a source tree for the checks, so that a planted tree can be checked like the real one."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = "commentbox"


@dataclass(frozen=True, kw_only=True)
class Import:
    """`from module import name`, or `import module` with no name; wherever it stands in the file."""

    module: str
    name: str | None
    line: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """One Python file: where it is, what Python calls it, and what it says."""

    path: str
    module: str
    tree: ast.Module
    count_lines: int

    @property
    def ring(self) -> str:
        """The part of our package it belongs to: `domain`, `web`, `app`; empty for files outside."""
        parts = self.module.split(".")
        return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""

    def imports(self) -> Iterator[Import]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(module=alias.name, name=None, line=node.lineno)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield Import(module=self._absolute(node), name=alias.name, line=node.lineno)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module.split(".") if self.path.endswith("__init__.py") else self.module.split(".")[:-1]
        base = package[: len(package) - node.level + 1]
        return ".".join([*base, *filter(None, [node.module])])


def python(root: Path, *folders: str) -> list[Source]:
    """Every Python file below these folders, and these files themselves."""
    return [_source(root, path) for path in _files(root, folders, ".py")]


def text(root: Path, folder: str, *suffixes: str) -> dict[str, str]:
    """What stands in every file with one of these endings."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for suffix in suffixes
        for path in _files(root, (folder,), suffix)
    }


def targets(source: Source, modules: set[str]) -> Iterator[tuple[str, Import]]:
    """The modules of ours that a file imports; `from package import module` means the module."""
    for found in source.imports():
        inner = f"{found.module}.{found.name}"
        target = inner if inner in modules else found.module
        if target.split(".")[0] == PACKAGE:
            yield target, found


def forget() -> None:
    """Let go of every tree that was read."""
    _source.cache_clear()


def _files(root: Path, folders: tuple[str, ...], suffix: str) -> list[Path]:
    found = [path for folder in folders for path in (root / folder).rglob(f"*{suffix}")]
    found += [root / name for name in folders if name.endswith(suffix) and (root / name).is_file()]
    return sorted(found)


@cache  # every rule reads the same tree
def _source(root: Path, path: Path) -> Source:
    content = path.read_text(encoding="utf-8")
    relative = path.relative_to(root)
    parts = relative.with_suffix("").parts
    return Source(
        path=relative.as_posix(),
        module=".".join(parts[:-1] if parts[-1] == "__init__" else parts),
        tree=ast.parse(content),
        count_lines=len(content.splitlines()),
    )
