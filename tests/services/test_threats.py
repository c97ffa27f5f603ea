"""What the lists of threats and self-harm find is on top of the queue; what is only watched is not."""

from dataclasses import replace

from commentbox.domain.comment import Status
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Role
from commentbox.services.flag_comment import flag_comment
from commentbox.services.post_comment import post_comment
from commentbox.services.queue import QueueAsked, read_queue
from commentbox.store.sites import SiteRow
from tests import make
from tests.conftest import WorkFactory

TEXT = "I will find you."


def test_a_threat_is_held_marked_and_first_in_line(work: WorkFactory) -> None:
    with work() as w:
        ada = make.member(w, "Ada Desk", role=Role.MODERATOR, at=make.site(w))
        make.comment(w, status=Status.HELD)
    with work() as w:
        number = post_comment(w, make.member(w), "courier", make.draft(TEXT)).entry.id
    with work() as w:
        first, _other = read_queue(w, ada, "courier", QueueAsked()).cards
    assert first.id == number and first.status is Status.HELD and first.pressure is not None
    assert (first.pressure.lane, first.pressure.target) == (Lane.THREAT, "15 minutes")
    assert first.pressure.risk >= 80 and "".join(first.marks) in TEXT and first.marks
    assert first.holds == ("This may be a threat: “I will find you”.",)


def test_what_is_only_watched_waits_nowhere_and_presses_no_more_than_other_reports(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w, policy=replace(make.RELAXED, rules_watched=("threats",)))
        assert w.session.get_one(SiteRow, site.id).policy["threats"]
    with work() as w:
        number = post_comment(w, make.member(w), "courier", make.draft(TEXT)).entry.id
    with work() as w:
        assert make.row(w, number).status is Status.PUBLISHED
        flag_comment(w, make.member(w), "courier", number, "abuse", "")
    with work() as w:
        assert make.row(w, number).lane is Lane.REPORTED
