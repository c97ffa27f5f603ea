"""The page for moderators describes the rules and settings there are."""

import re
from dataclasses import fields
from pathlib import Path

from commentbox.domain.lookalikes import OTHER_LOOKS
from commentbox.domain.moderation.ruleset import RULES
from commentbox.domain.moderation.verdict import Policy

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "moderating.md").read_text(encoding="utf-8")
PAGE_OF_ACCOUNTS = DOCS / "accounts.md"


def test_every_rule_has_its_heading_in_the_order_rules_are_asked() -> None:
    names = [getattr(rule, "__name__", "") for rule in RULES]
    assert headings(section("The rules")) == [name.replace("_", " ").capitalize() for name in names]


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section("The policy"), flags=re.MULTILINE)
    assert rows == [(field.name, said(field.default)) for field in fields(Policy)]


def test_a_rule_says_which_settings_it_goes_by() -> None:
    settings = {field.name for field in fields(Policy)} - {
        "verified_only",
        "edit_window_minutes",
        "appeal_days",
        "reaction",  # these are about votes
        "reaction_done",
        "down_votes",
        "votes_shown_from",
        "votes_hidden_minutes",
        "answers_kept_days",
        "language",
        "live_seconds",
        "sample_percent",
        "transparency_report",
        "public_log",
        "rules_off",  # these are about every rule
        "rules_watched",
    }
    assert settings <= set(re.findall(r"`(\w+)`", section("The rules")))


def test_the_letters_with_another_look_are_those_of_the_code() -> None:
    accounts = PAGE_OF_ACCOUNTS.read_text(encoding="utf-8")
    (listed,) = re.findall(r"Five Greek\s+letters \(([^)]+)\)", accounts)
    assert listed.split(", ") == list(OTHER_LOOKS)
    assert len(OTHER_LOOKS) == 5


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def headings(text: str) -> list[str]:
    return re.findall(r"^### (.+)$", text, flags=re.MULTILINE)


def said(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, tuple) and default:
        return "a short list"
    return str(default) if default else "none"
