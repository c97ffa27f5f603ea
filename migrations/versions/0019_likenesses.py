"""How a copied text is found, and whose comments are read first."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comment_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_likenesses_site_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_likenesses_comment_id")),
        sa.PrimaryKeyConstraint("site_id", "key", "comment_id", name=op.f("pk_likenesses")),
        sqlite_with_rowid=False,
    )
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


def downgrade() -> None:
    op.drop_index(op.f("ix_always_read_person_id"), "always_read")
    op.drop_table("always_read")
    op.drop_table("likenesses")
