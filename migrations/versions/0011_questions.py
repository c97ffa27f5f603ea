"""The editor’s question under an article, its answers, and what staff do to articles."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_SIDE = "option_id IS NOT NULL AND parent_id IS NULL AND shown"


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("over_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_questions_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("article_id", name=op.f("uq_questions_article_id")),
    )
    op.create_table(
        "options",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_options_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_options")),
        sa.UniqueConstraint("question_id", "place", name=op.f("uq_options_question_id_place")),
    )
    op.create_table(
        "answers",
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("option_id", _ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answers_person_id")),
        sa.ForeignKeyConstraint(["option_id"], ["options.id"], name=op.f("fk_answers_option_id")),
        sa.PrimaryKeyConstraint("question_id", "person_id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_person_id"), "answers", ["person_id"])
    op.create_index(op.f("ix_answers_option_id"), "answers", ["option_id"])
    op.add_column("comments", sa.Column("option_id", _ID, nullable=True))
    op.create_index(
        "ix_comments_roots_by_side",
        "comments",
        ["article_id", "option_id", "score", "id"],
        postgresql_where=sa.text(_SIDE),
        sqlite_where=sa.text(f"{_SIDE} = 1"),
    )
    _articles()
    with op.batch_alter_table("staff_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("article_id", _ID, nullable=True))
        batch_op.add_column(sa.Column("detail", sa.Text(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_staff_log_article_id"), "articles", ["article_id"], ["id"])
        batch_op.create_index(op.f("ix_staff_log_article_id"), ["article_id"])


def _articles() -> None:
    op.add_column(
        "articles", sa.Column("has_question", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    # With a default at once: SQLite would have to make the table anew, which comments point to.
    long_ago = sa.text("'1970-01-01 00:00:00'")
    op.add_column("articles", sa.Column("active_at", _MOMENT, server_default=long_ago, nullable=False))
    op.execute(
        "UPDATE articles SET active_at = coalesce((SELECT max(created_at) FROM comments"
        " WHERE comments.article_id = articles.id AND comments.status = 'published'), created_at)"
    )
    op.create_index(op.f("ix_articles_site_id_active_at_id"), "articles", ["site_id", "active_at", "id"])


def downgrade() -> None:
    with op.batch_alter_table("staff_log", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_staff_log_article_id"))
        batch_op.drop_constraint(op.f("fk_staff_log_article_id"), type_="foreignkey")
        batch_op.drop_column("detail")
        batch_op.drop_column("article_id")
    op.drop_index(op.f("ix_articles_site_id_active_at_id"), table_name="articles")
    op.drop_column("articles", "active_at")
    op.drop_column("articles", "has_question")
    op.drop_index("ix_comments_roots_by_side", table_name="comments")
    op.drop_column("comments", "option_id")
    op.drop_table("answers")
    op.drop_table("options")
    op.drop_table("questions")
