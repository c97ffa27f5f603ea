"""When a moderator wants to hear of a break."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, default in (("break_minutes", "90"), ("break_heavy", "25")):
        column = sa.Column(name, sa.Integer(), server_default=sa.text(default), nullable=False)
        op.add_column("console_choices", column)


def downgrade() -> None:
    for name in ("break_heavy", "break_minutes"):
        op.drop_column("console_choices", name)
