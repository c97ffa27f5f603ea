"""Logs that were there before they were chained are chained as they are."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from commentbox import schema
from commentbox.services.check_log import Broken, check_log
from commentbox.services.sites import get_site
from commentbox.services.work import begin
from commentbox.settings import Settings

NOW = datetime(2026, 5, 4, 12, 0, 0, 250, tzinfo=UTC)
ROWS = (
    "INSERT INTO sites (id, key, name, origins, policy, created_at)"
    " VALUES (1, 'courier', 'Courier', '[\"https://paper.example\"]', '{}', :now)",
    "INSERT INTO people (id, name, created_at, decision_letters, without_challenge)"
    " VALUES (1, 'Ann', :now, 'never', :no)",
    "INSERT INTO articles (id, site_id, url, title, count_published, version, created_at)"
    " VALUES (1, 1, 'https://paper.example/bridge', '', 0, 1, :now)",
    "INSERT INTO comments (id, site_id, article_id, depth, author_id, source, html, renderer_version,"
    " revision, status, shown, count_live, count_replies, votes, score, open_flags, count_decisions,"
    " findings, text_key, created_at)"
    " VALUES (1, 1, 1, 0, 1, 'a', 'a', 1, 1, 'held', :no, 0, 0, 0, 0, 0, 1, '[]', 'a', :now)",
)
DECISION = (
    "INSERT INTO decisions (site_id, comment_id, revision, person_id, action, reason, note, status_before,"
    " status_after, undoes_id, created_at)"
    " VALUES (1, 1, 1, 1, 'remove', 'spam', :note, 'held', 'removed', NULL, :now)"
)
STAFF = (
    "INSERT INTO staff_log (site_id, by_id, person_id, email, act, role, created_at)"
    " VALUES (1, 1, NULL, 'ann@paper.example', 'invited', 'admin', :now)"
)


def test_old_rows_are_chained_by_the_step(empty: Engine, settings: Settings) -> None:
    schema.upgrade(empty, "0006")
    with empty.begin() as connection:
        for row in ROWS:
            connection.execute(text(row), {"now": _at(empty), "no": False})
        for number in range(1200):
            note = {"now": _at(empty), "note": "Über Quitten – ’tis known." if number % 2 else ""}
            connection.execute(text(DECISION), note)
        connection.execute(text(STAFF), {"now": _at(empty)})
    schema.upgrade(empty)
    assert _verified(empty, settings) == 1201
    with empty.begin() as connection:
        connection.execute(text("UPDATE decisions SET reason = 'abuse' WHERE id = 1001"))
    with pytest.raises(Broken, match="entry 1001 "):
        _verified(empty, settings)


def _verified(engine: Engine, settings: Settings) -> int:
    with begin(engine, settings, NOW, writing=False) as w:
        site = get_site(w, "courier")
    *_, head = check_log(lambda writing: begin(engine, settings, NOW, writing=writing), site)
    return head.place


def _at(engine: Engine) -> object:
    return NOW.strftime("%Y-%m-%d %H:%M:%S.%f") if engine.dialect.name == "sqlite" else NOW
