"""The documentation says what the code does: settings, commands, addresses, errors, and nothing else."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner
from flask import Flask

from commentbox.cli import COMMANDS, main
from commentbox.demo.articles import ARTICLES
from commentbox.demo.paper import create_paper
from commentbox.settings import PREFIX, Settings
from commentbox.web.guards import DOORS, Door
from tests.architecture.sources import python

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "commentbox" / "web" / "static"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
BOX = "https://comments.paper.example"
SITE = "courier"

# Raised where no program asks: in our own forms, the console, the commands and the importers.
_ELSEWHERE = """
    address_in_reason answered bad_days bad_options changed_since
    bad_day no_report no_view too_many_views no_change question_changed same_option
    bad_sections not_your_section too_early taken_address leads_elsewhere two_questions same_article
    merge_busy
    address_known address_taken bad_choice bad_items bad_claim bad_decision bad_email bad_file bad_filter
    bad_issuer bad_kid bad_language bad_link bad_mark bad_name
    bad_open bad_passkey bad_policy bad_role bad_sites bad_slow_mode bad_hours bad_sanction
    imported no_sanction
    alone appealed_already bad_outcome no_appeal own_appeal own_decision
    common_password dead_code disposable_address door_broken door_cancelled
    door_refused door_taken door_unbelieved edited_meanwhile factor_missing factor_needed is_staff
    key_taken kid_taken last_admin last_door last_factor name_pause name_taken no_address no_app no_article
    no_data no_decision no_door no_feed no_file no_good_faith no_invitation no_key no_origin no_passkey
    no_person
    look_first too_many_senders
    bad_rules no_trial no_version rules_changed same_rules trial_running too_few_decisions bad_certainty
    no_classifier bad_secret bad_limits
    no_act no_reason no_session no_staff not_a_form not_admin not_fresh not_moderator not_published
    not_second not_undoable
    once_a_day own_mute provider_down reserved_name same_email session_ended sign_on_over
    staff_login too_many_muted too_many_passkeys unsafe_file unseen
    withdrawn wrong_address wrong_code wrong_factor wrong_file wrong_password
