"""Versions of a site's rules, rules on trial, and which version a comment was judged by."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "policy_versions",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_policy_versions_site_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_policy_versions_by_id")),
        sa.PrimaryKeyConstraint("site_id", "version", name=op.f("pk_policy_versions")),
    )
    op.add_column("sites", sa.Column("policy_version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("sites", sa.Column("watched_policy", sa.JSON(), nullable=True))
    op.add_column("sites", sa.Column("watched_since", _MOMENT, nullable=True))
    op.add_column("comments", sa.Column("policy_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("comments", "policy_version")
    op.drop_column("sites", "watched_since")
    op.drop_column("sites", "watched_policy")
    op.drop_column("sites", "policy_version")
    op.drop_table("policy_versions")
