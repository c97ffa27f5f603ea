"""Is a site's log as it was written? Entry by entry, in small steps that hold nobody up."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from commentbox.domain.chain import START
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.decisions import DecisionRow
from commentbox.store.log_chain import (
    LogEntryRow,
    are_words_right,
    comments_behind,
    entries_after,
    entry_hash,
    head_of,
    is_found_right,
    is_in_chain,
    unchained_rows,
)
from commentbox.store.staff_log import StaffLogRow

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads
_AT_ONCE = 500
_WORD = {"decisions": "decision", "staff_log": "line of the staff log"}


class Broken(Exception):
    """Where the chain does not hold first; the message says it in words."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """The last entry. Whoever noted its hash elsewhere can tell later whether all before it is the same."""

    place: int
    hash: str


def read_head(work: Work, site: Site) -> Head:
    row = head_of(work.session, site.id)
    return Head(place=0, hash=START) if row is None else Head(place=row.place, hash=row.hash)


def check_log(open_work: Open, site: Site) -> Iterator[Head]:
    """Yields how far it has come, at last the head of the whole log. Raises `Broken`."""
    last = Head(place=0, hash=START)
    while True:
        with open_work(False) as w:
            # The head first: what is logged meanwhile is met in the next step.
            head = read_head(w, site)
            found = entries_after(w.session, site.id, last.place, _AT_ONCE)
            _kept = comments_behind(w.session, site.id, [row for _, row in found])
            last = _check(w, last, found)
            if not found:
                _check_end(w, site, head, last)
                yield last
                return
        yield last


def check_noted(work: Work, site: Site, noted: str) -> None:
    """The head somebody noted earlier is still in the chain. Raises `Broken`."""
    if not is_in_chain(work.session, site.id, noted):
        raise Broken("the head you noted is not in this log: it was written anew, or cut off")


def _check(
    work: Work, last: Head, found: Sequence[tuple[LogEntryRow, DecisionRow | StaffLogRow | None]]
) -> Head:
    for entry, row in found:
        where = f"entry {entry.place} ({_WORD.get(entry.log, entry.log)} {entry.row_id})"
        if entry.place != last.place + 1:
            raise Broken(f"entry {last.place + 1} is missing")
        if row is None:
            raise Broken(f"{where}: what it stands for is missing")
        if entry.before_hash != last.hash or entry_hash(entry, row) != entry.hash:
            raise Broken(f"{where}: it was changed")
        if not are_words_right(entry, row):
            raise Broken(f"{where}: what was written beside it was changed")
        if not is_found_right(work.session, entry, row):
            raise Broken(f"{where}: what it is found by was changed")
        last = Head(place=entry.place, hash=entry.hash)
    return last


def _check_end(work: Work, site: Site, head: Head, last: Head) -> None:
    if head.place > last.place:
        raise Broken(f"entry {last.place + 1} is missing")
    if head != last:
        raise Broken(f"entry {last.place}: the log ends otherwise than its head says")
    for log, key in unchained_rows(work.session, site.id):
        raise Broken(f"{_WORD.get(log, log)} {key} is in no entry: it was put in past the log")