"""

_SKIPPED = {"__pycache__", "node_modules", "var", "dist"}
# Brackets, so that this file does not hold what it looks for.
_OF_SOMEBODYS_DESK = re.compile(
    r"(?<![\w.])/(?:work|tmp|root|home)/|\b(?:issue|session) #?[0-9]|\b(?:cl[a]ude|anthrop[i]c|subagen[t])\b",
    re.IGNORECASE,
)


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    rows = re.findall(rf"^\| `{PREFIX}(\w+)` \| ([^|]+) \|", text("docs/operating.md"), flags=re.MULTILINE)
    fields = Settings.model_fields.items()
    assert rows == [(name.upper(), said(name, field.default)) for name, field in fields]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_no_setting_that_is_not_there(page: Path) -> None:
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known = settings | {f"{name}_FILE" for name in settings}
    known |= {
        f"{PREFIX}{word}"
        for word in ("PASSWORD", "ENV_FILE", "DOOR_SECRET", "CLASSIFIER_SECRET", "TEST_DATABASE")
    }
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", page.read_text(encoding="utf-8"))) <= known


def test_every_command_has_a_heading_and_its_options_below() -> None:
    parts = re.split(r"^### `(commentbox [\w -]+)`$", text("docs/operating.md"), flags=re.MULTILINE)
    told = {
        name: re.findall(r"^- `(--[\w-]+)`", body.split("\n## ")[0], flags=re.MULTILINE)
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert told == dict(commands(main, "commentbox"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_no_command_that_is_not_there(page: Path) -> None:
    code = re.findall(r"^ {4}.*|`[^`\n]+`", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = {
        name for line in code for name in re.findall(r"(?:^|[\s`]|bin/)commentbox (?:--\S+ )*([a-z]+)", line)
    }
    assert named <= set(COMMANDS)


def test_every_address_for_programs_has_a_heading_and_no_other_has(app: Flask) -> None:
    assert sorted(re.findall(r"^### `(\w+ /[^`]+)`$", text("docs/api.md"), flags=re.MULTILINE)) == sorted(
        address for address, _ in addresses(app)
    )


def test_every_address_says_who_may_ask(app: Flask) -> None:
    parts = re.split(r"^### `(\w+ /[^`]+)`\n\n", text("docs/api.md"), flags=re.MULTILINE)
    words = {name: body.split(".")[0] for name, body in zip(parts[1::2], parts[2::2], strict=True)}
    for address, blueprint in addresses(app):
        is_public = DOORS[blueprint] is Door.PUBLIC
        assert words[address].startswith("Public" if is_public else "Site's pages"), address


def test_every_error_a_program_can_meet_is_in_the_table() -> None:
    rows = re.findall(r"^\| \d{3} \| `(\w+)` \|", text("docs/api.md"), flags=re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == set(error_codes()) - set(_ELSEWHERE.split())


def test_every_error_named_for_an_address_is_in_the_table() -> None:
    page = text("docs/api.md")
    named = {code for line in re.findall(r"Errors: ([^.]+)\.", page) for code in re.findall(r"`(\w+)`", line)}
    assert named <= set(re.findall(r"^\| \d{3} \| `(\w+)` \|", page, flags=re.MULTILINE))


def test_every_event_in_the_log_is_explained() -> None:
    told = re.findall(r"^\| `([a-z_]+)` \| (\w+) \|", text("docs/operating.md"), flags=re.MULTILINE)
    written = {
        (event, "error" if level == "exception" else level)
        for path in (ROOT / "commentbox").rglob("*.py")
        for level, event in re.findall(r"\blog\.(\w+)\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert set(told) == written


def test_every_property_of_the_looks_is_in_the_table() -> None:
    told = re.findall(r"^\| `(--cb-[\w-]+)` \|", text("docs/embedding.md"), flags=re.MULTILINE)
    used = re.findall(r"var\((--cb-[\w-]+)", (STATIC / "css" / "box.css").read_text(encoding="utf-8"))
    assert set(told) == set(used)


def test_every_attribute_and_event_of_the_element_is_real() -> None:
    page, loader = text("docs/embedding.md"), (STATIC / "embed.js").read_text(encoding="utf-8")
    modules = [*(STATIC / "embed").glob("*.js"), STATIC / "sso" / "token.js"]
    scripts = "".join(path.read_text(encoding="utf-8") for path in modules)
    attributes = re.findall(
        r"^\| `([a-z]+)` \|", page.split("## The element")[1].split("\n#")[0], re.MULTILINE
    )
    assert {"site", "url", "sort", "mode"} < set(attributes)
    assert [name for name in attributes if f'"{name}"' not in loader + scripts] == []
    events = set(re.findall(r"^\| `(commentbox:[\w-]+)` \|", page, flags=re.MULTILINE))
    sent = re.findall(r"(?:CustomEvent|tell)\(([^;]*)", loader + scripts)
    assert events == {name for call in sent for name in re.findall(r'"(commentbox:[\w-]+)"', call)}


def test_the_two_lines_are_the_ones_that_init_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    given = {
        f"{PREFIX}BASE_URL": BOX,
        f"{PREFIX}SECRET_KEY": "kR4v0Tq8mZ1xWc7LhY2pNs9bUe3dJf6G",
        f"{PREFIX}DATABASE_URL": f"sqlite:///{tmp_path / 'commentbox.db'}",
        f"{PREFIX}PASSWORD": "correct horse battery",
    }
    words = ["--site", SITE, "--name", "Courier", "--origin", "https://www.paper.example"]
    words += ["--admin", "Ada Desk", "--email", "ada@paper.example"]
    answer = CliRunner().invoke(main, ["init", *words], env=given, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    printed = "\n".join(line.strip() for line in answer.output.splitlines() if line.startswith("  <"))
    assert printed == two_lines("README.md") == two_lines("docs/embedding.md")


@pytest.mark.parametrize("slug", [article.slug for article in ARTICLES])
def test_the_sample_pages_use_the_two_lines(slug: str) -> None:
    paper = create_paper(box_url=BOX, site=SITE, paper_url="https://www.paper.example")
    assert two_lines("README.md") in paper.test_client().get(f"/{slug}").text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not leads_somewhere(page, link)]
    assert dead == []


@pytest.mark.parametrize("page", ["docs/privacy.md", "docs/accessibility.md"])
def test_every_promise_is_held_by_a_test_that_is_there(page: str) -> None:
    rows = [line for line in text(page).splitlines() if line.startswith("|") and "`tests/" in line]
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", "\n".join(rows))
    assert len(named) == len(rows) >= 7
    assert [name for path, name in named if f"def {name}(" not in text(path) and name] == []


def test_every_part_we_stand_on_has_its_reason() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    names = [re.split(r"[<>=\[]", part)[0].removesuffix("-py") for part in project["dependencies"]]
    told = text("docs/adr/0001-parts.md").lower()
    assert [name for name in names if name not in told] == []


def test_nothing_in_the_repository_speaks_of_somebodys_desk() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {hit.group()}"
        for path, content in written_files()
        for number, line in enumerate(content.splitlines(), start=1)
        for hit in _OF_SOMEBODYS_DESK.finditer(line)
    ]
    assert found == []


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def said(name: str, default: object) -> str:
    """`none` also for the secret: its default is refused wherever it would matter."""
    if default == "" or name == "secret_key":
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def commands(command: click.Command, name: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            inner = command.get_command(context, word)
            assert inner is not None
            yield from commands(inner, f"{name} {word}")
    else:
        yield name, [each.opts[0] for each in command.params if isinstance(each, click.Option)]


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Everything a program may ask for, with its blueprint."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if rule.rule.startswith(("/api/", "/embed/")):
                yield f"{method} {re.sub(r'<[^>]+:', '<', rule.rule)}", rule.endpoint.split(".")[0]


def error_codes() -> Iterator[str]:
    """Every code that is written down where an error, a denial or a refusal is made."""
    for source in python(ROOT, "commentbox"):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call):
                continue
            named = {word.arg: word.value for word in node.keywords}
            match getattr(node.func, "id", ""):
                case "Invalid" | "NotFound" | "NotSignedIn" | "Forbidden" | "Conflict" | "TooFast" if (
                    node.args
                ):
                    code: ast.expr | None = node.args[0]
                case "Denial":
                    code = named.get("code")
                case "Finding" if ast.unparse(named.get("outcome", node)).endswith(".REFUSE"):
                    code = named.get("rule")
                case "_answer" if source.path.endswith("web/errors.py"):
                    code = node.args[1]
                case _:
                    continue
            if isinstance(code, ast.Constant):
                yield str(code.value)


def two_lines(page: str) -> str:
    blocks = re.findall(r"^```html\n(.*?)\n```$", text(page), flags=re.MULTILINE | re.DOTALL)
    return str(blocks[0])


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = unquote(link).partition("#")
    target = page if not name else (page.parent / name)
    if not target.exists():
        return False
    return not anchor or anchor in slugs(target.read_text(encoding="utf-8"))


def slugs(content: str) -> set[str]:
    """How headings are addressed where the pages are read."""
    headings = re.findall(r"^#+ (.+)$", content, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def written_files() -> Iterator[tuple[Path, str]]:
    """What people have written: no tools' folders, nothing that is no text."""
    waiting = [ROOT]
    for folder in waiting:
        for path in sorted(folder.iterdir()):
            if path.name in _SKIPPED or (path.name.startswith(".") and path.name != ".ci"):
                continue
            if path.is_dir():
                waiting.append(path)
                continue
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
