"""What somebody wants to see of the log: as it was typed, and as it is looked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commentbox.domain.comment import Action
from commentbox.domain.days import day_typed, span_of
from commentbox.domain.errors import Invalid
from commentbox.domain.people import Actor, Role, name_key
from commentbox.domain.staff import StaffAct
from commentbox.services.moderators import reach_at
from commentbox.services.sites import Site, article_url
from commentbox.services.staff_wording import ACT_LABELS
from commentbox.services.work import Work
from commentbox.store.articles import article_by_url
from commentbox.store.log_chain import UNDO
from commentbox.store.log_search import NOBODY, Search
from commentbox.store.people import person_by_name_key

THE_BOX = "box"  # as `by`: what no person did
_PERSON = re.compile(r"person (\d{1,18})")
_NUMBER = re.compile(r"(?:no\. ?)?(\d{1,18})")
DECISIONS = {
    Action.APPROVE.value: "Approved",
    Action.REMOVE.value: "Removed",
    Action.HOLD.value: "Held back",
    Action.PICK.value: "Picked",
    Action.UNPICK.value: "Took out of the picks",
    Action.ESCALATE.value: "Passed on to the lead",
    Action.TO_LEGAL.value: "Passed on for the law",
    Action.ASK.value: "Asked a colleague",
    Action.UPHOLD.value: "Upheld a removal on appeal",
    Action.OVERTURN.value: "Overturned a removal on appeal",
    UNDO: "Took a decision back",
}


@dataclass(frozen=True, kw_only=True)
class LogAsked:
    """As typed. `by` is a person's number or `box`; `about` a comment's number, a name, an article's address,
    or `person` and a number. `since` and `until` are days, both part of the time.
    """

    by: str = ""
    act: str = ""
    about: str = ""
    since: str = ""
    until: str = ""

    @property
    def is_empty(self) -> bool:
        return self == LogAsked()

    @property
    def words(self) -> str:
        """For the line in the log that says what was exported."""
        names = ("by", "act", "about", "since", "until")
        pairs = [f"{name} {getattr(self, name)}" for name in names if getattr(self, name)]
        return ", ".join(pairs) or "all of it"


def acts_for(actor: Actor) -> Mapping[str, str]:
    """What this person may look for, with a label each."""
    staff = {
        act.value: label for act, label in ACT_LABELS.items() if not act.is_for_admins or _is_admin(actor)
    }
    return DECISIONS | staff


def to_search(work: Work, site: Site, actor: Actor, asked: LogAsked) -> Search:
    """Raises `Invalid`, naming the field, for what cannot be read or is not there."""
    if asked.act and asked.act not in acts_for(actor):
        raise Invalid("bad_filter", "There is nothing of that kind in the log.", field="act")
    since, until = day_typed(asked.since, "since"), day_typed(asked.until, "until")
    if since is not None and until is not None and until < since:
        raise Invalid("bad_day", "The last day is before the first one.", field="until")
    zone = site.policy.time_zone
    return Search(
        by_id=_by(asked.by),
        act=asked.act,
        since=None if since is None else span_of(since, zone)[0],
        until=None if until is None else span_of(until, zone)[1],
        without=frozenset() if _is_admin(actor) else frozenset(act for act in StaffAct if act.is_for_admins),
        reach=reach_at(work, actor, site),
        own_id=actor.id,
        **_about(work, site, asked.about.strip()),
    )


def _is_admin(actor: Actor) -> bool:
    return actor.role is Role.ADMIN


def _by(typed: str) -> int | None:
    if not typed:
        return None
    if typed == THE_BOX:
        return NOBODY
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise Invalid("bad_filter", "Choose somebody from the list.", field="by")
    return int(typed)


def _about(work: Work, site: Site, typed: str) -> dict[str, int]:
    if not typed:
        return {}
    if found := _NUMBER.fullmatch(typed.lower()):
        return {"comment_id": int(found[1])}
    if found := _PERSON.fullmatch(typed.lower()):
        return {"about_id": int(found[1])}
    if typed.lower().startswith(("http:", "https:")):
        article = article_by_url(work.session, site.id, _url(site, typed))
        if article is None:
            raise Invalid("bad_filter", "Nobody has commented on that article.", field="about")
        return {"article_id": article.id}
    person = person_by_name_key(work.session, name_key(typed))
    if person is None:
        raise Invalid("bad_filter", "Nobody has that name. Write it as it stands on a card.", field="about")
    return {"about_id": person.id}


def _url(site: Site, typed: str) -> str:
    try:
        return article_url(site, typed)
    except Invalid as error:
        raise Invalid(error.code, error.message, field="about") from None
