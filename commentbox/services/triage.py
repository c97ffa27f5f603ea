"""What the model of a site's own decisions makes of a text. Where it is off, nothing is asked or read."""

from collections import OrderedDict
from dataclasses import dataclass

from commentbox.domain.lanes import Lane
from commentbox.domain.moderation.verdict import Finding, Outcome
from commentbox.domain.triage.model import Because, Model, explain
from commentbox.domain.triage.outcomes import Outcomes, Scored
from commentbox.services.sites import Site, get_site_by_id
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.triage import model_by_digest

_MOST_KEPT = 16  # models in this process, half a megabyte each
_SHOWN = ("shown", "hold")


@dataclass(frozen=True, kw_only=True)
class InUse:
    version: int
    model: Model
    later: Outcomes


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What a card shows of it."""

    score: int
    because: Because


def score_of(work: Work, site: Site, text: str) -> Scored | None:
    """None where no policy asks for it, or there is no model yet."""
    if all(policy.triage == "off" for policy in site.policies):
        return None
    found = in_use(work, site)
    if found is None:
        return None
    return Scored(score=found.model.score(text), version=found.version, later=found.later)


def score_kept(work: Work, site: Site, comment: CommentRow) -> Scored | None:
    """What was made of it when it was sent: the model in use may have learnt from it since."""
    found = None if comment.triage_score is None else in_use(work, site)
    if found is None or comment.triage_score is None:
        return None
    return Scored(score=comment.triage_score, version=found.version, later=found.later)


def note_score(comment: CommentRow, scored: Scored | None) -> None:
    comment.triage_score = None if scored is None else scored.score
    comment.triage_version = None if scored is None else scored.version


def score_to_sort_by(work: Work, comment: CommentRow) -> int:
    """Nothing where it only runs in the shadow; nor for what chance chose, which is decided blind."""
    if comment.triage_score is None or comment.called is Lane.SAMPLE:
        return 0
    level = get_site_by_id(work, comment.site_id).policy.triage
    return comment.triage_score if level in _SHOWN else 0


def hint_for(work: Work, site: Site, comment: CommentRow) -> Hint | None:
    if comment.triage_score is None or comment.called is Lane.SAMPLE or site.policy.triage not in _SHOWN:
        return None
    found = in_use(work, site)
    because = Because() if found is None else explain(found.model, comment.source)
    return Hint(score=comment.triage_score, because=because)


def is_to_be_seen(finding: Finding, comment: CommentRow, site: Site) -> bool:
    """On a card: what only a trial of it has found is not, where its scores are not."""
    if finding.rule != "triage" or finding.outcome >= Outcome.HOLD:
        return True
    return comment.called is not Lane.SAMPLE and site.policy.triage in _SHOWN


def in_use(work: Work, site: Site) -> InUse | None:
    """Read once a process and version."""
    if site.triage_model is None:
        return None
    known = _READ.get(site.triage_model)
    if known is None:
        row = model_by_digest(work.session, site.id, site.triage_model)
        if row is None or row.weights is None:
            return None
        later = Outcomes.from_dict(row.later)
        known = InUse(version=row.version, model=Model.from_bytes(row.weights), later=later)
        _READ[site.triage_model] = known
        while len(_READ) > _MOST_KEPT:
            _READ.popitem(last=False)
    return known


_READ: OrderedDict[str, InUse] = OrderedDict()
