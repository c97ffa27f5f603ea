"""A reader's report puts a comment into the queue, once."""

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Forbidden, Invalid, NotFound, NotSignedIn
from commentbox.domain.people import Role
from commentbox.services.flag_comment import flag_comment, take_flag_back
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import get_site
from commentbox.services.vote import my_votes
from commentbox.store.comments import CommentRow
from commentbox.store.flags import FlagRow
from tests import make
from tests.conftest import WorkFactory


@pytest.fixture
def comment(work: WorkFactory) -> int:
    with work() as w:
        make.site(w)
        return make.comment(w).id


def test_a_flag_is_kept_with_its_reason_and_the_revision_it_saw(work: WorkFactory, comment: int) -> None:
    with work() as w:
        flag_comment(w, make.member(w), "courier", comment, "abuse", "It names my neighbour.")
        flag = w.session.scalars(select(FlagRow)).one()
        assert (flag.reason, flag.note, flag.revision) == ("abuse", "It names my neighbour.", 1)
        assert w.session.get_one(CommentRow, comment).open_flags == 1


@pytest.mark.parametrize("note", [None, "", " \n ", "\u200b\u200b", "\u202e"])
def test_a_note_in_which_nothing_can_be_seen_is_no_note(
    work: WorkFactory, comment: int, note: str | None
) -> None:
    with work() as w:
        flag_comment(w, make.member(w), "courier", comment, "abuse", note)
        assert w.session.scalars(select(FlagRow)).one().note == ""


def test_a_second_flag_of_the_same_person_has_no_effect(work: WorkFactory, comment: int) -> None:
    with work() as w:
        ann = make.member(w)
        flag_comment(w, ann, "courier", comment, "abuse", "")
        flag_comment(w, ann, "courier", comment, "spam", "")
        assert w.session.get_one(CommentRow, comment).open_flags == 1


def test_what_nobody_has_answered_is_taken_back_and_what_was_answered_stays(
    work: WorkFactory, comment: int
) -> None:
    with work() as w:
        ann, ben = make.member(w, "Ann"), make.member(w, "Ben")
        desk = make.member(w, "Ada", role=Role.MODERATOR, at=get_site(w, "courier"))
        for reader in (ann, ben):
            flag_comment(w, reader, "courier", comment, "abuse", "")
        take_flag_back(w, ann, "courier", comment)
        assert w.session.get_one(CommentRow, comment).open_flags == 1
        assert my_votes(w, ann, [comment]).reports == {}
    with work() as w:
        decide(w, desk, "courier", comment, NewDecision(action=Action.APPROVE, revision=1, seen=0))
        take_flag_back(w, ben, "courier", comment)
        assert my_votes(w, ben, [comment]).reports[comment].is_answered
        assert w.session.get_one(CommentRow, comment).open_flags == 0
    with work() as w, pytest.raises(NotSignedIn):
        take_flag_back(w, None, "courier", comment)


def test_no_number_of_flags_hides_a_comment(work: WorkFactory, comment: int) -> None:
    with work() as w:
        for _ in range(30):
            flag_comment(w, make.member(w), "courier", comment, "abuse", "")
        row = w.session.get_one(CommentRow, comment)
        assert (row.open_flags, row.status, row.shown) == (30, Status.PUBLISHED, True)


@pytest.mark.parametrize("reason", [None, "", "because", 7, ["abuse"]])
def test_a_flag_needs_one_of_the_reasons(work: WorkFactory, comment: int, reason: object) -> None:
    with work() as w:
        ann = make.member(w)
    with pytest.raises(Invalid) as refused, work() as w:
        flag_comment(w, ann, "courier", comment, reason, "")
    assert refused.value.field == "reason"


def test_nobody_flags_without_signing_in_or_their_own_comment(work: WorkFactory, comment: int) -> None:
    with pytest.raises(NotSignedIn), work() as w:
        flag_comment(w, None, "courier", comment, "abuse", "")
    with work() as w:
        ann = make.member(w)
        own = make.comment(w, author=ann).id
    with pytest.raises(Forbidden), work() as w:
        flag_comment(w, ann, "courier", own, "abuse", "")


def test_a_comment_of_another_site_is_not_there(work: WorkFactory, comment: int) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
        ann = make.member(w)
    with pytest.raises(NotFound), work() as w:
        flag_comment(w, ann, "gazette", comment, "abuse", "")


def test_a_note_of_several_lines_is_kept_on_one(work: WorkFactory, comment: int) -> None:
    with work() as w:
        flag_comment(w, make.member(w), "courier", comment, "abuse", "It names\r\nmy neighbour.\n")
        assert w.session.scalars(select(FlagRow)).one().note == "It names my neighbour."


def test_a_note_of_nothing_but_spaces_is_no_note(work: WorkFactory, comment: int) -> None:
    with work() as w:
        flag_comment(w, make.member(w), "courier", comment, "abuse", " \r\n ")
        assert w.session.scalars(select(FlagRow)).one().note == ""
