"""Counts of closed days, and indexes to find what happened on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNPUBLISHED = sa.text("status != 'published'")


def upgrade() -> None:
    op.create_table(
        "day_counts",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_day_counts_site_id")),
        sa.PrimaryKeyConstraint("site_id", "section", "day", "kind", name=op.f("pk_day_counts")),
    )
    op.create_table(
        "counted_days",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_counted_days_site_id")),
        sa.PrimaryKeyConstraint("site_id", "day", name=op.f("pk_counted_days")),
    )
    op.create_index(
        "ix_comments_unpublished",
        "comments",
        ["site_id", "created_at"],
        postgresql_where=_UNPUBLISHED,
        sqlite_where=_UNPUBLISHED,
    )
    op.create_index(op.f("ix_flags_created_at"), "flags", ["created_at"])
    op.create_index(op.f("ix_complaints_site_id_created_at"), "complaints", ["site_id", "created_at"])
    op.create_index(op.f("ix_sanctions_site_id_created_at"), "sanctions", ["site_id", "created_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sanctions_site_id_created_at"), "sanctions")
    op.drop_index(op.f("ix_complaints_site_id_created_at"), "complaints")
    op.drop_index(op.f("ix_flags_created_at"), "flags")
    op.drop_index("ix_comments_unpublished", "comments")
    op.drop_table("counted_days")
    op.drop_table("day_counts")
