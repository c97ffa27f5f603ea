"""What staff set for one article: its end, premoderation, a notice."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("articles", sa.Column("closes_at", _MOMENT, nullable=True))
    op.add_column("articles", sa.Column("idle_days", sa.Integer(), nullable=True))
    op.add_column(
        "articles", sa.Column("premoderate", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("articles", sa.Column("notice", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    for name in ("notice", "premoderate", "idle_days", "closes_at"):
        op.drop_column("articles", name)
