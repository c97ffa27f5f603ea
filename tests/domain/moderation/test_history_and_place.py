"""The rules that look at what was said before, at who says it and where, and at where links lead."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commentbox.domain.moderation.verdict import Draft, Earlier, Outcome, Policy
from tests.domain.moderation.drafts import draft, judged, said

HOLD, PUBLISH, REFUSE = Outcome.HOLD, Outcome.PUBLISH, Outcome.REFUSE
LONG = "The council should have asked the people who live on this street before it cut down forty trees."
NEARLY = LONG.replace("forty", "fifty")
CHINESE = "市议会在砍掉这条街上的四十棵树之前应该先问问住在这里的人"
SECTIONS = Policy(read_sections=("/politics/", "/crime/"))
HOURS = Policy(staffed_hours=("Mon-Fri 8:00-22:00", "Sat 20:00-2:00"), time_zone="Europe/Berlin")
ALLOWED = Policy(allowed_hosts=("a.example",))
BANNED = Policy(banned_hosts=("pills.example", "bücher.example"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(LONG, earlier=said("Something else.")), PUBLISH),
        (draft(LONG, earlier=said("Something else.", LONG)), REFUSE),
        (draft(LONG, earlier=said(LONG, hours=25)), PUBLISH),
        (draft(LONG, earlier=said(LONG.upper().replace(" ", "  ") + "!!!")), REFUSE),
        (draft("Well said", earlier=said("well said!")), REFUSE),
        (draft("Well said", earlier=said("well said!"), is_reply=True), PUBLISH),
        (draft("👍", earlier=said("👎")), PUBLISH),
        (draft(LONG, earlier=said(NEARLY)), HOLD),
        (draft(LONG, Policy(alike=0.9), earlier=said(NEARLY)), PUBLISH),
        (draft("I agree with the first part", earlier=said("I agree with the second part")), PUBLISH),
        (draft(LONG, others=said(LONG)), PUBLISH),
    ],
)
def test_repeats(given: Draft, expected: Outcome) -> None:
    assert judged(given, "repeats") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(LONG, others=said(LONG)), HOLD),
        (draft(LONG, others=said(LONG, hours=25)), PUBLISH),
        (draft(LONG, others=said(NEARLY)), HOLD),
        (draft(LONG, Policy(alike=0.9), others=said(NEARLY)), PUBLISH),
        (draft(CHINESE, others=said(CHINESE.replace("四十", "五十"))), HOLD),
        (draft("I could not agree more", others=said("I could not agree more")), PUBLISH),
    ],
)
def test_copies(given: Draft, expected: Outcome) -> None:
    assert judged(given, "copies") is expected


@pytest.mark.parametrize(
    ("given", "rule", "expected"),
    [
        (draft(policy=Policy(premoderate=True)), "premoderation", HOLD),
        (draft(policy=Policy(premoderate=False)), "premoderation", PUBLISH),
        (draft(is_always_read=True), "always_read", HOLD),
        (draft(policy=SECTIONS, url="https://paper.example/crime/trial"), "sections", HOLD),
        (draft(policy=SECTIONS, url="https://paper.example/crimes-of-fashion"), "sections", PUBLISH),
        (draft(policy=SECTIONS, url="https://paper.example/sport/crime/"), "sections", PUBLISH),
        (draft(policy=HOURS, at=datetime(2026, 5, 4, 6, 0, tzinfo=UTC)), "hours", PUBLISH),
        (draft(policy=HOURS, at=datetime(2026, 5, 4, 5, 59, tzinfo=UTC)), "hours", HOLD),
        (draft(policy=HOURS, at=datetime(2026, 5, 4, 20, 0, tzinfo=UTC)), "hours", HOLD),
        (draft(policy=HOURS, at=datetime(2026, 5, 2, 23, 30, tzinfo=UTC)), "hours", PUBLISH),
        (draft(policy=HOURS, at=datetime(2026, 5, 3, 0, 0, tzinfo=UTC)), "hours", HOLD),
        (draft(at=datetime(2026, 5, 3, 3, 0, tzinfo=UTC)), "hours", PUBLISH),
    ],
)
def test_premoderation(given: Draft, rule: str, expected: Outcome) -> None:
    assert judged(given, rule) is expected


@pytest.mark.parametrize(
    ("removed", "published", "days_ago", "expected"),
    [
        (0, 9, 1, PUBLISH),
        (2, 0, 1, PUBLISH),
        (3, 0, 1, HOLD),
        (3, 7, 1, HOLD),
        (3, 8, 1, PUBLISH),
        (9, 0, 8, PUBLISH),
    ],
)
def test_removals(removed: int, published: int, days_ago: int, expected: Outcome) -> None:
    each = Earlier(text="No.", seconds_ago=days_ago * 24 * 3600.0)
    earlier = (replace(each, is_removed=True, is_published=False),) * removed + (each,) * published
    assert judged(draft(earlier=earlier), "removals") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(count_approved=0), PUBLISH),
        (draft(policy=Policy(hold_new=True), count_approved=0), HOLD),
        (draft(policy=Policy(hold_new=True), count_approved=1), HOLD),
        (draft(policy=Policy(hold_new=True), count_approved=2), PUBLISH),
        (draft(policy=Policy(hold_new=True, new_person_approved=0), count_approved=0), PUBLISH),
    ],
)
def test_newcomers(given: Draft, expected: Outcome) -> None:
    assert judged(given, "newcomers") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft("See https://a.example and https://b.example/c"), PUBLISH),
        (draft("https://a.example https://b.example https://c.example"), HOLD),
        (draft("[one](https://a.example)[two](https://b.example)[three](//c.example)"), HOLD),
        (draft("See https://a.example", count_approved=1), HOLD),
        (draft("See https://a.example", count_approved=2), PUBLISH),
        (draft("See https://a.example", Policy(hold_links_from_new=False), count_approved=0), PUBLISH),
        (draft("See https://a.example", Policy(max_links=0)), HOLD),
        (draft("See WWW.A.EXAMPLE", count_approved=0), HOLD),
        (draft("See ｈｔｔｐｓ：／／a.example", count_approved=0), HOLD),
        (draft("See pills.example/offer.", count_approved=0), HOLD),
        (draft("Cheap at pills.shop!", count_approved=0), HOLD),
        (draft("No space.Here and/or there, 3.5/10, e.g./i.e., me@mail.example", count_approved=0), PUBLISH),
    ],
)
def test_links(given: Draft, expected: Outcome) -> None:
    assert judged(given, "links") is expected


@pytest.mark.parametrize(
    ("text", "policy", "rule", "expected"),
    [
        ("https://a.example https://a.example https://b.a.example/x", ALLOWED, "links", PUBLISH),
        (
            "https://www.paper.example/1 https://paper.example/2 www.paper.example/3",
            Policy(),
            "links",
            PUBLISH,
        ),
        ("https://a.example.evil.example", ALLOWED, "links", HOLD),
        ("https://a.example@evil.example", ALLOWED, "links", HOLD),
        ("https://evil.example\\@a.example", ALLOWED, "links", HOLD),
        ("See https://www.pills.example/x?y", BANNED, "hosts", HOLD),
        ("See pills.example/offer", BANNED, "hosts", HOLD),
        ("See [this](https://buy.PILLS.example)", BANNED, "hosts", HOLD),
        ("See https://bücher.example", BANNED, "hosts", HOLD),
        ("See https://xn--bcher-kva.example", BANNED, "hosts", HOLD),
        ("See https://notpills.example", BANNED, "hosts", PUBLISH),
        ("See https://pills.example", Policy(), "hosts", PUBLISH),
    ],
)
def test_hosts(text: str, policy: Policy, rule: str, expected: Outcome) -> None:
    assert judged(draft(text, replace(policy, max_links=0), own_hosts=("paper.example",)), rule) is expected
