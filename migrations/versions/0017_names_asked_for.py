"""Names that were asked for with the address of somebody who has an account."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("names", sa.Column("was_theirs", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM names WHERE NOT was_theirs")
    op.drop_column("names", "was_theirs")
