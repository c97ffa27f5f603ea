"""What readers change about themselves: names, addresses, sessions, muted people, their data, the end."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sessions", sa.Column("device", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("bio", sa.Text(), nullable=True))
    op.add_column(
        "people", sa.Column("decision_letters", sa.Text(), nullable=False, server_default="at_once")
    )
    op.add_column("people", sa.Column("erase_at", _MOMENT, nullable=True))
    op.add_column("people", sa.Column("erase_choice", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("erased_at", _MOMENT, nullable=True))
    op.add_column("comments", sa.Column("withdrawn_at", _MOMENT, nullable=True))
    op.add_column("comments", sa.Column("withdrawn_from", sa.String(length=32), nullable=True))
    _names_and_links()
    _mutes_and_exports()


def _names_and_links() -> None:
    op.create_table(
        "names",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("given_up_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_names_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_names")),
    )
    op.create_index(op.f("ix_names_person_id"), "names", ["person_id"])
    op.create_index(op.f("ix_names_name_key"), "names", ["name_key"])
    op.create_table(
        "links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_links_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_person_id"), "links", ["person_id"])
    op.create_index(op.f("ix_links_email"), "links", ["email"])
    op.create_index(op.f("ix_links_expires_at"), "links", ["expires_at"])


def _mutes_and_exports() -> None:
    op.create_table(
        "mutes",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("muted_id", _ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mutes_person_id")),
        sa.ForeignKeyConstraint(["muted_id"], ["people.id"], name=op.f("fk_mutes_muted_id")),
        sa.PrimaryKeyConstraint("person_id", "muted_id", name=op.f("pk_mutes")),
    )
    op.create_index(op.f("ix_mutes_muted_id"), "mutes", ["muted_id"])
    op.create_table(
        "exports",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("archive", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exports_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_expires_at"), "exports", ["expires_at"])


def downgrade() -> None:
    for table in ("exports", "mutes", "links", "names"):
        op.drop_table(table)
    for table, columns in (
        ("comments", ("withdrawn_from", "withdrawn_at")),
        ("people", ("erased_at", "erase_choice", "erase_at", "decision_letters", "bio")),
        ("sessions", ("device",)),
    ):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
