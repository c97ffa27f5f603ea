"""A person takes everything we hold about them with them."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commentbox.domain.csv_cells import to_csv
from commentbox.domain.errors import NotFound, TooFast
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.letter import write
from commentbox.services.sure import Sure
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.exports import ExportRow, export_of
from commentbox.store.jobs import add_job
from commentbox.store.mine import Table, all_about
from commentbox.store.people import lock_person

JOB = "data"
PAUSE = timedelta(days=1)
LASTS = timedelta(days=7)

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads


@dataclass(frozen=True, kw_only=True)
class MyData:
    """What became of the last wish. `next_at`: when the next one is possible, if that is not now."""

    is_being_made: bool
    ready_until: datetime | None
    next_at: datetime | None


def read_my_data(work: Work, actor: Actor) -> MyData:
    row = export_of(work.session, actor.id)
    if row is None or row.expires_at <= work.now:
        return MyData(is_being_made=False, ready_until=None, next_at=None)
    next_at = row.asked_at + PAUSE
    is_ready = row.token_hash is not None
    return MyData(
        is_being_made=not is_ready,
        ready_until=row.expires_at if is_ready else None,
        next_at=next_at if next_at > work.now else None,
    )


def ask_for_data(work: Work, sure: Sure) -> None:
    """Once a day; the archive is made by a job, and the one before is gone."""
    lock_person(work.session, sure.id)
    row = export_of(work.session, sure.id)
    if row is not None and row.asked_at + PAUSE > work.now:
        wait = int((row.asked_at + PAUSE - work.now).total_seconds()) + 1
        raise TooFast(
            "once_a_day", "This is possible once a day. Please come back tomorrow.", retry_after=wait
        )
    row = row or ExportRow(person_id=sure.id)
    row.asked_at, row.expires_at = work.now, work.now + LASTS
    row.token_hash, row.archive = None, None
    work.session.add(row)
    add_job(work.session, JOB, {"person_id": sure.id}, work.now)


def make_data(open_work: Open, wish: Mapping[str, Any]) -> None:
    """What the job does: gather without holding anybody up, then keep it and write to its owner."""
    with open_work(False) as w:
        archive = pack(all_about(w.session, wish["person_id"]))
    with open_work(True) as w:
        person, row = lock_person(w.session, wish["person_id"]), export_of(w.session, wish["person_id"])
        if person is None or row is None:
            return
        token = new_token()
        row.token_hash, row.archive, row.expires_at = hash_token(token), archive, w.now + LASTS
        text = Words(
            "the archive with everything we hold about you is ready:\n\n"
            "{base_url}/account/data/{token}\n\n"
            "The link works for 7 days, for you alone: you are asked to log in. If you have not"
            " asked for this, somebody else uses your account: {base_url}/account/password",
            base_url=w.settings.base_url,
            token=token,
        )
        write(w, person, "Your data is ready", text)


def fetch_data(work: Work, actor: Actor, token: str) -> bytes:
    """The archive; only its owner's link opens it, and only to its owner."""
    row = export_of(work.session, actor.id)
    if (
        row is None
        or row.archive is None
        or row.expires_at <= work.now
        or row.token_hash != hash_token(token)
    ):
        raise NotFound("no_data", "This link is too old, or belongs to another account.")
    return row.archive


def pack(tables: Mapping[str, Table]) -> bytes:
    """One JSON file with all of it exactly, and a CSV table of each kind for spreadsheets."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", json.dumps(tables, ensure_ascii=False, indent=1))
        for name, rows in tables.items():
            columns = list(rows[0]) if rows else []
            archive.writestr(f"{name}.csv", to_csv(columns, map(_flat, rows)) if rows else "")
    return packed.getvalue()


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for name, value in row.items()
    }
