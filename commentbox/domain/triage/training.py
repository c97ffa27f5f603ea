"""Logistic regression on hashed words: the same decisions in the same order give the same model."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from commentbox.domain.triage.features import BUCKETS, buckets_of, words_of
from commentbox.domain.triage.model import Model, raw_score, sigmoid, weight_of_word
from commentbox.domain.triage.outcomes import Outcomes

LEAST = 60  # decisions of each kind
_LEAST_LATER = 10  # of each kind among those the model is measured on
_MOST_LATER = 1000
ROUNDS = 6
_RATE = 0.5
_LEAST_PEOPLE = 5
_MOST_WORDS = 25


@dataclass(frozen=True, kw_only=True)
class Example:
    """A comment that somebody has decided about; the oldest decision comes first."""

    text: str
    author_id: int
    is_removed: bool


@dataclass(frozen=True, kw_only=True)
class Trained:
    """`later`: what the model made of the latest decisions, from which it has learnt nothing.

    `words`: the strongest ones each way, only such as several people have used.
    """

    model: Model
    later: Outcomes
    count: int
    speak_for: Sequence[str]
    speak_against: Sequence[str]


def too_few(removed: int, approved: int) -> str:
    """What is missing before a model can be made, in a sentence; nothing if there is enough."""
    if removed >= LEAST and approved >= LEAST:
        return ""
    return (
        f"There are {removed:,} removed and {approved:,} approved comments to learn from,"
        f" and it takes {LEAST} of each. Go on deciding, and try again later."
    )


def train(examples: Sequence[Example]) -> Trained | str:
    """A model, or what is missing for one.

    It learns from the earlier decisions, and is measured on the later ones. How sure it may be is learnt on
    some it had not seen either.
    """
    removed = sum(each.is_removed for each in examples)
    if problem := too_few(removed, len(examples) - removed):
        return problem
    split = len(examples) - min(len(examples) // 5, _MOST_LATER)
    first, later = examples[:split], examples[split:]
    count = sum(each.is_removed for each in later)
    if min(count, len(later) - count) < _LEAST_LATER:
        return (
            f"Of the latest {len(later):,} decisions {count:,} were removals: too few of one kind to measure"
            f" a model by. It takes {_LEAST_LATER} of each."
        )
    words = [words_of(each.text) for each in first]
    answers = [each.is_removed for each in first]
    inner = split * 3 // 4
    weights, bias = fit(words[:inner], answers[:inner])
    unseen = [raw_score(weights, bias, each) for each in words[inner:]]
    slope, shift = calibrate(unseen, answers[inner:])
    weights, bias = fit(words, answers)
    model = Model(weights=weights, bias=bias, slope=slope, shift=shift)
    speak_for, speak_against = _strongest(model, words, [each.author_id for each in first])
    return Trained(
        model=model,
        later=Outcomes.of((model.score(each.text), each.is_removed) for each in later),
        count=len(first),
        speak_for=speak_for,
        speak_against=speak_against,
    )


def fit(texts: Sequence[list[str]], answers: Sequence[bool]) -> "tuple[array[float], float]":
    """The weight of every bucket, and of none: a few rounds, each step smaller where many went before."""
    weights, squares = array("f", bytes(4 * BUCKETS)), array("f", bytes(4 * BUCKETS))
    rate = (sum(answers) + 1) / (len(answers) + 2)
    bias = log(rate / (1 - rate))
    rows = [array("L", sorted(buckets_of(words))) for words in texts]
    for turn in range(ROUNDS):
        for at in _shuffled(len(rows), turn):
            row = rows[at]
            scale = 1 / sqrt(len(row) or 1)
            error = sigmoid(bias + scale * sum(map(weights.__getitem__, row))) - answers[at]
            step = error * scale
            square = step * step
            for bucket in row:
                squares[bucket] += square
                weights[bucket] -= _RATE * step / sqrt(squares[bucket] + 1e-6)
    return weights, bias


def calibrate(scores: Sequence[float], answers: Sequence[bool]) -> tuple[float, float]:
    """Slope and shift after which a score is a share, by Newton's method (Platt 1999, with his targets)."""
    count = sum(answers)
    yes, no = (count + 1) / (count + 2), 1 / (len(answers) - count + 2)
    targets = [yes if answer else no for answer in answers]
    slope, shift = 1.0, 0.0
    for _ in range(50):
        by_slope, by_shift, aa, ab, bb = gradient(scores, targets, slope, shift)
        aa, bb = aa + 1e-3, bb + 1e-3
        det = aa * bb - ab * ab
        step = (bb * by_slope - ab * by_shift) / det, (aa * by_shift - ab * by_slope) / det
        slope, shift = _shorter(scores, targets, (slope, shift), step)
        if abs(by_slope) + abs(by_shift) < 1e-6:
            break
    return (slope, shift) if slope > 0 else (1e-3, log(yes / (1 - yes)))


def _shorter(
    scores: Sequence[float], targets: Sequence[float], at: tuple[float, float], step: tuple[float, float]
) -> tuple[float, float]:
    """The step, halved until it leads downhill: where both kinds lie far apart, a whole one leads astray."""
    before = loss(scores, targets, *at)
    for _ in range(30):
        there = at[0] - step[0], at[1] - step[1]
        if loss(scores, targets, *there) <= before:
            return there
        step = step[0] / 2, step[1] / 2
    return at


def loss(scores: Sequence[float], targets: Sequence[float], slope: float, shift: float) -> float:
    sums = [slope * score + shift for score in scores]
    # log(1 + e^x), which grows too large to be worked out that way
    return sum(
        max(each, 0) + log(1 + exp(-abs(each))) - target * each
        for each, target in zip(sums, targets, strict=True)
    )


def gradient(
    scores: Sequence[float], targets: Sequence[float], slope: float, shift: float
) -> tuple[float, float, float, float, float]:
    """Of the loss by slope and shift, and its second derivatives."""
    by_slope = by_shift = aa = ab = bb = 0.0
    for score, target in zip(scores, targets, strict=True):
        found = sigmoid(slope * score + shift)
        error, weight = found - target, found * (1 - found)
        by_slope, by_shift = by_slope + error * score, by_shift + error
        aa, ab, bb = aa + weight * score * score, ab + weight * score, bb + weight
    return by_slope, by_shift, aa, ab, bb


def _shuffled(count: int, turn: int) -> list[int]:
    """Another order in every round, and the same one every time."""
    return sorted(range(count), key=lambda at: ((at + 1) * 2654435761 + turn * 40503) & 0xFFFFFFFF)


def _strongest(
    model: Model, texts: Sequence[list[str]], author_ids: Sequence[int]
) -> tuple[list[str], list[str]]:
    people: dict[str, set[int]] = {}
    for words, author_id in zip(texts, author_ids, strict=True):
        for word in words:
            if word.isalpha() and len(word) > 1:
                people.setdefault(word, set()).add(author_id)
    known = [word for word, authors in people.items() if len(authors) >= _LEAST_PEOPLE]
    weighed = {word: weight_of_word(model.weights, word) for word in known}
    # What many have written says more about the site than what is rare and all the more telling.
    ordered = sorted(known, key=lambda word: (-weighed[word] * sqrt(len(people[word])), word))
    speak_for = [word for word in ordered[:_MOST_WORDS] if weighed[word] > 0]
    return speak_for, [word for word in reversed(ordered[-_MOST_WORDS:]) if weighed[word] < 0]
