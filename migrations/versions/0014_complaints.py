"""Legal complaints, and apart from them who made them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("comment_id", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("post_key", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_unchecked", sa.Boolean(), nullable=False),
        sa.Column("settled_by", _ID, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_complaints_site_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_complaints_comment_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["decisions.id"], name=op.f("fk_complaints_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("comment_id", "post_key", name=op.f("uq_complaints_comment_id_post_key")),
    )
    op.create_index(op.f("ix_complaints_site_id_id"), "complaints", ["site_id", "id"])
    op.create_index(op.f("ix_complaints_settled_by"), "complaints", ["settled_by"])
    op.create_table(
        "complainants",
        sa.Column("complaint_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("erase_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_complainants_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complainants")),
    )
    op.create_index(op.f("ix_complainants_erase_at"), "complainants", ["erase_at"])


def downgrade() -> None:
    op.drop_table("complainants")
    op.drop_table("complaints")
