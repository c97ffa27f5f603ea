"""Parts of the queue that a moderator has given a name."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("lane", sa.String(32), nullable=True),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("article_id", _BIG, nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_saved_views_site_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_saved_views_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint(
            "person_id", "site_id", "name_key", name=op.f("uq_saved_views_person_id_site_id_name_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("saved_views")
