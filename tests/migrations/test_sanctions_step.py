"""Who was banned or always read before there were sanctions still is; nobody else is anything."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from commentbox import schema
from commentbox.domain.sanctions import Sanction, SanctionKind
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.people import person_by_id, sanctions_beside

NOW = datetime(2026, 5, 4, 12, 0, 0, 250, tzinfo=UTC)
UNTIL = NOW.replace(year=2126)  # the step looks at the clock: this holds, and what ended before now does not
SITE = (
    "INSERT INTO sites (id, key, name, origins, policy, created_at)"
    " VALUES (:id, :key, 'Courier', '[]', '{}', :at)"
)
PERSON = (
    "INSERT INTO people (id, name, created_at, banned_until, ban_reason)"
    " VALUES (:id, :name, :at, :until, :why)"
)
READ = "INSERT INTO always_read (site_id, person_id, created_at) VALUES (2, 2, :at)"


def test_bans_and_who_is_read_first_are_brought_over(empty: Engine, settings: Settings) -> None:
    schema.upgrade(empty, "0023")
    at, until, over = (_written(empty, moment) for moment in (NOW, UNTIL, NOW - timedelta(days=1)))
    with empty.begin() as connection:
        for number, key in enumerate(("courier", "herald"), start=1):
            connection.execute(text(SITE), {"id": number, "key": key, "at": at})
        people = (("Ann", until, "Threats."), ("Ben", None, None), ("Cy", over, "Rude."))
        for number, (name, end, why) in enumerate(people, start=1):
            connection.execute(text(PERSON), {"id": number, "name": name, "at": at, "until": end, "why": why})
        connection.execute(text(READ), {"at": at})
    schema.upgrade(empty)
    ban, read = SanctionKind.BAN, SanctionKind.ALWAYS_READ
    assert [(s.kind, s.site_id, s.reason, s.until) for s in _of(empty, settings, 1)] == [
        (ban, 1, "Threats.", UNTIL),
        (ban, 2, "Threats.", UNTIL),
    ]
    assert [(s.kind, s.site_id, s.until) for s in _of(empty, settings, 2)] == [(read, 2, None)]
    assert _of(empty, settings, 3) == ()


def _of(engine: Engine, settings: Settings, person_id: int) -> tuple[Sanction, ...]:
    with begin(engine, settings, NOW, writing=False) as w:
        person = person_by_id(w.session, person_id)
        assert person is not None
        return sanctions_beside(person, w.now)


def _written(engine: Engine, moment: datetime) -> object:
    """As the database keeps it."""
    return moment if engine.dialect.name == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S.%f")
