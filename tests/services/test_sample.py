"""A share of what is published waits for moderators too, by chance, and stays where it is."""

import pytest

from commentbox.domain.comment import Action, Status
from commentbox.domain.lanes import Lane
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Role
from commentbox.services.post_comment import post_comment
from commentbox.services.queue import QueueAsked, read_queue
from commentbox.services.review import NewDecision, decide, undo
from tests import make
from tests.conftest import WorkFactory


def _policy(share: int) -> Policy:
    return Policy(pace_seconds=0, new_person_approved=0, verified_only=False, sample_percent=share)


@pytest.mark.parametrize(("share", "least", "most"), [(0, 0, 0), (30, 5, 40), (100, 80, 80)])
def test_about_so_many_of_a_hundred_are_chosen(work: WorkFactory, share: int, least: int, most: int) -> None:
    with work() as w:
        site = make.site(w, policy=_policy(share))
        ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)
        for number in range(80):
            text = f"Remark of its own about number {number}: {chr(97 + number % 26) * (3 + number)}"
            post_comment(w, make.member(w), "courier", make.draft(text))
    with work() as w:
        counts = read_queue(w, ada, "courier", QueueAsked(only="sample")).counts
    assert least <= counts.of(Lane.SAMPLE) <= most


def test_what_chance_chose_is_decided_like_all_else_and_an_undo_brings_it_back(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w, policy=_policy(100))
        ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)
        comment_id = post_comment(w, make.member(w), "courier", make.draft()).entry.id
        assert make.row(w, comment_id).status is Status.PUBLISHED
    with work() as w:
        new = NewDecision(action=Action.APPROVE, revision=1, seen=0)
        done = decide(w, ada, "courier", comment_id, new)
    assert (done.message, done.counts.waiting) == ("Approved: it stays on the page.", 0)
    with work() as w:
        assert undo(w, ada, "courier", done.decision_id).counts.of(Lane.SAMPLE) == 1
