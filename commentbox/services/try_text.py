"""What the rules would make of a text, before anybody sends it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commentbox.domain.moderation.likeness import likeness_keys
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.rulebook import RULEBOOK
from commentbox.domain.moderation.spots import WORD_RULES, Piece, marked
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Draft, Earlier, Finding, Outcome, Policy
from commentbox.domain.people import Actor, Role
from commentbox.domain.text import clean_body
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sites import Site
from commentbox.services.triage import score_of
from commentbox.services.work import Work
from commentbox.store.earlier import Sought, said_before

NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class Found:
    title: str
    outcome: Outcome
    would: Outcome | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    outcome: Outcome
    findings: Sequence[Found]
    pieces: Sequence[Piece]
    text: str
    is_new: bool


def try_text(work: Work, actor: Actor | None, site_key: str, raw: object, *, is_new: bool) -> Tried:
    """As if a reader had sent it now: somebody new, or somebody whose comments were often published."""
    site = site_to_moderate(work, actor, site_key)
    text = clean_body(raw, max_length=site.policy.max_length)
    draft = Draft(
        text=text,
        policy=replace(site.policy, verified_only=False),
        watched=site.watched,
        author=Actor(id=NOBODY, name="A reader", role=Role.READER, verified=True),
        at=work.now,
        own_hosts=tuple(origin.host for origin in site.origins),
        count_approved=0 if is_new else site.policy.new_person_approved,
        others=_others(work, site, text),
        triage=score_of(work, site, text),
    )
    verdict = judge(draft)
    return Tried(
        outcome=verdict.outcome,
        findings=[_found(finding) for finding in verdict.findings],
        pieces=marked(text, _widest(site)),
        text=text,
        is_new=is_new,
    )


def _others(work: Work, site: Site, text: str) -> tuple[Earlier, ...]:
    sought = Sought(
        site_id=site.id,
        author_id=NOBODY,
        text_key=text_key(text),
        keys=likeness_keys(text),
        own_since=work.now,
        others_since=site.remembered_since(work.now),
    )
    return tuple(
        Earlier(text=said.source, seconds_ago=(work.now - said.created_at).total_seconds())
        for said in said_before(work.session, sought)
    )


def _widest(site: Site) -> Policy:
    """With the words of a policy on trial, so that they are marked too."""
    if site.watched is None:
        return site.policy
    lists = (*WORD_RULES, "banned_hosts")
    both = {
        name: tuple(dict.fromkeys((*getattr(site.policy, name), *getattr(site.watched, name))))
        for name in lists
    }
    return replace(site.policy, **both)  # type: ignore[arg-type]  # each is a list of words, as before


def _found(finding: Finding) -> Found:
    about = RULEBOOK.get(finding.rule)
    return Found(
        title=finding.rule if about is None else about.title,
        outcome=finding.outcome,
        would=finding.would,
        reason=finding.reason,
    )
