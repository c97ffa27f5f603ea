"""The real tree keeps the house rules, and each rule notices when it is broken."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.sources import Source, python, text

ROOT = Path(__file__).resolve().parents[2]
OURS = ("commentbox",)
ALL = (
    "commentbox",
    "tests",
    "script",
    "bench",
    "wsgi.py",
)  # not migrations: a table list is one long function

CodeRule = Callable[[Iterable[Source]], list[str]]
TextRule = Callable[[Mapping[str, str]], list[str]]


@pytest.mark.parametrize(
    "rule",
    [
        rules.wrong_arrows,
        rules.foreign_imports,
        rules.homeless_imports,
        rules.circles,
        rules.names_from_packages,
        rules.deferred_imports,
        rules.clock_calls,
        rules.unsafe_calls,
        rules.marked_safe,
    ],
)
def test_the_package_keeps_the_rule(rule: CodeRule) -> None:
    assert not (found := rule(python(ROOT, *OURS))), "\n".join(found)


@pytest.mark.parametrize("rule", [rules.long_files, rules.long_functions])
def test_everything_fits_on_a_screen(rule: CodeRule) -> None:
    assert not (found := rule(python(ROOT, *ALL))), "\n".join(found)


def test_no_template_switches_escaping_off() -> None:
    found = rules.unescaped_templates(text(ROOT, "commentbox", ".html", ".xml", ".txt", ".jinja"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("rule", [rules.raw_html, rules.long_scripts])
def test_scripts_keep_the_rule(rule: TextRule) -> None:
    assert not (found := rule(text(ROOT, "commentbox", ".js", ".mjs"))), "\n".join(found)


def test_a_migration_does_not_depend_on_tomorrows_code() -> None:
    ours = [
        f"{source.path}:{statement.line}"
        for source in python(ROOT, "migrations/versions")
        for statement in source.imports()
        if statement.module.split(".")[0] == "commentbox"
    ]
    assert ours == []


def test_the_tree_that_is_checked_is_not_empty() -> None:
    assert {"domain", "store", "services", "web"} <= {source.ring for source in python(ROOT, *OURS)}


@pytest.mark.parametrize(
    ("rule", "files", "said"),
    [
        (
            rules.wrong_arrows,
            {"domain/a.py": "from commentbox.store.b import x", "store/b.py": ""},
            "store.b",
        ),
        (rules.wrong_arrows, {"services/a.py": "import commentbox.web.b", "web/b.py": ""}, "web.b"),
        (rules.wrong_arrows, {"web/a.py": "def f():\n from ..store import b", "store/b.py": ""}, "store.b"),
        (
            rules.wrong_arrows,
            {"importers/a.py": "from commentbox import settings", "settings.py": ""},
            "settings",
        ),
        (
            rules.wrong_arrows,
            {"services/a.py": "from commentbox.app import x", "app.py": ""},
            "commentbox.app",
        ),
        (rules.foreign_imports, {"domain/a.py": "from flask import g"}, "flask"),
        (rules.foreign_imports, {"domain/a.py": "import sqlalchemy.orm"}, "sqlalchemy.orm"),
        (rules.foreign_imports, {"store/a.py": "import flask_sqlalchemy"}, "flask_sqlalchemy"),
        (rules.homeless_imports, {"web/a.py": "import bleach"}, "domain/markup.py"),
        (rules.homeless_imports, {"web/a.py": "from flask_sqlalchemy import SQLAlchemy"}, "app.py"),
        (
            rules.circles,
            {"web/a.py": "from . import b", "web/b.py": "def f():\n import commentbox.web.a"},
            "web.a",
        ),
        (
            rules.circles,
            {"a.py": "if TYPE_CHECKING:\n from commentbox.b import B", "b.py": "from commentbox.a import A"},
            "commentbox.a",
        ),
        (rules.names_from_packages, {"cli.py": "from commentbox import version"}, "version"),
        (rules.names_from_packages, {"cli.py": "import commentbox"}, "everything"),
        (
            rules.names_from_packages,
            {"web/__init__.py": "bp = 1", "web/a.py": "from commentbox.web import bp"},
            "bp",
        ),
        (rules.deferred_imports, {"web/a.py": "def f():\n    import json"}, "inside f"),
        (rules.clock_calls, {"domain/a.py": "import datetime as d\nd.datetime.now(d.UTC)"}, "d.datetime.now"),
        (rules.unsafe_calls, {"web/a.py": "import pickle"}, "pickle"),
        (rules.unsafe_calls, {"web/a.py": "import yaml\nyaml.load('')"}, "yaml.load"),
        (
            rules.unsafe_calls,
            {"web/a.py": "import flask\nflask.render_template_string('')"},
            "render_template",
        ),
        (rules.marked_safe, {"web/a.py": "import markupsafe\nmarkupsafe.Markup('')"}, "calls Markup"),
        (rules.marked_safe, {"web/a.py": "from markupsafe import Markup as M"}, "renames"),
        (rules.long_files, {"web/a.py": "\n" * 301}, "301"),
        (rules.long_functions, {"web/a.py": "def f():\n" + "    1\n" * 40}, "41"),
    ],
)
def test_a_planted_violation_is_found(
    tmp_path: Path, rule: CodeRule, files: dict[str, str], said: str
) -> None:
    found = rule(_planted(tmp_path, files))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (
            rules.wrong_arrows,
            {"app.py": "import commentbox.store.a", "store/a.py": "import commentbox.domain.b"},
        ),
        (rules.wrong_arrows, {"web/a.py": "from commentbox.settings import S", "settings.py": ""}),
        (rules.homeless_imports, {"domain/markup.py": "import bleach, nh3"}),
        (
            rules.names_from_packages,
            {"web/__init__.py": "", "app.py": "from commentbox.web import a", "web/a.py": ""},
        ),
        (rules.clock_calls, {"services/a.py": "import datetime as d\nd.datetime.now(d.UTC)"}),
        (rules.marked_safe, {"web/html.py": "from markupsafe import Markup\nMarkup('')"}),
        (rules.long_files, {"web/a.py": "\n" * 300}),
        (rules.long_functions, {"web/a.py": "@x\n" * 9 + "def f():\n" + "    1\n" * 39}),
    ],
)
def test_what_is_allowed_is_left_alone(tmp_path: Path, rule: CodeRule, files: dict[str, str]) -> None:
    assert rule(_planted(tmp_path, files)) == []


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        (rules.unescaped_templates, "{{ body|safe }}"),
        (rules.unescaped_templates, "{{ body | safe }}"),
        (rules.unescaped_templates, "{% autoescape false %}"),
        (rules.raw_html, "box.innerHTML = text"),
        (rules.raw_html, "box['innerHTML'] = text"),
        (rules.raw_html, "box.insertAdjacentHTML('beforeend', text)"),
        (rules.raw_html, "document.write(text)"),
        (rules.long_scripts, "\n" * 151),
    ],
)
def test_a_planted_text_is_found(rule: TextRule, content: str) -> None:
    assert len(rule({"commentbox/web/static/a.js": content})) == 1


@pytest.mark.parametrize("path", rules.RAW_HTML_HOMES)
def test_a_named_script_may_place_the_servers_html(path: str) -> None:
    assert rules.raw_html({path: "box.innerHTML = text"}) == []


def _planted(root: Path, files: dict[str, str]) -> list[Source]:
    for name, content in files.items():
        path = root / "commentbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return python(root, *OURS)
