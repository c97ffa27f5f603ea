"""Who may decide, undo and close, and who may not."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, Forbidden, NotFound, NotSignedIn
from commentbox.domain.people import Actor, Role
from commentbox.services.articles import set_open
from commentbox.services.review import decide, undo
from commentbox.store.articles import ArticleRow
from commentbox.store.events import EventRow
from commentbox.store.people import StaffRow
from tests import make
from tests.conftest import WorkFactory
from tests.services.desk import APPROVE, REMOVE, Desk


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


def _nobody(desk: Desk) -> Actor | None:
    return None


def _reader(desk: Desk) -> Actor | None:
    return desk.author


def _reading_session(desk: Desk) -> Actor | None:
    return replace(desk.ada, is_staff_session=False)


def _dismissed(desk: Desk) -> Actor | None:
    with desk.work() as w:
        w.session.delete(w.session.get_one(StaffRow, (desk.ada.id, desk.site.id)))
    return desk.ada


def _from_another_site(desk: Desk) -> Actor | None:
    with desk.work() as w:
        return make.member(w, "Eve Stone", role=Role.ADMIN, at=make.site(w, "herald"))


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (_nobody, NotSignedIn),
        (_reader, NotFound),
        (_reading_session, Forbidden),
        (_dismissed, NotFound),
        (_from_another_site, NotFound),
    ],
)
def test_nobody_else_decides_undoes_or_closes(desk: Desk, who: object, error: type[CommentboxError]) -> None:
    decision = desk.act(desk.ada, APPROVE)
    actor = who(desk)  # type: ignore[operator]
    with pytest.raises(error):
        desk.act(actor, replace(REMOVE, seen=1))
    with pytest.raises(error):
        desk.take_back(actor, decision.decision_id)
    article_id = desk.comment().article_id
    with desk.work() as w, pytest.raises(error):
        set_open(w, actor, "courier", article_id, False)
    assert desk.comment().status is Status.PUBLISHED


def test_ids_of_another_site_do_not_exist_here(desk: Desk) -> None:
    with desk.work() as w:
        herald = make.site(w, "herald")
        eve = make.member(w, "Eve Stone", role=Role.MODERATOR, at=herald)
    decision = desk.act(desk.ada, APPROVE)
    with desk.work() as w, pytest.raises(NotFound):
        decide(w, eve, "herald", desk.comment_id, replace(REMOVE, seen=1))
    with desk.work() as w, pytest.raises(NotFound):
        undo(w, eve, "herald", decision.decision_id)
    article_id = desk.comment().article_id
    with desk.work() as w, pytest.raises(NotFound):
        set_open(w, eve, "herald", article_id, False)


def test_closing_an_article_is_an_event_and_a_new_version_once(desk: Desk) -> None:
    with desk.work() as w:
        article = w.session.scalars(select(ArticleRow)).one()
        before = article.version
    for _ in range(2):
        with desk.work() as w:
            state = set_open(w, desk.ada, "courier", article.id, False)
    assert not state.is_open
    with desk.work() as w:
        article = w.session.get_one(ArticleRow, article.id)
        assert article.closed_at == w.now
        assert article.version == before + 1
        assert w.session.scalars(select(EventRow.kind)).all() == ["closed"]


def test_a_closed_article_can_be_opened_again(desk: Desk) -> None:
    with desk.work() as w:
        article_id = w.session.scalars(select(ArticleRow.id)).one()
        set_open(w, desk.ada, "courier", article_id, False)
        assert set_open(w, desk.ada, "courier", article_id, True).is_open
        assert w.session.scalars(select(EventRow.kind).order_by(EventRow.id)).all() == ["closed", "opened"]
