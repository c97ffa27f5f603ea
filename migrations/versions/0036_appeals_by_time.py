"""An index to find the appeals that were answered in some days."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_appeals_site_id_answered_at"), "appeals", ["site_id", "answered_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_appeals_site_id_answered_at"), "appeals")
