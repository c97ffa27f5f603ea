"""A console with somebody signed in, as tests of its pages need it."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commentbox.domain.comment import Status
from commentbox.services.flag_comment import flag_comment
from commentbox.store.comments import CommentRow
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One held comment and one that readers flagged, on the site `courier`."""

    client: FlaskClient
    work: WorkFactory
    held: int
    flagged: int
    article: int

    def decide(self, comment: int, *, json: bool = False, **fields: str) -> TestResponse:
        """What the card's form sends, with the card's own numbers unless told otherwise."""
        with self.work() as w:
            row = w.session.get_one(CommentRow, comment)
            seen = {"revision": str(row.revision), "seen": str(row.count_decisions)}
        return self.send(f"courier/comments/{comment}/decisions", json=json, **{**seen, **fields})

    def send(self, path: str, *, json: bool = False, **fields: str) -> TestResponse:
        headers = {"Origin": BOX} | ({"Accept": "application/json"} if json else {})
        return self.client.post(f"/console/{path}", data=fields, headers=headers)

    def page(self, path: str) -> str:
        answer = self.client.get(f"/console/{path}", follow_redirects=True)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def status(self, comment: int) -> Status:
        with self.work() as w:
            return w.session.get_one(CommentRow, comment).status


def make_desk(work: WorkFactory, client: FlaskClient) -> Desk:
    with work() as w:
        site = make.site(w)
        email = asking.moderator(w, site)
        held = make.comment(w, site, make.member(w, "Cy Lind"), "Cheap umbrellas!", status=Status.HELD)
        flagged = make.comment(w, site, make.member(w, "Dee Marsh"), "You people!")
        flag_comment(w, make.member(w), "courier", flagged.id, "abuse", "She says that to everybody.")
    sign_in(client, email)
    return Desk(client=client, work=work, held=held.id, flagged=flagged.id, article=held.article_id)


def sign_in(client: FlaskClient, email: str, password: str = make.PASSWORD) -> TestResponse:
    return asking.send_form(client, "/console/login", email=email, password=password)


def text(html: str) -> str:
    """What a person reads of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
