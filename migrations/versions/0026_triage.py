"""The model of a site's own decisions, and what it makes of each comment."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "triage_models",
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("weights", sa.LargeBinary(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("later", sa.JSON(), nullable=False),
        sa.Column("speak_for", sa.JSON(), nullable=False),
        sa.Column("speak_against", sa.JSON(), nullable=False),
        sa.Column("last_decision_id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_triage_models_site_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_triage_models_by_id")),
        sa.PrimaryKeyConstraint("site_id", "version", name=op.f("pk_triage_models")),
    )
    op.create_index(op.f("ix_triage_models_site_id_digest"), "triage_models", ["site_id", "digest"])
    op.add_column("sites", sa.Column("triage_model", sa.Text(), nullable=True))
    op.add_column("comments", sa.Column("triage_score", sa.Integer(), nullable=True))
    op.add_column("comments", sa.Column("triage_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("comments", "triage_version")
    op.drop_column("comments", "triage_score")
    op.drop_column("sites", "triage_model")
    op.drop_index(op.f("ix_triage_models_site_id_digest"), "triage_models")
    op.drop_table("triage_models")
