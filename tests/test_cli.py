"""The operator's commands: they do what they say, may be run twice, and fail with a sentence."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commentbox.cli import COMMANDS, main

EXPORT = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
  <thread dsq:id="11"><id>bridge</id><forum>courier</forum><link>https://paper.example/bridge</link>
    <title>The bridge</title><message/><createdAt>2019-05-01T09:00:00Z</createdAt>
    <author><name>Desk</name><isAnonymous>false</isAnonymous><username>desk</username></author>
    <isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
  <post dsq:id="21"><id/><message><![CDATA[<p>A bridge is for people.</p>]]></message>
    <createdAt>2019-05-01T09:30:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><name>Ann</name><isAnonymous>false</isAnonymous><username>ann</username></author>
    <thread dsq:id="11"/></post>
  <post dsq:id="22"><id/><message><![CDATA[<p>And for trams.</p>]]></message>
    <createdAt>2019-05-01T09:40:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><name>Bob</name><isAnonymous>true</isAnonymous></author>
    <thread dsq:id="11"/><parent dsq:id="21"/></post>
</disqus>
"""


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("COMMENTBOX_ENVIRONMENT", "development")
    monkeypatch.setenv("COMMENTBOX_DATABASE_URL", f"sqlite:///{tmp_path / 'box.db'}")
    monkeypatch.setenv("COMMENTBOX_PASSWORD", "correct horse battery")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def init(box: CliRunner) -> Result:
    who = ["--admin", "Ada Desk", "--email", "ada@paper.example"]
    return box.invoke(
        main,
        ["init", "--site", "courier", "--name", "The Courier", "--origin", "https://paper.example", *who],
    )


def test_init_makes_the_box_and_prints_the_two_lines(box: CliRunner) -> None:
    done = init(box)
    assert done.exit_code == 0, done.output
    assert '<script src="http://localhost:8080/embed.js" async></script>' in done.output
    assert '<comment-box site="courier"></comment-box>' in done.output


def test_init_twice_says_what_is_there_already(box: CliRunner) -> None:
    init(box)
    again = init(box)
    assert again.exit_code == 1
    assert "There is a site “courier” already." in again.output


def test_a_healthy_box_passes_the_doctor(box: CliRunner) -> None:
    init(box)
    seen = box.invoke(main, ["doctor"])
    assert seen.exit_code == 0, seen.output
    assert "0 numbers mended" in seen.output


def test_a_site_gets_another_origin_and_the_box_another_site(box: CliRunner) -> None:
    init(box)
    more = ["site", "origin", "--site", "courier", "--origin", "https://m.paper.example"]
    assert "https://paper.example, https://m.paper.example" in box.invoke(main, more).output
    assert box.invoke(main, more).output.count("https://m.paper.example") == 1
    other = [
        "site",
        "add",
        "--site",
        "gazette",
        "--name",
        "The Gazette",
        "--origin",
        "https://gazette.example",
    ]
    assert box.invoke(main, other).exit_code == 0
    assert "courier, gazette" in box.invoke(main, ["doctor"]).output


def test_staff_can_be_added_to_a_site_that_exists(box: CliRunner) -> None:
    init(box)
    who = ["--name", "Bo Night", "--email", "bo@paper.example"]
    assert box.invoke(main, ["staff", "add", "--site", "courier", *who]).exit_code == 0
    refused = box.invoke(main, ["staff", "add", "--site", "gazette", *who])
    assert refused.exit_code == 1
    assert "There is no site “gazette” here" in refused.output


def test_who_lost_everything_begins_anew(box: CliRunner) -> None:
    init(box)
    done = box.invoke(main, ["staff", "reset-factor", "--email", " Ada@Paper.example "])
    assert done.exit_code == 0, done.output
    assert "Ada Desk is logged out everywhere" in done.output
    refused = box.invoke(main, ["staff", "reset-factor", "--email", "nobody@paper.example"])
    assert refused.exit_code == 1
    assert "Nobody with the address nobody@paper.example is on the staff" in refused.output


