"""The watch over queries that do not say whose rows they want sees them, and lets the honest ones pass."""

import pytest
from sqlalchemy import Select, Update, exists, func, select, update

from commentbox.domain.comment import Status
from commentbox.store import comments
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.people import PersonRow
from tests.conftest import WorkFactory
from tests.unscoped import Unscoped, is_unscoped

UNSCOPED = [
    select(CommentRow),
    select(func.count()).select_from(CommentRow),
    select(CommentRow.id).where(CommentRow.status == Status.HELD),
    select(CommentRow).join(ArticleRow, ArticleRow.id == CommentRow.article_id),
    select(DecisionRow).order_by(DecisionRow.id.desc()).limit(10),
    select(FlagRow, PersonRow).join(PersonRow, PersonRow.id == FlagRow.person_id),
    update(CommentRow).values(shown=False),
    select(exists().where(CommentRow.text_key == "x")),
]
SCOPED = [
    select(CommentRow).where(CommentRow.site_id == 1),
    select(CommentRow)
    .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
    .where(ArticleRow.site_id == 1),
    select(CommentRow).where(CommentRow.id.in_([1, 2])),
    update(CommentRow).where(CommentRow.id == 3).values(shown=False),
    select(PersonRow),
]


@pytest.mark.parametrize("statement", UNSCOPED, ids=str)
def test_a_query_for_everybodys_rows_is_seen(statement: Select[tuple[object]] | Update) -> None:
    assert is_unscoped(statement)


@pytest.mark.parametrize("statement", SCOPED, ids=str)
def test_a_query_that_says_whose_passes(statement: Select[tuple[object]] | Update) -> None:
    assert not is_unscoped(statement)


def test_such_a_query_of_ours_raises(work: WorkFactory) -> None:
    source = "def held(session):\n    return session.scalars(select(CommentRow)).all()"
    made = vars(comments) | {"select": select}
    exec(compile(source, comments.__file__, "exec"), made)  # noqa: S102 - as if it stood in that file
    with work() as w, pytest.raises(Unscoped, match=r"comments.py: held"):
        made["held"](w.session)
