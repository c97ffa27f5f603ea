"""How good and how fast the triage is, on a made newsroom's decisions: python -m bench.triage"""

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from functools import partial

from bench import sections
from commentbox.domain.triage.features import of_word
from commentbox.domain.triage.model import Model, explain
from commentbox.domain.triage.outcomes import THRESHOLDS, Outcomes
from commentbox.domain.triage.training import Example, Trained, train

COUNT = 6_000
_NOISE = 0.05  # decisions that another moderator would have made otherwise

_TOLD = """## Triage

[The model of a site's own decisions](moderating.md#triage-by-your-own-decisions), on {today}, by
`python -m bench.triage --page`, which makes the same decisions every time: fair comments, heated ones that
are approved, rude ones and advertising, with words on both sides, {noise:.0%} decided the other way round,
some with letters the wrong way round, and from the last third on insults and offers that were not there
before. That shows whether the arithmetic holds and what it costs. It says nothing about real readers, who
have more words and better ideas; the page "Triage" does, on your own decisions.

{count:,} decisions to learn from, the {later:,} that came after these to measure by:

| score from | caught | of these removed (precision) | of the removed ones caught (recall) |
|---|---|---|---|
{rows}

| score | comments | said | removed |
|---|---|---|---|
{steps}

On average the score is {error:.1f} points from what happened. Nine in ten of what is caught were removed
from a score of {threshold} on.

| work | time or size |
|---|---|
{times}
"""
_PLACES = (
    "the bridge", "the old market", "our street", "the tram", "the school", "the park", "the harbour",
    "the square",
)  # fmt: skip
_WHO = (
    "the council",
    "the mayor’s office",
    "the planners",
    "the newspaper",
    "the operator",
    "our councillors",
)
_FAIR = (
    "I cross {place} every morning and {who} never asked us.",
    "Has anybody counted how many people use {place} after eight?",
    "The figures in the article do not match what {who} said in spring.",
    "Thank you for writing about {place}, it was about time.",
    "My mother is eighty and cannot walk to {place} any more.",
    "I disagree with {who}, but the argument about {place} is a good one.",
    "What would it cost to keep {place} open at night?",
    "Shop owners near {place} lose half of their customers, and {who} should say so.",
    "In other towns this worked well, after a difficult first year.",
    "Let us wait for the report before {who} decides about {place}.",
)
_HEATED = (
    "What a stupid plan! {who} should be ashamed of {place}.",
    "This is rubbish, and {who} know it is rubbish.",
    "Damn it, who pays for {place}? We do, again!",
    "I am so angry about {place} that I could scream at {who}.",
    "Nobody in {who} has ever stood at {place} in the rain, the fools.",
)
_RUDE = (
    "You are a stupid liar and everybody here knows it.",
    "Shut up, you brainless dolt, go back to your cave.",
    "People like you should be thrown off {place}.",
    "What a pathetic moron, {who} pay you for this drivel?",
    "You oaf, you cannot even read, you and your filthy friends.",
    "Only vermin like you would say that about {place}.",
)
_SPAM = (
    "Earn good money from home, write to my page for the offer!",
    "Best cheap watches and bags, free delivery, click the link in my name.",
    "My loan came in one day, contact this kind lender for a loan.",
    "Buy followers now, cheap offer, click here for free trial.",
)
_LATER = (  # what nobody had written in the first two thirds
    "You utter pillock, keep your nonsense away from {place}.",
    "Crypto doubles in a week, join my free group, click the offer.",
)
_MORE = (
    "We will see.",
    "That is how I see it.",
    "Read the article again!",
    "It was the same ten years ago.",
    "Who believes that?",
    "I said so last week.",
    "Good night.",
)


def made_decisions(count: int = COUNT, seed: int = 7) -> list[Example]:
    """The same every time: three in ten removed, some words on both sides, and new ones at the end."""
    dice = random.Random(seed)  # noqa: S311 - the same every time
    return [_example(dice, at / count) for at in range(count)]