def test_an_export_is_tried_imported_and_imported_again(box: CliRunner, tmp_path: Path) -> None:
    init(box)
    file = tmp_path / "export.xml"
    file.write_text(EXPORT, encoding="utf-8")
    command = ["import", "disqus", str(file), "--site", "courier"]
    assert "Would add 2 comments" in box.invoke(main, [*command, "--dry-run"]).output
    assert "Added 2 comments on 1 article; 0 were here already" in box.invoke(main, command).output
    assert "Added 0 comments on 1 article; 2 were here already" in box.invoke(main, command).output
    assert "0 numbers mended" in box.invoke(main, ["doctor"]).output


def test_a_damaged_export_is_told_and_what_stood_before_the_damage_is_kept(
    box: CliRunner, tmp_path: Path
) -> None:
    init(box)
    file = tmp_path / "export.xml"
    file.write_text(EXPORT.replace("</disqus>", "<post"), encoding="utf-8")
    done = box.invoke(main, ["import", "disqus", str(file), "--site", "courier"])
    assert done.exit_code == 1
    assert "Added 2 comments" in done.output
    assert "Error: " in done.output


NEEDS_TABLES = (
    ["serve"],
    ["worker"],
    ["doctor"],
    ["site", "add", "--site", "gazette", "--name", "The Gazette", "--origin", "https://gazette.example"],
    ["staff", "add", "--site", "courier", "--name", "Bo Night", "--email", "bo@paper.example"],
    ["import", "disqus", __file__, "--site", "courier"],
)


@pytest.mark.parametrize("command", NEEDS_TABLES)
@pytest.mark.parametrize(
    ("at", "way_out"),
    [("", "Run: commentbox init"), ("0001", "Run: commentbox migrate"), ("9999", "A newer one has made it")],
)
def test_no_command_works_on_a_database_of_another_age(
    box: CliRunner, tmp_path: Path, command: list[str], at: str, way_out: str
) -> None:
    if at:
        init(box)
        _pretend(tmp_path / "box.db", at)
    refused = box.invoke(main, command)
    assert refused.exit_code == 1
    assert way_out in refused.output


def test_a_database_of_a_newer_version_is_not_migrated(box: CliRunner, tmp_path: Path) -> None:
    init(box)
    _pretend(tmp_path / "box.db", "9999")
    for refused in (box.invoke(main, ["migrate"]), init(box)):
        assert refused.exit_code == 1
        assert "at migration 9999, which this version does not know" in refused.output


def test_a_file_that_is_no_database_is_told(box: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "box.db").write_text("a letter to the editor\n" * 50)
    for command in ("serve", "migrate", "doctor"):
        refused = box.invoke(main, [command])
        assert refused.exit_code == 1
        assert "file is not a database" in refused.output


def test_an_address_that_is_not_this_machines_is_told(
    box: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(box)
    monkeypatch.setenv("COMMENTBOX_HOST", "192.0.2.1")
    assert "This machine cannot listen on 192.0.2.1" in box.invoke(main, ["serve"]).output


def _pretend(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_wrong_settings_are_all_named(box: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTBOX_PORT", "high")
    monkeypatch.setenv("COMMENTBOX_BASE_URL", "nowhere")
    refused = box.invoke(main, ["doctor"])
    assert refused.exit_code == 2
    assert "COMMENTBOX_PORT" in refused.output
    assert "COMMENTBOX_BASE_URL" in refused.output


def test_production_does_not_start_with_the_default_secret(
    box: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMENTBOX_ENVIRONMENT", "production")
    refused = box.invoke(main, ["serve"])
    assert refused.exit_code == 2
    assert "COMMENTBOX_SECRET_KEY" in refused.output
    monkeypatch.setenv("COMMENTBOX_SECRET_KEY", "our secret is that we have no secret at all")
    assert box.invoke(main, ["serve"]).exit_code == 2


def test_the_server_starts_without_what_other_commands_need() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, commentbox.cli, commentbox.commands.serve; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "granian" in seen
    assert {"alembic", "redis", "rich", "commentbox.demo", "commentbox.importers"}.isdisjoint(seen)


def test_every_command_is_found_where_the_table_says(box: CliRunner) -> None:
    for word in COMMANDS:
        assert box.invoke(main, [word, "--help"]).exit_code == 0, word
    assert box.invoke(main, ["sing"]).exit_code == 2
