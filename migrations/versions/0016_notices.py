"""What people are told of, and when by letter."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("reply", "mention", "pick", "decision", "report")
_KIND = sa.Enum(*_KINDS, name="noticekind", native_enum=False, length=32)
_UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("site_id", _BIG, nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("comment_id", _BIG, nullable=False),
        sa.Column("root_id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_notices_site_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_notices_comment_id")),
        sa.ForeignKeyConstraint(["root_id"], ["comments.id"], name=op.f("fk_notices_root_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_notices_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "person_id", "kind", "comment_id", name=op.f("uq_notices_person_id_kind_comment_id")
        ),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_by_comment", ["comment_id"], unique=False)
        batch_op.create_index("ix_notices_by_time", ["person_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_notices_unread", ["person_id"], unique=False, postgresql_where=_UNREAD, sqlite_where=_UNREAD
        )
    op.create_table(
        "letter_choices",
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column(
            "choice",
            sa.Enum("at_once", "daily", "never", name="letters", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_letter_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_letter_choices")),
    )
    op.create_table(
        "digests",
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_digests_person_id")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_digests")),
    )
    op.create_table(
        "feeds",
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feeds_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feeds_token_hash")),
    )

    op.create_index("ix_comments_by_site", "comments", ["site_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_comments_by_site", "comments")
    op.drop_table("feeds")
    op.drop_table("digests")
    op.drop_table("letter_choices")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_unread", postgresql_where=_UNREAD, sqlite_where=_UNREAD)
        batch_op.drop_index("ix_notices_by_time")
        batch_op.drop_index("ix_notices_by_comment")
    op.drop_table("notices")
