"""Sanctions and answers to appeals are told at the bell."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sanction_notices",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("sanction_id", _BIG, nullable=False),
        sa.Column("news", sa.String(32), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sanction_notices_person_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_sanction_notices_site_id")),
        sa.ForeignKeyConstraint(
            ["sanction_id"], ["sanctions.id"], name=op.f("fk_sanction_notices_sanction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_notices")),
        sa.UniqueConstraint("sanction_id", "news", name=op.f("uq_sanction_notices_sanction_id_news")),
    )
    op.create_index(
        op.f("ix_sanction_notices_person_id_created_at"), "sanction_notices", ["person_id", "created_at"]
    )


def downgrade() -> None:
    op.drop_table("sanction_notices")
