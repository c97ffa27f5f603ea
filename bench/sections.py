"""Sections of docs/performance.md that a measurement of its own writes."""

import re
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def today() -> str:
    now = datetime.now(UTC)
    return f"{now.day} {now:%B %Y}"


def write(told: str) -> None:
    """Put the section into the page, in the place of the one with the same heading or at its end."""
    PAGE.write_text(put_into(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
    print(f"written to {PAGE}")


def put_into(page: str, told: str) -> str:
    heading = told.partition("\n")[0]
    before, _, after = page.partition(f"{heading}\n")
    rest = after.partition("\n## ")
    return f"{before.rstrip()}\n\n{told.rstrip()}\n" + (f"\n## {rest[2]}" if rest[1] else "")


def carry_over(page: str, old: str) -> str:
    """The new page, with what only the old one has at its end."""
    for section in re.split(r"^(?=## )", old, flags=re.MULTILINE)[1:]:
        if section.partition("\n")[0] not in page.splitlines():
            page = put_into(page, section)
    return page
