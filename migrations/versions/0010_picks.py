"""Editors' picks, the order by replies, all of one article, and who wrote an article or knows its subject."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("comments", sa.Column("picked_at", _MOMENT, nullable=True))
    op.add_column("comments", sa.Column("picked_revision", sa.Integer(), nullable=True))
    op.create_index(
        "ix_comments_roots_by_replies",
        "comments",
        ["article_id", "count_replies", "id"],
        postgresql_where=sa.text("parent_id IS NULL AND shown"),
        sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
    )
    op.create_index(
        "ix_comments_picked",
        "comments",
        ["article_id", "picked_at", "id"],
        postgresql_where=sa.text("picked_at IS NOT NULL"),
        sqlite_where=sa.text("picked_at IS NOT NULL"),
    )
    op.create_index("ix_comments_by_article", "comments", ["article_id", "id"])
    op.create_table(
        "article_authors",
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("named_by", _ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_authors_article_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_article_authors_person_id")),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_article_authors_named_by")),
        sa.PrimaryKeyConstraint("article_id", "person_id", name=op.f("pk_article_authors")),
    )
    op.create_index(op.f("ix_article_authors_person_id"), "article_authors", ["person_id"])
    op.create_table(
        "experts",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("named_by", _ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_experts_person_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_experts_site_id")),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_experts_named_by")),
        sa.PrimaryKeyConstraint("person_id", "site_id", name=op.f("pk_experts")),
    )
    op.create_index(op.f("ix_experts_site_id"), "experts", ["site_id"])


def downgrade() -> None:
    op.drop_table("experts")
    op.drop_table("article_authors")
    op.drop_index("ix_comments_by_article", "comments")
    op.drop_index("ix_comments_picked", "comments")
    op.drop_index("ix_comments_roots_by_replies", "comments")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_column("picked_revision")
        batch_op.drop_column("picked_at")
