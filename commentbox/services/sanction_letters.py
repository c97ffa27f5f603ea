"""What a person is told by letter when a newsroom does something about them, and when that is over."""

from commentbox.domain.appeals import APPEALABLE, Terms
from commentbox.domain.notices import SanctionNews
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.words import Words
from commentbox.services.letter import letter_to
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow
from commentbox.store.sanction_notices import put_sanction_notice
from commentbox.store.sanctions import SanctionRow


def tell_of_sanction(work: Work, site: Site, person: PersonRow, row: SanctionRow) -> None:
    """Always, whatever letters they have chosen. Nobody is told that they are trusted."""
    if row.kind is SanctionKind.TRUST:
        return
    put_sanction_notice(work.session, row, SanctionNews.IMPOSED, work.now)
    text = Words(
        "{what}\n\n{reason}\n\n{recourse}\n\n{link}",
        what=what_is_done(site.name, row),
        reason="\n".join(f"> {line}" for line in row.reason.splitlines()),
        recourse=_recourse(work, site, row),
        link=f"{work.settings.base_url}/account/standing",
    )
    _write(work, site, person, subject_of(site.name, row.kind), text)


def _recourse(work: Work, site: Site, row: SanctionRow) -> Words:
    if row.kind not in APPEALABLE:
        return Words("A person decided this, not a machine. You find it in your account:")
    return Words(
        "A person decided this, not a machine. If you believe that it was a mistake, you can appeal in your"
        " account until {until}. A different person from the one who decided will look at it:",
        until=Terms(site.policy.appeal_days).open_until(work.now),
    )


def tell_of_end(work: Work, site: Site, person: PersonRow, row: SanctionRow) -> None:
    if row.kind in (SanctionKind.TRUST, SanctionKind.WARNING):
        return
    put_sanction_notice(work.session, row, SanctionNews.ENDED, work.now)
    text = Words(
        "a moderator of {site} has looked at this again, and it is over: {what}",
        site=site.name,
        what=subject_of(site.name, row.kind),
    )
    _write(work, site, person, Words("It is over ({site})", site=site.name), text)


def _write(work: Work, site: Site, person: PersonRow, subject: Words, text: Words) -> None:
    if person.email is None:
        return
    whole = Words(
        "Dear {name},\n\n{text}\n\nThe moderators of {site}\n", name=person.name, text=text, site=site.name
    )
    language = person.language or site.policy.language
    add_job(work.session, "mail", letter_to(work, person.email, subject, whole, language=language), work.now)


def subject_of(site: str, kind: SanctionKind) -> Words:
    return {
        SanctionKind.WARNING: Words("A warning from the newsroom ({site})", site=site),
        SanctionKind.MESSAGE: Words("A message from the newsroom ({site})", site=site),
        SanctionKind.MUTE: Words("You cannot comment for a while ({site})", site=site),
        SanctionKind.BAN: Words("You are banned ({site})", site=site),
        SanctionKind.ALWAYS_READ: Words("Your comments are read before they appear ({site})", site=site),
    }[kind]


def what_is_done(site: str, row: SanctionRow) -> Words:
    """In a sentence that begins in small letters; until when, where it ends by itself."""
    template = _WITH_END.get(row.kind) if row.until is not None else None
    if template is not None and row.until is not None:
        return Words(template, site=site, until=row.until)
    return Words(_WHAT[row.kind], site=site)


_WHAT = {
    SanctionKind.WARNING: Words(
        "a moderator of {site} asks you to read this. You can comment again as soon as you have said that you"
        " have read it:"
    ),
    SanctionKind.MESSAGE: Words("a moderator of {site} writes to you:"),
    SanctionKind.MUTE: Words("a moderator of {site} has muted you. You can read and vote, but not comment:"),
    SanctionKind.BAN: Words(
        "a moderator of {site} has banned you. You can read, but not comment, vote or report any more:"
    ),
    SanctionKind.ALWAYS_READ: Words(
        "a moderator of {site} wants to read your comments before they appear on the page:"
    ),
}
_WITH_END = {
    SanctionKind.MUTE: Words(
        "a moderator of {site} has muted you until {until}. Until then you can read and vote, but not"
        " comment:"
    ),
    SanctionKind.BAN: Words(
        "a moderator of {site} has banned you until {until}. Until then you can read, but not comment,"
        " vote or report:"
    ),
    SanctionKind.ALWAYS_READ: Words(
        "a moderator of {site} wants to read your comments before they appear on the page, until {until}:"
    ),
}
