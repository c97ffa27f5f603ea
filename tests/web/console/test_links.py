"""A page draws no link that whoever reads it may not follow."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.domain.people import Role
from commentbox.store.comments import CommentRow
from commentbox.store.people import StaffRow
from tests.conftest import WorkFactory
from tests.web.console.desk import make_desk


def test_legal_is_led_nowhere_that_is_not_theirs(work: WorkFactory, client: FlaskClient) -> None:
    desk = make_desk(work, client)
    assert "/people/" in desk.page("courier/queue")
    desk.decide(desk.held, action="to_legal")
    with work() as w:
        w.session.scalars(select(StaffRow)).one().role = Role.LEGAL
        w.session.get_one(CommentRow, desk.held).policy_version = 0
    for path in ("courier/queue?only=legal", f"courier/comments/{desk.held}", "courier/log"):
        page = desk.page(path)
        assert path == "courier/log" or "Cheap umbrellas!" in page
        assert "Close comments" not in page and "Wrote this article" not in page
        for link in set(re.findall(r'href="(/console/[^"#]*)', page)):
            assert client.get(link.replace("&amp;", "&"), follow_redirects=True).status_code == 200, link
