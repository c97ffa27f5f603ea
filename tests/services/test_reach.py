"""Who sees only a part of a site sees and decides about that part alone, whatever they ask for."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.complaint import Capacity, Ground
from commentbox.domain.errors import Forbidden, Invalid, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.acts import Item, NewAct, begin_act, read_act
from commentbox.services.article_pages import begin_article, read_article, read_articles
from commentbox.services.articles import set_open
from commentbox.services.ask_question import ask_question
from commentbox.services.complain import complain
from commentbox.services.desk import sit_down
from commentbox.services.line import count_waiting
from commentbox.services.log_filter import LogAsked
from commentbox.services.log_page import read_log
from commentbox.services.marks import name_author
from commentbox.services.person_page import read_person_page
from commentbox.services.queue import QueueAsked, read_card, read_queue
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.sanctions import NewSanction, impose, lift, write_note
from commentbox.services.work import Work
from commentbox.store.people import StaffRow
from tests import make
from tests.conftest import WorkFactory

SPORT, CITY = f"{make.PAPER}/sport/cup", f"{make.PAPER}/city/bridge"
APPROVE = NewDecision(action=Action.APPROVE, revision=1, seen=0)


class Paper:
    """Two sections, each with a comment that waits; a moderator of one of them, and one of all."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            self.site = make.site(w)
            self.all = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
            self.some = make.member(w, "Sue Pitch", role=Role.MODERATOR, at=self.site)
            w.session.get_one(StaffRow, (self.some.id, self.site.id)).sections = ["/sport/"]
            self.some = replace(self.some, sections=("/sport/",))
            self.legal = make.member(w, "Les Law", role=Role.LEGAL, at=self.site)
            self.fan, self.citizen = make.member(w, "Fay Fan"), make.member(w, "Cy Lind")
            ours = make.comment(w, self.site, self.fan, "Goal!", url=SPORT, status=Status.HELD)
            theirs = make.comment(w, self.site, self.citizen, "Build it.", url=CITY, status=Status.HELD)
            self.ours, self.theirs = ours.id, theirs.id
            self.sport, self.city = ours.article_id, theirs.article_id

    def queue(self, who: Actor, **asked: object) -> list[int]:
        with self.work() as w:
            page = read_queue(w, who, "courier", QueueAsked(**asked))  # type: ignore[arg-type]
            return [card.id for card in page.cards]

    def log(self, who: Actor) -> list[int]:
        with self.work() as w:
            return [line.comment_id or 0 for line in read_log(w, who, "courier", LogAsked()).lines]

    def decide(self, who: Actor, comment: int, new: NewDecision = APPROVE) -> int:
        with self.work() as w:
            return decide(w, who, "courier", comment, new).decision_id


def act(work: Work, who: Actor, ids: list[int]) -> int:
    items = [Item(comment_id=each, revision=1, seen=0) for each in ids]
    new = NewAct(key=f"act-about-{len(ids)}", action=Action.APPROVE, reason=None, note="", items=items)
    return begin_act(work, who, "courier", lambda: new, "")


@pytest.fixture
def paper(work: WorkFactory) -> Paper:
    return Paper(work)


def test_a_moderator_of_a_section_meets_that_part_everywhere(paper: Paper) -> None:
    assert set(paper.queue(paper.all)) == {paper.ours, paper.theirs}
    assert paper.queue(paper.some) == paper.queue(paper.some, only="held") == [paper.ours]
    with paper.work() as w:
        assert count_waiting(w, paper.site, paper.some).waiting == 1
        assert [line.id for line in read_articles(w, paper.some, "courier", "").lines] == [paper.sport]
        assert sit_down(w, paper.some, "courier", [paper.theirs], [paper.ours]).counts.waiting == 1
    for comment in (paper.ours, paper.theirs):
        paper.decide(paper.all, comment)
    assert set(paper.log(paper.all)) == {paper.ours, paper.theirs}
    assert paper.log(paper.some) == [paper.ours]


def _sanction(kind: SanctionKind) -> NewSanction:
    return NewSanction(kind=kind, reason="Rude.", key="sanction-01", hours=24)


