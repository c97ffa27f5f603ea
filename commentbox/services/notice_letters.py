"""The letters about notices: soon, but one a quarter of an hour and conversation; or one a day."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from commentbox.domain.notices import Letters, NoticeKind
from commentbox.domain.words import Words, in_words
from commentbox.services.letter import letter
from commentbox.services.notice import Notice
from commentbox.services.notices import notice_of
from commentbox.services.notify import AT_ONCE_JOB
from commentbox.services.stop_letters import stop_link
from commentbox.services.translations import say
from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.notice_letters import digest_of, kinds_with
from commentbox.store.notices import NoticeFacts, last_letter_about, untold_notices
from commentbox.store.people import PersonRow, lock_person

PAUSE = timedelta(minutes=15)  # between two letters about one conversation
MOST = 50  # in one letter; the page has them all

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads


def write_at_once(open_work: Open, wish: Mapping[str, Any]) -> None:
    """What is new in one conversation. Too soon after the last letter about it, the job comes back later."""
    with open_work(True) as w:
        person = _reader(w, wish["person_id"])
        if person is None:
            return
        root_id, kinds = wish["root_id"], _without_decisions(kinds_with(w.session, person, Letters.AT_ONCE))
        found = untold_notices(w.session, person.id, kinds, MOST, root_id)
        last = last_letter_about(w.session, person.id, root_id)
        if found and last is not None and last + PAUSE > w.now:
            add_job(w.session, AT_ONCE_JOB, dict(wish), last + PAUSE)
        elif found:
            first = notice_of(w, found[0])
            subject = Words("{what} ({site})", what=first.what, site=first.site_name)
            _send(w, person, subject, found, kinds)


def write_digest(open_work: Open, wish: Mapping[str, Any]) -> None:
    """What came since, if anything did. The day is marked in the same transaction: never two of one day."""
    with open_work(True) as w:
        person = _reader(w, wish["person_id"])
        if person is None:
            return
        day = digest_of(w.session, person.id, date.fromisoformat(wish["day"]))
        kinds = kinds_with(w.session, person, Letters.DAILY)
        found = untold_notices(w.session, person.id, kinds, MOST)
        if day is None or day.sent_at is not None or not found:
            return
        day.sent_at = w.now
        subject = Words("New for you")
        _send(w, person, subject, found, kinds)


def _reader(work: Work, person_id: int) -> PersonRow | None:
    """Locked, so that two jobs do not write the same; nobody whose address is not confirmed, or no longer."""
    person = lock_person(work.session, person_id)
    is_there = person is not None and person.erased_at is None and person.erase_at is None
    return person if is_there and person and person.email and person.verified_at else None


def _without_decisions(kinds: Collection[NoticeKind]) -> list[NoticeKind]:
    """They have a letter of their own at once, with the reason."""
    return [kind for kind in kinds if kind is not NoticeKind.DECISION]


def _send(
    work: Work,
    person: PersonRow,
    subject: Words,
    found: Sequence[NoticeFacts],
    kinds: Collection[NoticeKind],
) -> None:
    for facts in found:
        facts.notice.letter_at = work.now
    link = stop_link(work, person.id, kinds)
    text = Words(
        "here is what is new for you.\n\n{news}\n\n"
        "Your conversations: {conversations}\n"
        "Which letters you get: {letters}\n"
        "No more letters like this one: {stop}",
        news="\n\n\n".join(_told(work, person, notice_of(work, facts)) for facts in found),
        conversations=f"{work.settings.base_url}/account/conversations",
        letters=f"{work.settings.base_url}/account/letters",
        stop=link,
    )
    add_job(work.session, "mail", letter(work, person, subject, text) | {"unsubscribe": link}, work.now)


def _told(work: Work, person: PersonRow, notice: Notice) -> str:
    what = say(in_words(notice.what), person.language or work.settings.language, work.settings.translations)
    quoted = f"\n\n> {notice.excerpt}" if notice.excerpt else ""
    return f"{what} ({notice.article}){quoted}\n\n{notice.address}"
