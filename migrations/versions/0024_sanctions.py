"""One table for all that a newsroom does about a person, and moderators' notes."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _sanctions()
    _notes()
    op.add_column("people", sa.Column("sanctions", sa.JSON(), nullable=True))
    _bring_over()
    op.drop_index(op.f("ix_always_read_person_id"), "always_read")
    op.drop_table("always_read")
    op.drop_column("people", "banned_until")
    op.drop_column("people", "ban_reason")


def downgrade() -> None:
    op.add_column("people", sa.Column("banned_until", _MOMENT, nullable=True))
    op.add_column("people", sa.Column("ban_reason", sa.Text(), nullable=True))
    op.create_table(
        "always_read",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_always_read_site_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_always_read_person_id")),
        sa.PrimaryKeyConstraint("site_id", "person_id", name=op.f("pk_always_read")),
    )
    op.create_index(op.f("ix_always_read_person_id"), "always_read", ["person_id"])
    op.drop_column("people", "sanctions")
    op.drop_table("person_notes")
    op.drop_table("sanctions")


def _sanctions() -> None:
    op.create_table(
        "sanctions",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("sanction_key", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by", _BIG, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_sanctions_site_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sanctions_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_sanctions_by_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_sanctions_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
        sa.UniqueConstraint(
            "site_id", "by_id", "sanction_key", name=op.f("uq_sanctions_site_id_by_id_sanction_key")
        ),
    )
    op.create_index(op.f("ix_sanctions_person_id_site_id"), "sanctions", ["person_id", "site_id"])
    op.create_index(op.f("ix_sanctions_site_id_kind"), "sanctions", ["site_id", "kind"])


def _notes() -> None:
    op.create_table(
        "person_notes",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=False),
        sa.Column("note_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_person_notes_site_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_notes_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_person_notes_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_notes")),
        sa.UniqueConstraint(
            "site_id", "by_id", "note_key", name=op.f("uq_person_notes_site_id_by_id_note_key")
        ),
    )
    op.create_index(op.f("ix_person_notes_person_id_site_id"), "person_notes", ["person_id", "site_id"])


def _bring_over() -> None:
    """Bans were for every site; who was always read still is."""
    bind, now = op.get_bind(), datetime.now(UTC)
    into = "INSERT INTO sanctions (site_id, person_id, kind, reason, created_at, until) "
    banned = "FROM people CROSS JOIN sites WHERE people.banned_until > :now"
    values = "SELECT sites.id, people.id, 'ban', coalesce(people.ban_reason, ''), :now, people.banned_until "
    bind.execute(sa.text(into + values + banned).bindparams(sa.bindparam("now", now, type_=_MOMENT)))
    read = "SELECT site_id, person_id, 'always_read', '', created_at, NULL FROM always_read"
    bind.execute(sa.text(into + read))
    kept = sa.table(
        "sanctions",
        sa.column("id", _BIG), sa.column("site_id", _BIG), sa.column("person_id", _BIG),
        sa.column("kind", sa.Text()), sa.column("reason", sa.Text()), sa.column("until", _MOMENT),
    )  # fmt: skip
    beside: dict[int, list[dict[str, object]]] = {}
    for row in bind.execute(sa.select(kept).order_by(kept.c.id)):
        until = row.until if row.until is None or row.until.tzinfo else row.until.replace(tzinfo=UTC)
        each = {"id": row.id, "kind": row.kind, "site_id": row.site_id, "reason": row.reason}
        beside.setdefault(row.person_id, []).append(each | {"until": until and until.isoformat()})
    set_it = sa.text("UPDATE people SET sanctions = :sanctions WHERE id = :id")
    set_it = set_it.bindparams(sa.bindparam("sanctions", type_=sa.JSON()))
    for person_id, sanctions in beside.items():
        bind.execute(set_it, {"sanctions": sanctions, "id": person_id})
