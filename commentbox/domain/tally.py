"""What a day's comments and decisions come to: counts by section and kind, from the facts alone."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.lanes import CALLS, Lane
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.waits import step_of

WHOLE = ""  # as a section: the whole site
NO_SECTION, OTHERS = "/", "…"
MOST_SECTIONS = 30
# Counted for every section; the rest for the site alone.
BY_SECTION = ("posted", "replies", "published", "held", "removed", "reported", "talks", "talkers")
Tally = Counter[tuple[str, str]]  # by section and kind


@dataclass(frozen=True, kw_only=True)
class Said:
    """A comment of the day. `is_back`: its author had written here before that day."""

    section: str
    article_id: int
    author_id: int
    is_reply: bool
    is_back: bool


@dataclass(frozen=True, kw_only=True)
class Step:
    """One decision about a comment; `by_id` is empty where the box decided."""

    by_id: int | None
    action: Action
    before: Status
    after: Status
    at: datetime
    revision: int = 1
    is_undo: bool = False


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A decision of the day, with what came before it.

    `called`: the lane it was passed on to. `reported_at`, `complained_at`: the first report and the first
    legal complaint that it answered. `is_urgent`: a rule had found a threat.
    """

    section: str
    step: Step
    said_at: datetime
    reason: Reason | None = None
    called: Lane | None = None
    is_undone: bool = False
    earlier: tuple[Step, ...] = ()
    reported_at: datetime | None = None
    complained_at: datetime | None = None
    is_urgent: bool = False


@dataclass(kw_only=True)
class Day:
    """All the facts. `reported`: the section of each report."""

    said: list[Said] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    count_complaints: int = 0
    sanctions: list[SanctionKind] = field(default_factory=list)


def section_of(url: str) -> str:
    """The part of the paper an address belongs to, such as `/sport/`: the first word of its path, if the
    article lies below it.
    """
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if len(parts) < 2 or any(char.isdigit() for char in parts[0]) or len(parts[0]) > 40:
        return NO_SECTION
    return f"/{parts[0].lower()}/"


def is_counted(section: str) -> bool:
    """Whether that part of the paper has counts of its own: not what is only part of such a part."""
    return section_of(f"https://paper{section}article") == section


def tally(day: Day) -> Tally:
    found: Tally = Counter()
    _count_said(found, day.said)
    for judged in day.judged:
        _count_judged(found, judged)
    for section in day.reported:
        _add(found, section, "reported")
    found[WHOLE, "complaints"] += day.count_complaints
    for kind in day.sanctions:
        found[WHOLE, f"sanction:{kind.value}"] += 1
    return _folded(Counter({key: count for key, count in found.items() if count}))


def lane_and_start(judged: Judged) -> tuple[Lane, datetime] | None:
    """Where it had waited and since when; none where nobody had asked for the decision."""
    if judged.complained_at is not None:
        return Lane.LEGAL, judged.complained_at
    if judged.called is not None:
        calls = [step.at for step in judged.earlier if CALLS.get(step.action) is judged.called]
        return judged.called, calls[-1] if calls else judged.said_at
    if judged.step.before is Status.HELD:
        return Lane.THREAT if judged.is_urgent else Lane.HELD, _held_since(judged)
    if judged.reported_at is not None:
        return Lane.THREAT if judged.is_urgent else Lane.REPORTED, judged.reported_at
    return None


def source_of(judged: Judged) -> str:
    """What brought a removal about: the law, the rules, readers’ reports, or moderators by themselves."""
    if judged.complained_at is not None:
        return "legal"
    if judged.step.before is Status.HELD and judged.called is None and _last_holder(judged) is None:
        return "rules"
    return "reports" if judged.reported_at is not None else "moderators"


def _count_said(found: Tally, said: Iterable[Said]) -> None:
    people: dict[int, bool] = {}
    talkers: dict[tuple[str, int], set[int]] = {}
    for each in said:
        _add(found, each.section, "posted")
        if each.is_reply:
            _add(found, each.section, "replies")
        _add(found, each.section, "published")  # what was held is taken off again below
        people[each.author_id] = each.is_back
        talkers.setdefault((each.section, each.article_id), set()).add(each.author_id)
    for (section, _), authors in talkers.items():
        _add(found, section, "talks")
        _add(found, section, "talkers", len(authors))
    found[WHOLE, "people"] += len(people)
    found[WHOLE, "returned"] += sum(people.values())


def _count_judged(found: Tally, judged: Judged) -> None:
    step = judged.step
    if step.by_id is None and step.action is Action.HOLD:
        _add(found, judged.section, "held")
        if step.before is Status.HELD:  # it was never published
            _add(found, judged.section, "published", -1)
    _count_agreement(found, judged)
    if judged.is_undone or step.is_undo:
        return
    if step.before is Status.HELD and step.after is Status.PUBLISHED:
        _add(found, judged.section, "published")
    if step.action is Action.REMOVE:
        _add(found, judged.section, "removed")
        found[WHOLE, f"reason:{(judged.reason or Reason.OTHER).value}"] += 1
        found[WHOLE, f"source:{source_of(judged)}"] += 1
        found[WHOLE, "removed_by_box"] += step.by_id is None
    if step.by_id is None or not step.action.settles:
        return
    _count_rules(found, judged)
    if (waited := lane_and_start(judged)) is not None:
        lane, since = waited
        found[WHOLE, f"wait:{lane.value}:{step_of(step.at - since)}"] += 1


def _count_rules(found: Tally, judged: Judged) -> None:
    """The first person's word about what the rules alone had decided."""
    if any(earlier.by_id is not None and earlier.action.settles for earlier in judged.earlier):
        return
    if judged.step.before is Status.HELD and _last_holder(judged) is None:
        found[WHOLE, f"held_{'approved' if judged.step.action is Action.APPROVE else 'removed'}"] += 1
    elif judged.step.action is Action.REMOVE:
        found[WHOLE, "passed_removed"] += 1


def _count_agreement(found: Tally, judged: Judged) -> None:
    """Whether a second person decided about the same words as the first had."""
    step = judged.step
    before = [one for one in judged.earlier if one.by_id is not None and (one.action.settles or one.is_undo)]
    if step.by_id is None or not before or not (step.action.settles or step.is_undo):
        return
    first = before[-1]
    if first.by_id == step.by_id or first.revision != step.revision or first.is_undo:
        return
    found[WHOLE, "pairs"] += 1
    found[WHOLE, "pairs_agreed"] += not step.is_undo and step.after is first.after


def _held_since(judged: Judged) -> datetime:
    since = judged.said_at
    for step in reversed(judged.earlier):
        if step.after is not Status.HELD:
            break
        since = step.at
    return since


def _last_holder(judged: Judged) -> int | None:
    holds = [step.by_id for step in judged.earlier if step.action is Action.HOLD]
    return holds[-1] if holds else None


def _add(found: Tally, section: str, kind: str, count: int = 1) -> None:
    found[WHOLE, kind] += count
    found[section, kind] += count


def _folded(found: Tally) -> Tally:
    """With the smallest sections as one, where a paper's addresses give each article one of its own."""
    sizes = Counter(
        {section: count for (section, kind), count in found.items() if kind == "posted" and section}
    )
    kept = _kept([section for section, _ in sizes.most_common()])
    folded: Tally = Counter()
    for (section, kind), count in found.items():
        folded[section if section == WHOLE or section in kept else OTHERS, kind] += count
    return folded


def _kept(by_size: list[str]) -> Collection[str]:
    return by_size if len(by_size) <= MOST_SECTIONS else by_size[:MOST_SECTIONS]
