"""The log, or a part of it, to take along: logged itself, and read in small steps that hold nobody up."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from commentbox.domain.csv_cells import csv_line
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.services.log_filter import LogAsked, to_search
from commentbox.services.log_page import LogLine, build_lines
from commentbox.services.sites import Site
from commentbox.services.staff import note, site_to_administer
from commentbox.services.work import Work
from commentbox.store.log_search import Search, look

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads
FORMATS = {"csv": "CSV", "jsonl": "JSON lines"}
COLUMNS = (
    "place", "at", "by", "act", "what", "comment", "about", "article", "before", "after", "reason", "note",
    "hash",
)  # fmt: skip
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Export:
    site: Site
    search: Search
    format: str


def begin_export(work: Work, actor: Actor | None, site_key: str, asked: LogAsked, wanted: str) -> Export:
    """For administrators. The log says from now on who took what of it along."""
    site, person = site_to_administer(work, actor, site_key), signed_in(actor)
    search = to_search(work, site, person, asked)
    name = wanted if wanted in FORMATS else "csv"
    detail = f"{asked.words} ({FORMATS[name]})"
    note(work, site.id, StaffAct.EXPORTED, by_id=person.id, detail=detail)
    return Export(site=site, search=search, format=name)


def export(open_work: Open, wanted: Export) -> Iterator[str]:
    """Line by line, the newest entry first."""
    if wanted.format == "csv":
        yield csv_line(COLUMNS)
    below: int | None = None
    while True:
        with open_work(False) as w:
            found = look(w.session, wanted.site.id, wanted.search, below, _AT_ONCE)
            lines = [_told(line) for line in build_lines(w, wanted.site, found.places)]
        for line in lines:
            if wanted.format == "csv":
                yield csv_line(list(line.values()))
            else:
                yield json.dumps(line, ensure_ascii=False) + "\n"
        if found.next_below is None:
            return
        below = found.next_below


def _told(line: LogLine) -> dict[str, object]:
    values = (
        line.place, line.created_at.isoformat(), line.by, line.act, line.text, line.comment_id, line.about,
        line.url, line.status_before, line.status_after, line.reason, line.note, line.hash,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
