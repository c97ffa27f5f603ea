"""Other rules tried on the comments there are."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "trials",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("cursor", _BIG, nullable=False),
        sa.Column("reached_at", _MOMENT, nullable=True),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_trials_site_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_trials_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
    )
    op.create_index(op.f("ix_trials_site_id_id"), "trials", ["site_id", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_trials_site_id_id"), "trials")
    op.drop_table("trials")
