"""A moderator of some sections; and marks of ours that a publisher's token gives."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("staff", "sections"), ("invitations", "sections"), ("badges", "roles")):
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=True))


def downgrade() -> None:
    for table, column in (("badges", "roles"), ("invitations", "sections"), ("staff", "sections")):
        op.drop_column(table, column)
