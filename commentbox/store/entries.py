"""A comment as a page shows it: the columns that takes, and what is made of them."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, case, select
from sqlalchemy.orm import aliased

from commentbox.domain.comment import Status
from commentbox.domain.moderation.rules.unconfirmed import waits_only_for_confirmation
from commentbox.domain.people import Role
from commentbox.domain.thread import Author, Entry
from commentbox.store.comments import CommentRow
from commentbox.store.identities import BadgeRow
from commentbox.store.marks import AuthorRow, ExpertRow
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.questions import OptionRow


def is_picked_as_it_is() -> ColumnElement[bool]:
    """An editor picked it, and its words are still those that were picked."""
    return CommentRow.picked_revision == CommentRow.revision


# Not whole rows: a page shows a third of their columns, and rows the session keeps cost more than the page.
_SHOWN: tuple[Any, ...] = (
    CommentRow.id,
    CommentRow.parent_id,
    CommentRow.root_id,
    CommentRow.depth,
    CommentRow.author_id,
    CommentRow.html,
    CommentRow.status,
    CommentRow.created_at,
    CommentRow.edited_at,
    CommentRow.votes,
    CommentRow.score,
    CommentRow.count_replies,
    CommentRow.count_live,
    CommentRow.picked_at,
    is_picked_as_it_is().label("is_picked"),
)


@cache
def entries(of: FromClause = CommentRow.__table__) -> Select[Any]:
    """`of` is the comments, or they beside what picks them. Each of the others is found by its key, in the
    order written here: PostgreSQL is told to keep it, because trying all orders takes longer than reading.

    Made once: putting these joins together costs more than sending the query.
    """
    parent = aliased(CommentRow)
    parent_author = aliased(PersonRow)
    name = case((PersonRow.erased_at.is_(None), PersonRow.name), else_=None)
    parent_name = case((parent.status == Status.PUBLISHED, parent_author.name), else_=None)
    return (
        select(
            *_SHOWN,
            name.label("name"),
            StaffRow.role,
            parent_name.label("parent_name"),
            BadgeRow.labels,
            BadgeRow.roles,
            BadgeRow.avatar,
            AuthorRow.person_id.label("wrote_article"),
            ExpertRow.field,
            OptionRow.label.label("answer"),
        )
        .select_from(of)
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .outerjoin(StaffRow, _is_theirs(StaffRow))
        .outerjoin(BadgeRow, _is_theirs(BadgeRow))
        .outerjoin(
            AuthorRow,
            and_(AuthorRow.person_id == CommentRow.author_id, AuthorRow.article_id == CommentRow.article_id),
        )
        .outerjoin(ExpertRow, _is_theirs(ExpertRow))
        .outerjoin(OptionRow, OptionRow.id == CommentRow.option_id)
        .outerjoin(parent, parent.id == CommentRow.parent_id)
        .outerjoin(parent_author, parent_author.id == parent.author_id)
    )


def _is_theirs(row: type[StaffRow] | type[BadgeRow] | type[ExpertRow]) -> ColumnElement[bool]:
    """The author's, at the comment's site."""
    return and_(row.person_id == CommentRow.author_id, row.site_id == CommentRow.site_id)


@cache
def entries_to_author() -> Select[Any]:
    """With what says why one of them waits."""
    return entries().add_columns(CommentRow.findings)


def entry_of(row: Row[Any], *, to_author: bool = False) -> Entry:
    """The comment as it is shown; only a published one shows its words, to others than its author."""
    is_hidden = row.status is not Status.PUBLISHED and not (to_author and row.status is Status.HELD)
    roles = {row.role, *(row.roles or ())}
    author = Author(
        id=row.author_id,
        name=row.name,
        is_staff=any(each is not None and Role(each).is_newsroom for each in roles),
        is_member=Role.MEMBER in roles,
        badges=tuple(row.labels or ()),
        avatar=row.avatar or "",
        wrote_article=row.wrote_article is not None,
        is_expert=row.field is not None or Role.EXPERT in roles,
        expertise=row.field or "",
    )
    return Entry(
        id=row.id,
        parent_id=row.parent_id,
        root_id=row.root_id,
        depth=row.depth,
        author=None if is_hidden or row.name is None else author,
        html="" if is_hidden else row.html,
        status=row.status,
        created_at=row.created_at,
        edited_at=row.edited_at,
        votes=0 if is_hidden else row.votes,
        score=row.score,
        count_replies=row.count_replies,
        parent_name=row.parent_name,
        picked_at=row.picked_at if row.is_picked and not is_hidden else None,
        answer=None if is_hidden else row.answer,
        is_unconfirmed=to_author and row.status is Status.HELD and waits_only_for_confirmation(row.findings),
    )
