"""What waits stands in lanes, in order of how much it presses; acts about many; who has what in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LANES = ("legal", "threat", "lead", "opinion", "held", "reported", "sample")
_LANE = sa.Enum(*_LANES, name="lane", native_enum=False, length=32)
_WAITED = sa.text("status = 'held' OR open_flags > 0")
_WAITING = sa.text("status = 'held' OR open_flags > 0 OR called IS NOT NULL")
_ACTIONS = ("approve", "remove", "hold", "pick", "unpick", "escalate", "to_legal", "ask")
_ACTION = sa.Enum(*_ACTIONS, name="action", native_enum=False, length=32)
_REASONS = ("abuse", "spam", "off_topic", "untrue", "illegal", "personal_data", "other")
_REASON = sa.Enum(*_REASONS, name="reason", native_enum=False, length=32)
_OPEN_ACT = sa.text("ended_at IS NULL")
_PRECEDENT = sa.text("called_before = 'opinion'")


def upgrade() -> None:
    for column in (
        sa.Column("called", _LANE, nullable=True),
        sa.Column("lane", _LANE, nullable=False, server_default="held"),
        sa.Column("risk", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reach", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("place", _BIG, nullable=False, server_default="0"),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("comments", column)
    op.add_column("comments", sa.Column("called_by", _BIG, nullable=True))
    op.execute("UPDATE comments SET lane = 'reported' WHERE status = 'published' AND open_flags > 0")
    op.execute("UPDATE comments SET waits_since = created_at WHERE status = 'held' OR open_flags > 0")
    op.execute(
        "UPDATE comments SET lane = 'legal' WHERE open_flags > 0 AND id IN"
        " (SELECT comment_id FROM complaints WHERE settled_by IS NULL AND closed_at IS NULL)"
    )
    op.drop_index("ix_comments_waiting", "comments")
    op.create_index(
        "ix_comments_waiting",
        "comments",
        ["site_id", "lane", "place", "id"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )
    op.add_column("decisions", sa.Column("called_before", _LANE, nullable=True))
    op.create_index(
        "ix_decisions_precedents",
        "decisions",
        ["site_id", "id"],
        postgresql_where=_PRECEDENT,
        sqlite_where=_PRECEDENT,
    )
    op.create_table(
        "claims",
        sa.Column("comment_id", _BIG, nullable=False),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_claims_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_claims_site_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_claims_person_id")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_person_id"), "claims", ["person_id"])
    op.create_index(op.f("ix_claims_until"), "claims", ["until"])
    op.create_table(
        "console_choices",
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("is_blurred", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_console_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_console_choices")),
    )
    op.create_table(
        "acts",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("act_key", sa.Text(), nullable=False),
        sa.Column("session_hash", sa.Text(), nullable=True),
        sa.Column("action", _ACTION, nullable=False),
        sa.Column("reason", _REASON, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", _BIG, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_acts_site_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_acts_person_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["people.id"], name=op.f("fk_acts_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sa.UniqueConstraint("person_id", "act_key", name=op.f("uq_acts_person_id_act_key")),
    )
    op.create_index(
        "ix_acts_open", "acts", ["site_id", "id"], postgresql_where=_OPEN_ACT, sqlite_where=_OPEN_ACT
    )
    op.create_table(
        "act_items",
        sa.Column("act_id", _BIG, nullable=False),
        sa.Column("comment_id", _BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("decision_id", _BIG, nullable=True),
        sa.Column("undo_id", _BIG, nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_act_items_act_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_act_items_comment_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_act_items_decision_id")),
        sa.ForeignKeyConstraint(["undo_id"], ["decisions.id"], name=op.f("fk_act_items_undo_id")),
        sa.PrimaryKeyConstraint("act_id", "comment_id", name=op.f("pk_act_items")),
    )


def downgrade() -> None:
    op.drop_table("act_items")
    op.drop_table("acts")
    op.drop_table("console_choices")
    op.drop_table("claims")
    op.drop_index("ix_decisions_precedents", "decisions")
    op.drop_column("decisions", "called_before")
    op.drop_index("ix_comments_waiting", "comments")
    op.create_index(
        "ix_comments_waiting",
        "comments",
        ["site_id", "created_at", "id"],
        postgresql_where=_WAITED,
        sqlite_where=_WAITED,
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        for name in ("called_by", "called", "lane", "risk", "reach", "place", "waits_since"):
            batch_op.drop_column(name)
