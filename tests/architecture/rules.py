"""The house rules that a linter does not know; each takes sources and returns what breaks the rule."""

import ast
import re
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from tests.architecture.sources import PACKAGE, Import, Source, targets

# What a ring may import of ours, besides itself. What is not named here is the top: it sees everything,
# and nobody below imports it.
ARROWS = {
    "domain": set[str](),
    "store": {"domain"},
    "importers": {"domain"},
    "services": {"domain", "store", "settings"},
    "web": {"domain", "services", "settings"},
    "settings": set[str](),
}

_FLASK = {"flask", "flask_login", "flask_sqlalchemy"}
_DATABASE = {"sqlalchemy", "alembic", "psycopg"}
_CLOCK_AND_WORLD = {"os", "random", "secrets", "socket", "sqlite3", "subprocess", "time", "werkzeug"}
FOREIGN = {
    "domain": _FLASK | _DATABASE | _CLOCK_AND_WORLD,
    "store": _FLASK | {"werkzeug"},
    "importers": _FLASK | _DATABASE | {"werkzeug"},
    "services": _FLASK,
}

ONE_HOME = {
    "bleach": f"{PACKAGE}/domain/markup.py",
    "nh3": f"{PACKAGE}/domain/markup.py",
    "flask_sqlalchemy": f"{PACKAGE}/app.py",
    "redis": f"{PACKAGE}/store/shared_counts.py",
}
MARKUP_HOME = f"{PACKAGE}/web/html.py"
# The loader is one classic script and cannot import; the modules share the other.
RAW_HTML_HOMES = (f"{PACKAGE}/web/static/embed.js", f"{PACKAGE}/web/static/embed/dom.js")

MAX_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_SCRIPT_LINES = 150

_CLOCKS = {"now", "utcnow", "today"}
_NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill"}
_NEVER_CALLED = {"render_template_string", "yaml.load", "eval", "exec"}
_RAW_HTML = re.compile(
    r"(?:\.|\[['\"])(innerHTML|outerHTML|insertAdjacentHTML|setHTML|setHTMLUnsafe|srcdoc)\b|\bdocument\.write"
)
_UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b")


def wrong_arrows(sources: Iterable[Source]) -> list[str]:
    sources = list(sources)
    modules = {source.module for source in sources}
    found = []
    for source in sources:
        may = ARROWS.get(source.ring)
        if may is None:
            continue
        for target, statement in targets(source, modules):
            ring = target.removeprefix(PACKAGE).lstrip(".").split(".")[0]
            if ring and ring != source.ring and ring not in may:
                found.append(f"{source.path}:{statement.line}: {source.ring} imports {target}")
    return found


def foreign_imports(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{statement.line}: {source.ring} imports {statement.module}"
        for source in sources
        for statement in source.imports()
        if _top(statement) in FOREIGN.get(source.ring, ())
    ]


def homeless_imports(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{statement.line}: {_top(statement)} belongs in {ONE_HOME[_top(statement)]}"
        for source in sources
        for statement in source.imports()
        if ONE_HOME.get(_top(statement), source.path) != source.path
    ]


def circles(sources: Iterable[Source]) -> list[str]:
    """Imports inside functions and under TYPE_CHECKING count: they hide a knot, they do not untie it."""
    sources = list(sources)
    modules = {source.module for source in sources}
    graph = {
        source.module: {target for target, _ in targets(source, modules) if target in modules}
        for source in sources
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" -> ".join(reversed(error.args[1]))]
    return []


def names_from_packages(sources: Iterable[Source]) -> list[str]:
    """A name comes from the module that defines it; a package gives its modules and nothing else."""
    sources = list(sources)
    modules = {source.module for source in sources}
    packages = {source.module for source in sources if source.path.endswith("__init__.py")} | {PACKAGE}
    return [
        f"{source.path}:{statement.line}: takes {statement.name or 'everything'} from the package {target}"
        for source in sources
        for target, statement in targets(source, modules)
        if target in packages
    ]


def deferred_imports(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{inner.lineno}: imports inside {function.name}"
        for source in sources
        for function in _functions(source)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def long_files(sources: Iterable[Source]) -> list[str]:
    return [f"{one.path}: {one.count_lines} lines" for one in sources if one.count_lines > MAX_LINES]


def long_functions(sources: Iterable[Source]) -> list[str]:
    """Decorators are not counted: a command's options stand above it, one a line."""
    return [
        f"{source.path}:{function.lineno}: {function.name} has {_length(function)} lines"
        for source in sources
        for function in _functions(source)
        if _length(function) > MAX_FUNCTION_LINES
    ]


def clock_calls(sources: Iterable[Source]) -> list[str]:
    """In `domain` the moment is an argument, so that a rule can be tried at any time of day."""
    return [
        f"{source.path}:{call.lineno}: reads the clock with {_name(call.func)}"
        for source in sources
        if source.ring == "domain"
        for call in _calls(source)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _CLOCKS
    ]


def unsafe_calls(sources: Iterable[Source]) -> list[str]:
    found = []
    for source in sources:
        for statement in source.imports():
            if _top(statement) in _NEVER_IMPORTED or statement.name in _NEVER_CALLED:
                found.append(f"{source.path}:{statement.line}: imports {statement.name or statement.module}")
        for call in _calls(source):
            name = _name(call.func)
            if {name, name.rpartition(".")[2]} & (_NEVER_CALLED - {"eval", "exec"}) or name in _NEVER_CALLED:
                found.append(f"{source.path}:{call.lineno}: calls {name}")
    return found


def marked_safe(sources: Iterable[Source]) -> list[str]:
    """One module says of a text that it is HTML; another name for `Markup` would hide a second one."""
    found = []
    for source in sources:
        if source.path == MARKUP_HOME:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and _name(node.func).rpartition(".")[2] == "Markup":
                found.append(f"{source.path}:{node.lineno}: calls Markup")
            elif isinstance(node, ast.alias) and node.name == "Markup" and node.asname:
                found.append(f"{source.path}:{node.lineno}: renames Markup")
    return found


def unescaped_templates(templates: Mapping[str, str]) -> list[str]:
    return [f"{path}:{line}: {text}" for path, line, text in _hits(templates, _UNESCAPED)]


def raw_html(scripts: Mapping[str, str]) -> list[str]:
    return [
        f"{path}:{line}: {text} belongs in {RAW_HTML_HOMES}"
        for path, line, text in _hits(scripts, _RAW_HTML)
        if path not in RAW_HTML_HOMES
    ]


def long_scripts(scripts: Mapping[str, str]) -> list[str]:
    lengths = {path: len(content.splitlines()) for path, content in scripts.items()}
    return [f"{path}: {length} lines" for path, length in lengths.items() if length > MAX_SCRIPT_LINES]


def _hits(files: Mapping[str, str], pattern: re.Pattern[str]) -> list[tuple[str, int, str]]:
    return [
        (path, number, hit.group())
        for path, content in files.items()
        for number, line in enumerate(content.splitlines(), start=1)
        for hit in pattern.finditer(line)
    ]


def _top(statement: Import) -> str:
    return statement.module.split(".")[0]


def _functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _calls(source: Source) -> list[ast.Call]:
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]


def _name(node: ast.expr) -> str:
    """`yaml.load` for a dotted name; what cannot be written so gives its last part."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
