"""Votes have a kind, and disagreeing is something else than reporting."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("votes", sa.Column("kind", sa.String(length=32), server_default="up", nullable=False))
    op.create_table(
        "disagreements",
        sa.Column("comment_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_disagreements_comment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_disagreements_person_id")),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_disagreements")),
    )
    op.create_index(op.f("ix_disagreements_person_id"), "disagreements", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_disagreements_person_id"), table_name="disagreements")
    op.drop_table("disagreements")
    op.drop_column("votes", "kind")
