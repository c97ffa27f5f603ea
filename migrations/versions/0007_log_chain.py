"""A chain through each site's logs, begun with the rows that are there; the staff log says why."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT_ONCE = 1000
_LOGS = (
    (
        "decisions",
        ("note",),
        (
            "id", "site_id", "comment_id", "revision", "person_id", "action", "reason", "status_before",
            "status_after", "undoes_id", "created_at",
        ),
    ),
    ("staff_log", ("email", "note"), ("id", "site_id", "by_id", "person_id", "act", "role", "created_at")),
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("staff_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))

    op.create_table(
        "log_entries",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("row_id", _BIG, nullable=False),
        sa.Column("before_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("words_hash", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_log_entries_site_id")),
        sa.PrimaryKeyConstraint("site_id", "place", name=op.f("pk_log_entries")),
        sa.UniqueConstraint("log", "row_id", name=op.f("uq_log_entries_log_row_id")),
    )
    op.create_table(
        "log_heads",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_log_heads_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_log_heads")),
    )
    _chain(op.get_bind())


def downgrade() -> None:
    op.drop_table("log_heads")
    op.drop_table("log_entries")
    with op.batch_alter_table("staff_log", schema=None) as batch_op:
        batch_op.drop_column("note")


def _chain(connection: sa.Connection) -> None:
    entries, heads = _table("log_entries"), _table("log_heads")
    at: dict[int, tuple[int, str]] = {}  # each site's last entry
    for log, words, facts in _LOGS:
        table, last = _table(log), 0
        while True:
            query = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(_AT_ONCE)
            rows = connection.execute(query).mappings().all()
            if not rows:
                break
            made = []
            for row in rows:
                place, before = at.get(row["site_id"], (0, ""))
                entry = _entry(log, row, words, facts, place + 1, before)
                at[row["site_id"]] = (entry["place"], entry["hash"])
                made.append(entry)
            connection.execute(entries.insert(), made)
            last = rows[-1]["id"]
    for site_id, (place, hash_) in at.items():
        connection.execute(heads.insert().values(site_id=site_id, place=place, hash=hash_))


def _entry(
    log: str, row: Any, words: tuple[str, ...], facts: tuple[str, ...], place: int, before: str
) -> dict[str, Any]:
    said = [row[name] or "" for name in words]
    salt = secrets.token_hex(16) if any(said) else None
    words_hash = "" if salt is None else _hash([salt, said])
    known = {"place": place, "log": log, "words_hash": words_hash}
    known |= {name: _plain(row[name]) for name in facts if row[name] is not None}
    entry = {"site_id": row["site_id"], "place": place, "log": log, "row_id": row["id"]}
    return entry | {
        "before_hash": before,
        "hash": _hash([before, known]),
        "words_hash": words_hash,
        "salt": salt,
    }


def _plain(value: Any) -> str | int:
    if not isinstance(value, datetime):
        return value if isinstance(value, int) else str(value)
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
