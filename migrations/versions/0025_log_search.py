"""What an entry of the log is about stands beside it, so that it can be looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_START = "1970-01-01 00:00:00"
_SEARCHED = ("by_id", "act", "comment_id", "article_id", "about_id")


def upgrade() -> None:
    for name in ("by_id", "comment_id", "article_id", "about_id"):
        op.add_column("log_entries", sa.Column(name, _BIG, nullable=True))
    op.add_column("log_entries", sa.Column("act", sa.Text(), server_default=sa.text("''"), nullable=False))
    at = sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text(f"'{_START}'"))
    at.nullable = False
    op.add_column("log_entries", at)
    _fill()
    for name in _SEARCHED:
        op.create_index(
            op.f(f"ix_log_entries_site_id_{name}_place"), "log_entries", ["site_id", name, "place"]
        )
    op.create_index(op.f("ix_log_entries_site_id_created_at"), "log_entries", ["site_id", "created_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_log_entries_site_id_created_at"), "log_entries")
    for name in _SEARCHED:
        op.drop_index(op.f(f"ix_log_entries_site_id_{name}_place"), "log_entries")
    for name in ("created_at", "act", "about_id", "article_id", "comment_id", "by_id"):
        op.drop_column("log_entries", name)


def _fill() -> None:
    decided = "FROM decisions d JOIN comments c ON c.id = d.comment_id WHERE d.id = log_entries.row_id"
    act = "CASE WHEN d.undoes_id IS NULL THEN d.action ELSE 'undo' END"
    _set(
        "decisions",
        decided,
        ("d.person_id", act, "d.comment_id", "c.article_id", "c.author_id", "d.created_at"),
    )
    staff = "FROM staff_log s WHERE s.id = log_entries.row_id"
    _set("staff_log", staff, ("s.by_id", "s.act", "NULL", "s.article_id", "s.person_id", "s.created_at"))


def _set(log: str, source: str, values: tuple[str, ...]) -> None:
    pairs = zip((*_SEARCHED, "created_at"), values, strict=True)
    sets = ", ".join(f"{name} = (SELECT {value} {source})" for name, value in pairs if value != "NULL")
    op.execute(f"UPDATE log_entries SET {sets} WHERE log = '{log}'")  # noqa: S608 - no word from outside