def _example(dice: random.Random, when: float) -> Example:
    is_bad = dice.random() < 0.3
    lines = _bad(dice, when) if is_bad else _HEATED if dice.random() < 0.3 else _FAIR
    said = [dice.choice(lines), *(dice.choice(_FAIR + _MORE) for _ in range(dice.randrange(4)))]
    dice.shuffle(said)
    text = _misspelt(dice, re.sub(r"\{(\w+)\}", lambda slot: _filled(dice, slot[1]), " ".join(said)))
    return Example(
        text=text, author_id=dice.randrange(400), is_removed=is_bad is not (dice.random() < _NOISE)
    )


def _bad(dice: random.Random, when: float) -> Sequence[str]:
    if when > 2 / 3 and dice.random() < 0.25:
        return _LATER
    return _RUDE if dice.random() < 0.7 else _SPAM


def _filled(dice: random.Random, slot: str) -> str:
    return dice.choice(_PLACES if slot == "place" else _WHO)


def _misspelt(dice: random.Random, text: str) -> str:
    """One comment in four has two letters the wrong way round in some of its words."""
    if dice.random() > 0.25:
        return text
    swapped = re.compile(r"\b(\w)(\w)(\w)(?=\w)")
    return swapped.sub(lambda word: word[1] + word[3] + word[2] if dice.random() < 0.1 else word[0], text)


def report(trained: Trained, seconds: float, texts: Sequence[str]) -> str:
    later, model = trained.later, trained.model
    kept, words = model.to_bytes(), sum(len(text.split()) for text in texts) / len(texts)
    known, cold = _each(model.score, texts), _each(partial(_cold, model), texts)
    explained, read = (
        _each(partial(explain, model), texts),
        _each(lambda _: Model.from_bytes(kept), texts[:5]),
    )
    times = (
        f"| scoring a comment of {words:.0f} words | {known:.2f} ms |",
        f"| the same where each word is met for the first time | {cold:.2f} ms |",
        f"| saying which words it comes from | {explained:.2f} ms |",
        f"| reading the model, once a process and version | {read:.1f} ms |",
        f"| learning from {trained.count:,} decisions, and measuring | {seconds:.1f} s |",
        f"| the model in the database | {len(kept) / 1000:.0f} kB |",
    )
    return _TOLD.format(
        today=sections.today(),
        noise=_NOISE,
        count=trained.count,
        later=later.count,
        rows="\n".join(_row(later, threshold) for threshold in THRESHOLDS),
        steps="\n".join(
            f"| {step.start} to {step.end} | {step.count:,} | {step.said:.0%} | {step.removed:.0%} |"
            for step in later.curve()
        ),
        error=100 * (later.error() or 0),
        threshold=later.threshold_for(0.9),
        times="\n".join(times),
    )


def _cold(model: Model, text: str) -> None:
    of_word.cache_clear()
    model.score(text)


def _row(outcomes: Outcomes, threshold: int) -> str:
    at = outcomes.at(threshold)
    return f"| {threshold} | {at.caught:,} | {at.precision or 0:.0%} | {at.recall or 0:.0%} |"


def _each(do: Callable[[str], object], texts: Sequence[str]) -> float:
    """Milliseconds for one, the best of three times."""
    best = min(_timed(lambda: [do(text) for text in texts]) for _ in range(3))
    return 1000 * best / len(texts)


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.triage", description=__doc__)
    parser.add_argument("--page", action="store_true", help="put it into docs/performance.md")
    options = parser.parse_args()
    examples = made_decisions()
    began = time.perf_counter()
    trained = train(examples)
    seconds = time.perf_counter() - began
    if isinstance(trained, str):
        raise SystemExit(trained)
    told = report(trained, seconds, [each.text for each in examples[-1000:]])
    if options.page:
        sections.write(told)
    else:
        print(told)


if __name__ == "__main__":
    main()
