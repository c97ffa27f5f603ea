"""The page for moderators names the keys and lanes there are."""

import re
from pathlib import Path

from commentbox.domain.console_keys import COMMANDS
from commentbox.domain.lanes import Lane, span

PAGE = (Path(__file__).parents[2] / "docs" / "moderating.md").read_text(encoding="utf-8")


def test_every_key_is_in_the_table_as_it_is_proposed() -> None:
    told = re.findall(r"^\| `(\S+)` \| (.+) \|$", PAGE.split("### Where it waits")[0], flags=re.MULTILINE)
    assert told[:-2] == [(command.key, command.does) for command in COMMANDS]
    assert [key for key, _ in told[-2:]] == ["Esc", "?"]


def test_every_lane_is_in_the_table_with_its_target() -> None:
    part = PAGE.split("### Where it waits")[1].split("###")[0]
    told = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", part, flags=re.MULTILINE)[1:]
    assert told == [(lane.label, span(lane.target)) for lane in Lane]
