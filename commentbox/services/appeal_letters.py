"""What an author is told by letter about an appeal of theirs."""

from datetime import timedelta

from commentbox.domain.appeals import Outcome
from commentbox.domain.words import Words
from commentbox.services.letter import letter_to
from commentbox.services.letters import quoted
from commentbox.services.sanction_letters import subject_of
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.appeals import AppealRow
from commentbox.store.comments import CommentRow
from commentbox.store.jobs import add_job, drop_unsent_letters
from commentbox.store.people import person_by_id
from commentbox.store.sanctions import SanctionRow

UNDO_WINDOW = timedelta(minutes=2)  # an answer that is taken back at once is told to nobody

BY_ANOTHER = Words("A different person from the one who decided has answered it, and no machine.")
COURT = Words("If you do not agree, you can still go to a court.")


def by_whom(site_name: str, appeal: AppealRow) -> Words:
    """Who answered, in a sentence for the author; and what is left to them, where it stands."""
    who = BY_ANOTHER
    if appeal.is_alone:
        who = Words("{site} has one moderator only, who has looked at it once more.", site=site_name)
    return who.then(COURT) if appeal.outcome is Outcome.UPHELD else who


def tell_of_answer(work: Work, site: Site, appeal: AppealRow) -> None:
    """Always, whatever letters they have chosen: they have asked."""
    text = Words(
        "{what}\n\n{answer}\n\n{who}\n\nYou find it here as well:\n\n{link}",
        what=_what(work, site, appeal),
        answer=appeal.answer,
        who=by_whom(site.name, appeal),
        link=_link(work, appeal),
    )
    subject = Words("Your appeal is answered ({site})", site=site.name)
    _write(work, site, appeal, subject, text, is_answer=True)


def tell_of_second_look(work: Work, site: Site, appeal: AppealRow) -> None:
    """The answer is taken back: its letter is not sent, or this one puts it right."""
    if drop_unsent_letters(work.session, _about(appeal)):
        return
    subject = Words("Your appeal is looked at again ({site})", site=site.name)
    text = Words(
        "the answer to your appeal has been taken back. It is looked at again, and you will be told:\n\n"
        "{link}",
        link=_link(work, appeal),
    )
    _write(work, site, appeal, subject, text)


def _what(work: Work, site: Site, appeal: AppealRow) -> Words:
    is_wrong = appeal.outcome is Outcome.OVERTURNED
    if appeal.sanction_id is not None:
        subject = subject_of(site.name, work.session.get_one(SanctionRow, appeal.sanction_id).kind)
        if is_wrong:
            return Words(
                "we have looked at your appeal against this: {what}. It was a mistake, and it is over.",
                what=subject,
            )
        return Words("we have looked at your appeal against this: {what}. It stands.", what=subject)
    comment = work.session.get_one(CommentRow, appeal.comment_id)
    if is_wrong:
        return Words(
            "we have looked at your appeal. It was a mistake to remove this comment of yours, and it is on"
            " the page again:\n\n{quoted}",
            quoted=quoted(comment.source),
        )
    return Words(
        "we have looked at your appeal. The removal of this comment of yours stands:\n\n{quoted}",
        quoted=quoted(comment.source),
    )


def _link(work: Work, appeal: AppealRow) -> str:
    path = "account/standing" if appeal.comment_id is None else f"c/{appeal.comment_id}/own"
    return f"{work.settings.base_url}/{path}"


def _about(appeal: AppealRow) -> str:
    return f"appeal {appeal.id}"


def _write(
    work: Work, site: Site, appeal: AppealRow, subject: Words, text: Words, *, is_answer: bool = False
) -> None:
    person = person_by_id(work.session, appeal.person_id)
    if person is None or person.email is None:
        return
    whole = Words(
        "Dear {name},\n\n{text}\n\nThe moderators of {site}\n", name=person.name, text=text, site=site.name
    )
    letter = letter_to(work, person.email, subject, whole, language=person.language or site.policy.language)
    about = {"about": _about(appeal)} if is_answer else {}
    add_job(work.session, "mail", letter | about, work.now + (UNDO_WINDOW if is_answer else timedelta(0)))
