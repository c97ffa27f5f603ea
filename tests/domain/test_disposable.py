"""Throw-away addresses are told by their domain, label by label."""

import pytest

from commentbox.domain.disposable import BUILT_IN, is_disposable, read_domains
from commentbox.domain.hosts import clean_host
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.verdict import Draft, Outcome, Policy
from commentbox.domain.people import Actor, Role

CASES = {
    "a@mailinator.com": True,
    "a@Sub.MAILINATOR.com": True,
    "a@notmailinator.com": False,
    "a@mailinator.com.example": False,
    "a@com": False,
    "mailinator.com@paper.example": False,
}


@pytest.mark.parametrize(("email", "expected"), CASES.items())
def test_the_domain_and_what_is_below_it(email: str, expected: bool) -> None:
    assert is_disposable(email, BUILT_IN) is expected


def test_the_list_has_no_line_that_matches_nothing_or_everything() -> None:
    assert len(BUILT_IN) > 100
    assert all("." in domain and clean_host(domain) == domain for domain in BUILT_IN)


def test_a_file_may_have_comments_and_dots() -> None:
    assert read_domains(["# x", "", " Gone.Example. "]) == {"gone.example"}


HELD = [("allow", 0, False), ("hold", 0, True), ("hold", 9, False), ("refuse", 0, True), ("refuse", 9, True)]


@pytest.mark.parametrize(("wanted", "count", "is_held"), HELD)
def test_whose_comments_wait(wanted: str, count: int, is_held: bool) -> None:
    draft = Draft(
        text="A bridge is for people.",
        policy=Policy(disposable_addresses=wanted),
        author=Actor(id=1, name="Ann", role=Role.READER, verified=True),
        count_approved=count,
        has_disposable_address=True,
    )
    assert (judge(draft).outcome is Outcome.HOLD) is is_held