ELSEWHERE: dict[str, Callable[[Work, Actor, Paper], object]] = {
    "card": lambda w, who, paper: read_card(w, who, "courier", paper.theirs),
    "like": lambda w, who, paper: read_queue(w, who, "courier", QueueAsked(like=paper.theirs, by="author")),
    "decide": lambda w, who, paper: decide(w, who, "courier", paper.theirs, APPROVE),
    "act": lambda w, who, paper: act(w, who, [paper.ours, paper.theirs]),
    "person": lambda w, who, paper: read_person_page(w, who, "courier", paper.citizen.id),
    "warn": lambda w, who, paper: impose(
        w, who, "courier", paper.citizen.id, _sanction(SanctionKind.WARNING)
    ),
    "note": lambda w, who, paper: write_note(w, who, "courier", paper.citizen.id, "A note.", "note-0001"),
    "article": lambda w, who, paper: read_article(w, who, "courier", paper.city),
    "close": lambda w, who, paper: set_open(w, who, "courier", paper.city, False),
    "ask": lambda w, who, paper: ask_question(w, who, "courier", paper.city, "Shall we?", []),
    "author": lambda w, who, paper: name_author(w, who, "courier", paper.city, paper.citizen.id, wrote=True),
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_what_lies_elsewhere_is_not_there_for_them(paper: Paper, what: str) -> None:
    with paper.work() as w, pytest.raises(NotFound):
        ELSEWHERE[what](w, paper.some, paper)
    assert set(paper.queue(paper.all)) == {paper.ours, paper.theirs}


def test_a_colleagues_act_and_decision_elsewhere_are_none_of_theirs(paper: Paper) -> None:
    with paper.work() as w:
        both, own = act(w, paper.all, [paper.ours, paper.theirs]), act(w, paper.all, [paper.ours])
    decision = paper.decide(paper.all, paper.theirs)
    with paper.work() as w:
        assert read_act(w, paper.some, "courier", own).count == 1
        for ask in (
            lambda: read_act(w, paper.some, "courier", both),
            lambda: undo(w, paper.some, "courier", decision),
            lambda: read_queue(w, paper.some, "courier", QueueAsked(decision=decision)),
        ):
            with pytest.raises(NotFound):
                ask()
        with pytest.raises(Forbidden):
            begin_article(w, paper.some, "courier", f"{make.PAPER}/city/tram")
        assert begin_article(w, paper.some, "courier", f"{make.PAPER}/sport/final")


def test_what_holds_on_the_whole_site_is_not_for_a_section(paper: Paper) -> None:
    with paper.work() as w:
        impose(w, paper.some, "courier", paper.fan.id, _sanction(SanctionKind.WARNING))
    for kind in (SanctionKind.BAN, SanctionKind.MUTE, SanctionKind.TRUST):
        new = replace(_sanction(kind), key=f"sanction-{kind}")
        with paper.work() as w, pytest.raises(Forbidden, match="whole site"):
            impose(w, paper.some, "courier", paper.fan.id, new)
    with paper.work() as w:
        new = replace(_sanction(SanctionKind.MUTE), key="sanction-02")
        impose(w, paper.all, "courier", paper.fan.id, new)
        (mute,) = [s for s in read_person_page(w, paper.some, "courier", paper.fan.id).sanctions if s.until]
        with pytest.raises(Forbidden, match="whole site"):
            lift(w, paper.some, "courier", mute.id)


def test_whoever_writes_in_both_is_shown_as_they_are_in_one(paper: Paper) -> None:
    with paper.work() as w:
        make.comment(w, paper.site, paper.fan, "Build it!", url=CITY)
    with paper.work() as w:
        assert len(read_person_page(w, paper.all, "courier", paper.fan.id).comments) == 2
        (line,) = read_person_page(w, paper.some, "courier", paper.fan.id).comments
    assert line.id == paper.ours


def test_legal_gets_its_lane_and_what_was_passed_to_it(paper: Paper) -> None:
    assert paper.queue(paper.legal) == []
    with paper.work() as w, pytest.raises(Invalid):
        read_queue(w, paper.legal, "courier", QueueAsked(only="held"))
    for ask in (
        lambda w: read_card(w, paper.legal, "courier", paper.theirs),
        lambda w: decide(w, paper.legal, "courier", paper.theirs, APPROVE),
    ):
        with paper.work() as w, pytest.raises(NotFound):
            ask(w)
    with paper.work() as w, pytest.raises(Forbidden):
        read_person_page(w, paper.legal, "courier", paper.fan.id)
    paper.decide(paper.all, paper.theirs, replace(APPROVE, action=Action.TO_LEGAL))
    assert paper.queue(paper.legal) == paper.queue(paper.legal, only="legal") == [paper.theirs]
    with paper.work() as w:
        assert count_waiting(w, paper.site, paper.legal).of(Lane.LEGAL) == 1
    remove = NewDecision(action=Action.REMOVE, reason=Reason.ABUSE, revision=1, seen=1)
    decision = paper.decide(paper.legal, paper.theirs, remove)
    assert paper.log(paper.legal) == [paper.theirs] * 2
    with paper.work() as w:
        undo(w, paper.legal, "courier", decision)
    assert paper.queue(paper.legal) == [paper.theirs]


def test_a_complaint_brings_a_comment_before_legal(paper: Paper) -> None:
    with paper.work() as w:
        shown = make.comment(w, paper.site, paper.citizen, "He is a thief.", url=CITY).id
    said = {
        "ground": next(iter(Ground)).value, "capacity": next(iter(Capacity)).value, "why": "It is not true.",
        "name": "Pat Moss", "email": "pat@mail.example", "good_faith": "1", "key": "complaint-01",
    }  # fmt: skip
    with paper.work() as w:
        complain(w, "courier", shown, said)
    assert paper.queue(paper.legal) == [shown]


def test_an_analyst_reads_the_log_and_nothing_else(paper: Paper) -> None:
    with paper.work() as w:
        analyst = make.member(w, "Al Count", role=Role.ANALYST, at=paper.site)
    paper.decide(paper.all, paper.ours)
    assert paper.log(analyst) == [paper.ours]
    for what in ("card", "decide", "act", "person", "warn", "note", "article", "close", "ask", "author"):
        with paper.work() as w, pytest.raises(Forbidden):
            ELSEWHERE[what](w, analyst, paper)
