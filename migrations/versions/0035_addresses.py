"""An address may lead to another article."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("articles", sa.Column("merged_into", _BIG, nullable=True))
    op.create_index(op.f("ix_articles_merged_into"), "articles", ["merged_into"])


def downgrade() -> None:
    op.drop_index(op.f("ix_articles_merged_into"), "articles")
    op.drop_column("articles", "merged_into")
