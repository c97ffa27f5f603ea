"""Appeals against removals and sanctions."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_KEYS = {
    "site_id": "sites",
    "person_id": "people",
    "decision_id": "decisions",
    "comment_id": "comments",
    "sanction_id": "sanctions",
    "against_id": "people",
    "answered_by": "people",
    "by_decision": "decisions",
}


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("decision_id", _BIG, nullable=True),
        sa.Column("comment_id", _BIG, nullable=True),
        sa.Column("sanction_id", _BIG, nullable=True),
        sa.Column("against_id", _BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", _BIG, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", _BIG, nullable=True),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("by_decision", _BIG, nullable=True),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint([key], [f"{table}.id"], name=op.f(f"fk_appeals_{key}"))
            for key, table in _KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeals_decision_id")),
        sa.UniqueConstraint("sanction_id", name=op.f("uq_appeals_sanction_id")),
    )
    waits = sa.text("outcome IS NULL")
    op.create_index(
        "ix_appeals_open", "appeals", ["site_id", "place", "id"], postgresql_where=waits, sqlite_where=waits
    )
    for key in ("comment_id", "person_id", "by_decision"):
        op.create_index(op.f(f"ix_appeals_{key}"), "appeals", [key])


def downgrade() -> None:
    op.drop_table("appeals")
