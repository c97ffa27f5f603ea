"""What moderators do about people: who may, what follows, how it ends, and that a retry changes nothing."""

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Reason, Status
from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.acts import carry_out_act, read_act
from commentbox.services.flag_comment import flag_comment
from commentbox.services.my_standing import acknowledge, read_standing
from commentbox.services.notices import mark_read, read_news, read_talks, unread_here
from commentbox.services.person_page import read_person_page, remove_all
from commentbox.services.post_comment import post_comment
from commentbox.services.sanctions import NewSanction, impose, lift, write_note
from commentbox.services.second_person import MAX_ALONE
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.tokens import hash_token
from commentbox.services.vote import vote
from commentbox.store.jobs import JobRow
from commentbox.store.people import StaffRow, person_by_id
from commentbox.store.sanctions import SanctionRow
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory

BAN, MUTE, WARNING = SanctionKind.BAN, SanctionKind.MUTE, SanctionKind.WARNING


class Newsroom:
    """A site, two moderators, somebody who has written there."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            self.site = make.site(w)
            self.ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
            self.ben = make.member(w, "Ben Ross", role=Role.ADMIN, at=self.site)
            self.cy = make.member(w, "Cy Lind")
            self.comment_id = make.comment(w, self.site, self.cy).id
            self.other_id = make.comment(w, self.site).id

    def impose(
        self, kind: SanctionKind, *, by: Actor | None = None, key: str = "some-key", **more: object
    ) -> None:
        new = NewSanction(**{"kind": kind, "reason": "Threats.", "key": key, "hours": 24, **more})  # type: ignore[arg-type]
        with self.work() as w:
            impose(w, by or self.ada, "courier", self.cy.id, new)

    def post(self) -> Status:
        with self.work() as w:
            return post_comment(w, self.cy, "courier", make.draft()).entry.status

    def rows(self) -> list[SanctionRow]:
        with self.work() as w:
            return list(w.session.scalars(select(SanctionRow).order_by(SanctionRow.id)))

    def acts(self) -> list[tuple[str, str | None]]:
        with self.work() as w:
            rows = w.session.scalars(select(StaffLogRow).order_by(StaffLogRow.id))
            return [(row.act.value, row.detail) for row in rows]

    def letters(self) -> list[str]:
        with self.work() as w:
            jobs = w.session.scalars(select(JobRow).where(JobRow.kind == "mail").order_by(JobRow.id))
            return [job.payload["subject"] for job in jobs]


@pytest.fixture
def desk(work: WorkFactory) -> Newsroom:
    return Newsroom(work)


def test_a_ban_signs_out_stops_everything_but_reading_and_ends_by_itself(
    desk: Newsroom, clock: Clock
) -> None:
    with desk.work() as w:
        token = open_session(w, desk.cy.id, "reader")
    desk.impose(BAN)
    with desk.work() as w:
        assert who_is(w, token, "reader") is None
        again = who_is(w, open_session(w, desk.cy.id, "reader"), "reader")
        assert again is not None
    with pytest.raises(Forbidden, match=r"until .* Reason: Threats\."):
        desk.post()
    with pytest.raises(Forbidden), desk.work() as w:
        vote(w, again, "courier", desk.other_id, None)
    clock.advance(hours=24)
    assert desk.post() is Status.PUBLISHED
    assert desk.letters() == ["You are banned (Courier)"]


def test_who_is_muted_votes_and_a_mute_has_an_end(desk: Newsroom) -> None:
    with pytest.raises(Invalid, match="for how long"):
        desk.impose(MUTE, hours=None)
    desk.impose(MUTE)
    with pytest.raises(Forbidden, match="read and vote"):
        desk.post()
    with desk.work() as w:
        vote(w, desk.cy, "courier", desk.other_id, None)


def test_a_warning_is_read_before_the_next_comment(desk: Newsroom) -> None:
    desk.impose(WARNING)
    with pytest.raises(Forbidden, match="before your next comment"):
        desk.post()
    warning = desk.rows()[0].id
    with pytest.raises(NotFound), desk.work() as w:
        acknowledge(w, desk.ada, warning)
    for _ in range(2):
        with desk.work() as w:
            acknowledge(w, desk.cy, warning)
    assert desk.post() is Status.PUBLISHED
    with desk.work() as w:
        (told,) = read_standing(w, desk.cy)
    assert (told.reason, told.is_unread, told.site_name) == ("Threats.", False, "Courier")


def test_a_message_changes_nothing(desk: Newsroom) -> None:
    desk.impose(SanctionKind.MESSAGE, reason="Thank you for the photographs.")
    assert desk.post() is Status.PUBLISHED
    assert desk.letters() == ["A message from the newsroom (Courier)"]


def test_who_is_trusted_is_not_new_and_not_told(work: WorkFactory) -> None:
    desk = Newsroom(work)
    with work() as w:
        make.site(
            w, "gazette", origins=("https://gazette.example",), policy=Policy(hold_new=True, pace_seconds=0)
        )
        ann = make.member(w)
        make.comment(w, "gazette", ann, url="https://gazette.example/a", status=Status.REMOVED)
    texts = iter(("The first.", "The second."))

    def post() -> Status:
        with work() as w:
            new = make.draft(next(texts), url="https://gazette.example/a")
            return post_comment(w, ann, "gazette", new).entry.status

    with work() as w:
        person = person_by_id(w.session, ann.id)
        assert person is not None
        person.verified_at = w.now
    assert post() is Status.HELD
    with work() as w:
        make.sanctioned(w, ann.id, SanctionKind.TRUST, at="gazette", hours=None)
    assert post() is Status.PUBLISHED
    assert desk.letters() == []


def test_one_of_a_kind_holds_and_trust_ends_reading_first(desk: Newsroom) -> None:
    desk.impose(SanctionKind.ALWAYS_READ, key="first-key")
    assert desk.post() is Status.HELD
    desk.impose(BAN, key="short-ban")
    desk.impose(BAN, key="longer-ban", hours=None, by=desk.ben)
    desk.impose(SanctionKind.TRUST, key="trust-key", hours=None)
    ended = [row.ended_by for row in desk.rows()]
    assert ended == [desk.ada.id, desk.ben.id, None, None]
    with desk.work() as w:
        person = person_by_id(w.session, desk.cy.id)
        assert person is not None
        assert [kept["kind"] for kept in person.sanctions or ()] == ["ban", "trust"]


def test_a_retry_changes_nothing_and_another_under_the_same_key_is_refused(desk: Newsroom) -> None:
    for _ in range(2):
        desk.impose(MUTE)
    assert len(desk.rows()) == len(desk.letters()) == 1
    assert desk.acts() == [("sanctioned", "mute, until 2026-05-05 12:00 UTC")]
    with pytest.raises(Conflict):
        desk.impose(BAN)


def test_it_is_lifted_once_and_all_of_it_is_on_record(desk: Newsroom) -> None:
    desk.impose(BAN, hours=None)
    sanction = desk.rows()[0].id
    for _ in range(2):
        with desk.work() as w:
            lift(w, desk.ben, "courier", sanction, "Somebody else had his phone.")
    assert desk.post() is Status.PUBLISHED
    assert [act for act, _ in desk.acts()] == ["sanctioned", "lifted"]
    assert desk.letters() == ["You are banned (Courier)", "It is over (Courier)"]
    with desk.work() as w:
        news = read_news(w, desk.cy, desk.site)
        assert [notice.what for notice in news.notices] == [
            "It is over (Courier)",
            "You are banned (Courier)",
        ]
        assert unread_here(w, desk.cy, desk.site) == 2
        mark_read(w, desk.cy, news.until, desk.site, since=news.since)
        assert unread_here(w, desk.cy, desk.site) == 0
        (talk,) = read_talks(w, desk.cy).talks
        assert (talk.article, len(talk.notices)) == ("From the newsroom", 2)


def test_nobody_sanctions_staff_themselves_or_strangers(desk: Newsroom) -> None:
    new = NewSanction(kind=BAN, reason="Threats.", key="some-key", hours=24)
    with desk.work() as w:
        stranger = make.member(w)
        for each in (desk.ada, desk.ben):
            make.comment(w, desk.site, each)
    for person, error in ((desk.ada, Forbidden), (desk.ben, Forbidden), (stranger, NotFound)):
        with pytest.raises(error), desk.work() as w:
            impose(w, desk.ada, "courier", person.id, new)
    with pytest.raises(NotFound), desk.work() as w:
        impose(w, desk.cy, "courier", desk.cy.id, new)
    for reason in ("", "  "):
        with pytest.raises(Invalid):
            desk.impose(BAN, reason=reason)


def test_a_ban_on_all_sites_is_for_administrators_and_for_their_sites_alone(desk: Newsroom) -> None:
    with desk.work() as w:
        for key in ("gazette", "herald"):
            site = make.site(w, key, origins=(f"https://{key}.example",))
            if key == "gazette":
                w.session.add(
                    StaffRow(person_id=desk.ben.id, site_id=site.id, role=Role.ADMIN, created_at=w.now)
                )
    with pytest.raises(Forbidden):
        desk.impose(BAN, everywhere=True)
    with pytest.raises(Invalid):
        desk.impose(MUTE, everywhere=True, by=desk.ben)
    for _ in range(2):
        desk.impose(BAN, everywhere=True, by=desk.ben)
    assert [row.site_id for row in desk.rows()] == [desk.site.id, desk.site.id + 1]


def test_the_page_about_a_person_tells_all_there_is(desk: Newsroom) -> None:
    desk.impose(MUTE)
    with desk.work() as w:
        make.comment(w, desk.site, desk.cy, status=Status.REMOVED, minutes_ago=60)
        make.comment(w, desk.site, desk.cy, status=Status.REMOVED, minutes_ago=91 * 24 * 60)
        flag_comment(w, desk.cy, "courier", desk.other_id, "spam", "An umbrella shop.")
    for _ in range(2):
        with desk.work() as w:
            write_note(w, desk.ben, "courier", desk.cy.id, "Rang me about it.", "note-key")
    with desk.work() as w:
        page = read_person_page(w, desk.ada, "courier", desk.cy.id)
    assert (page.lately, page.count_removable) == ({Status.PUBLISHED: 1, Status.REMOVED: 1}, 1)
    assert [(each.kind, each.by, each.is_on) for each in page.sanctions] == [(MUTE, "Ada Quill", True)]
    assert [(each.by, each.text) for each in page.notes] == [("Ben Ross", "Rang me about it.")]
    assert len(page.comments) == 3
    assert [(each.note, each.is_upheld) for each in page.reports] == [("An umbrella shop.", None)]
    with pytest.raises(NotFound), desk.work() as w:
        read_person_page(w, desk.ada, "courier", make.member(w).id)


def test_all_they_wrote_goes_by_a_job_and_many_wait_for_a_second_person(desk: Newsroom) -> None:
    def remove(key: str) -> int | None:
        with desk.work() as w:
            token = open_session(w, desk.ada.id, "staff")
            return remove_all(
                w,
                desk.ada,
                "courier",
                desk.cy.id,
                reason=Reason.ABUSE,
                note="",
                key=key,
                session_hash=hash_token(token),
            )

    act = remove("first-removal")
    with desk.work() as w:
        assert make.row(w, desk.comment_id).status is Status.PUBLISHED
    carry_out_act(lambda writing: desk.work(), {"act_id": act})
    with desk.work() as w:
        assert make.row(w, desk.comment_id).status is Status.REMOVED
        assert make.row(w, desk.other_id).status is Status.PUBLISHED
    assert remove("second-removal") is None
    with desk.work() as w:
        more = [make.comment(w, desk.site, desk.cy).id for _ in range(MAX_ALONE + 1)]
    act = remove("third-removal")
    carry_out_act(lambda writing: desk.work(), {"act_id": act})
    with desk.work() as w:
        assert make.row(w, more[0]).status is Status.PUBLISHED
        assert read_act(w, desk.ben, "courier", act or 0).may_confirm
