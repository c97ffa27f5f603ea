"""Mail domains and networks: how a line is read, when it holds, whom it meets."""

from datetime import UTC, datetime

import pytest

from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.senders import added_names, find_sender, sender_problem, tidy_sender
from commentbox.domain.moderation.verdict import Draft, Outcome, Policy
from commentbox.domain.people import Actor, Role

AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

KEPT = {
    "@Mail.Example": "@mail.example",
    "@bücher.example , until 2026-05-04 9:30": "@xn--bcher-kva.example, until 2026-05-04 09:30",
    "@mail.example, until 2026-05-04, bought, all of them": (
        "@mail.example, until 2026-05-04 23:59, bought, all of them"
    ),
    "198.51.100.7": "198.51.100.0/24",
    "198.51.100.7/32, a machine": "198.51.100.0/24, a machine",
    "198.51.0.0/16": "198.51.0.0/16",
    "2001:db8:7:7::1": "2001:db8:7:7::/64",
    "2001:DB8::/32, until 2026-05-04": "2001:db8::/32, until 2026-05-04 23:59",
}


@pytest.mark.parametrize(("line", "kept"), KEPT.items())
def test_a_line_is_kept_in_one_spelling(line: str, kept: str) -> None:
    assert sender_problem(line) == ""
    assert tidy_sender(line) == kept == tidy_sender(kept)


WRONG = {
    "mail.example": "write @mail.example",
    "@com": "write @mail.example",
    "@198.51.100.7": "write @mail.example",
    "@a b.example": "write @mail.example",
    "ann@mail.example": "write @mail.example",
    "": "write @mail.example",
    ", until 2026-05-04": "write @mail.example",
    "10.0.0.0/8": "too wide, a /16",
    "2001::/16": "too wide, a /32",
    "0.0.0.0/0": "too wide",
    "@mail.example, until tomorrow": "write its end",
    "@mail.example, for 3 days": "write its end",
    "@mail.example, spam, until 2026-05-04": "write its end",
    "@mail.example, until 2026-02-30": "write its end",
    "@mail.example, until 9999-12-31 24:01": "write its end",
    "@mail.example, until 2026-05-04, " + "x" * 70: "too long",
}


@pytest.mark.parametrize(("line", "problem"), WRONG.items())
def test_what_is_wrong_is_said(line: str, problem: str) -> None:
    assert problem in sender_problem(line)


@pytest.mark.parametrize(
    ("line", "domain", "network", "is_met"),
    [
        ("@mail.example", "mail.example", "", True),
        ("@mail.example", "Post.MAIL.example", "", True),
        ("@mail.example", "notmail.example", "", False),
        ("@mail.example", "mail.example.org", "", False),
        ("@mail.example", "", "unknown", False),
        ("198.51.0.0/16", "", "198.51.100.0/24", True),
        ("198.51.100.0/24", "", "198.51.100.0/24", True),
        ("198.51.100.0/24", "", "198.51.101.0/24", False),
        ("2001:db8:7::/48", "", "2001:db8:7:7::/64", True),
        ("2001:db8:7::/48", "", "2001:db8:8:7::/64", False),
        ("198.51.100.0/24", "", "2001:db8:8:7::/64", False),
    ],
)
def test_whom_a_line_meets(line: str, domain: str, network: str, is_met: bool) -> None:
    assert (find_sender((line,), domain, network, "UTC", AT) is not None) is is_met


@pytest.mark.parametrize(
    ("end", "zone", "is_on"),
    [
        ("2026-05-04 12:01", "UTC", True),
        ("2026-05-04 12:00", "UTC", False),
        ("2026-05-04", "UTC", True),
        ("2026-05-03", "UTC", False),
        ("2026-05-04 13:00", "Europe/Berlin", False),
        ("2026-05-04 08:01", "America/New_York", True),
    ],
)
def test_a_line_ends_by_itself_by_the_clock_of_the_site(end: str, zone: str, is_on: bool) -> None:
    lines = (f"@mail.example, until {end}",)
    assert (find_sender(lines, "mail.example", "", zone, AT) is not None) is is_on
    again = (*lines, "@mail.example")
    assert find_sender(again, "mail.example", "", zone, AT) == "@mail.example"


def test_only_new_names_are_added_whatever_else_stands_beside_them() -> None:
    before = ("@a.example", "198.51.100.0/24")
    after = ("@a.example, until 2026-05-04", "@b.example, why", "198.51.100.0/24")
    assert added_names((before, after), ((), ("@a.example",))) == ["@b.example", "@a.example"]


def draft(policy: Policy, role: Role = Role.READER) -> Draft:
    author = Actor(id=1, name="Ann", role=role, verified=True)
    return Draft(
        text="A bridge is for people.",
        policy=policy,
        author=author,
        at=AT,
        mail_domain="mail.example",
        network="198.51.100.0/24",
    )


LISTED = ["@mail.example", "198.51.100.0/24"]


@pytest.mark.parametrize("line", LISTED)
def test_a_sender_is_read_first_or_refused_and_the_finding_does_not_name_it(line: str) -> None:
    held = judge(draft(Policy(read_senders=(line,))))
    refused = judge(draft(Policy(read_senders=(line,), refused_senders=(line,))))
    assert (held.outcome, refused.outcome) == (Outcome.HOLD, Outcome.REFUSE)
    assert line.strip("@") not in held.findings[0].reason + refused.findings[0].reason
    assert refused.refusal is not None and refused.refusal.code == "senders"


@pytest.mark.parametrize("line", LISTED)
def test_the_newsroom_is_not_met_nor_is_anybody_while_it_is_off_or_watched(line: str) -> None:
    policy = Policy(refused_senders=(line,), read_senders=(line,))
    assert judge(draft(policy, Role.MODERATOR)).findings == ()
    assert judge(draft(Policy(refused_senders=(line,), rules_off=("senders",)))).findings == ()
    watched = judge(draft(Policy(refused_senders=(line,), rules_watched=("senders",))))
    assert (watched.outcome, watched.findings[0].would) == (Outcome.PUBLISH, Outcome.REFUSE)
