"""A lively conversation under an article of the sample newspaper, the same for the same seed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random

from commentbox.demo.articles import ARTICLES, article_with
from commentbox.demo.maker import ConversationMaker
from commentbox.demo.material import talk
from commentbox.demo.moments import moments
from commentbox.demo.names import pen_names

PUBLIC_URL = "https://lamplighter.example"  # the box makes no link of an address like localhost


@dataclass(frozen=True, kw_only=True)
class SampleComment:
    """Numbers count from 1 in order of time: a parent's is smaller. `author` is a place in `people`."""

    number: int
    parent: int | None
    author: int
    text: str
    created_at: datetime
    votes: int
    status: str


@dataclass(frozen=True, kw_only=True)
class SampleFlag:
    """`number` is the flagged comment's, `person` a place in `people` as `author` is."""

    number: int
    person: int
    reason: str
    note: str


def conversation(
    seed: int,
    article: str,
    count: int,
    people: int,
    until: datetime,
    paper_url: str = PUBLIC_URL,
) -> Iterator[SampleComment]:
    """`article` is a slug. Hand-written comments have most votes or are newest; a crowd fills the rest."""
    found = article_with(article)
    if found is None:
        raise LookupError(f"The sample newspaper has no article {article!r}.")
    rng = Random(f"{seed}:{article}")  # noqa: S311 - a sample, not a secret
    maker = ConversationMaker(rng, article, count, people, f"{paper_url}/{article}")
    times = moments(rng, found.published_at(until), until, count)
    for place, (draft, created_at) in enumerate(zip(maker.drafts(), times, strict=True)):
        yield SampleComment(
            number=place + 1,
            parent=None if draft.parent is None else draft.parent + 1,
            author=draft.author,
            text=draft.text,
            created_at=created_at,
            votes=draft.votes,
            status=draft.status,
        )


def people(seed: int, count: int) -> tuple[str, ...]:
    """Pen names that may be registered. Asking for more never changes the ones already given."""
    return tuple(islice(pen_names(Random(f"people:{seed}")), count))  # noqa: S311 - a sample, not a secret


def flags(seed: int, comments: Iterable[SampleComment]) -> Iterator[SampleFlag]:
    """What other readers have flagged; never by the author, never twice by one person."""
    rng = Random(f"flags:{seed}")  # noqa: S311 - a sample, not a secret
    known = list(comments)
    reasons = {remark.text: remark for article in ARTICLES for remark in talk(article.slug) if remark.reason}
    everybody = sorted({comment.author for comment in known})
    for comment in known:
        remark = reasons.get(comment.text)
        others = [person for person in everybody if person != comment.author]
        if remark is None or not others:
            continue
        notes = [remark.note, ""] if rng.random() < 0.35 else [remark.note]
        for person, note in zip(rng.sample(others, min(len(notes), len(others))), notes, strict=False):
            yield SampleFlag(number=comment.number, person=person, reason=remark.reason, note=note)
