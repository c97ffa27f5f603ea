"""Which comments a moderator has read lately, for their own load."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("comment_id", _BIG, nullable=False),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_readings_person_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_readings_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_readings_site_id")),
        sa.PrimaryKeyConstraint("person_id", "comment_id", name=op.f("pk_readings")),
    )
    op.create_index(
        op.f("ix_readings_person_id_site_id_created_at"), "readings", ["person_id", "site_id", "created_at"]
    )
    op.create_index(op.f("ix_readings_created_at"), "readings", ["created_at"])


def downgrade() -> None:
    op.drop_table("readings")
