"""The language an article's page declares, and views that ask for it."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLES = ("articles", "saved_views")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("language", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_column(table, "language")
