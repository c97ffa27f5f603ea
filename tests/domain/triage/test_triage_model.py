"""The model learns, says how sure it may be, explains itself, and keeps nobody's words."""

import zlib
from functools import cache
from math import log

import pytest

from bench.triage import made_decisions
from commentbox.domain.triage.features import BUCKETS, buckets_of, words_of
from commentbox.domain.triage.model import Model, explain, raw_score, sigmoid
from commentbox.domain.triage.outcomes import Outcomes
from commentbox.domain.triage.training import (
    Example,
    Trained,
    calibrate,
    fit,
    gradient,
    loss,
    train,
)

SECRET = "My neighbour Quillermina keeps zebrafinches."


@cache
def trained() -> Trained:
    examples = [*made_decisions(1_200), Example(text=SECRET, author_id=1, is_removed=True)]
    found = train(examples[-1:] + examples[:-1])
    assert isinstance(found, Trained)
    return found


def test_it_tells_what_is_removed_from_what_is_only_heated() -> None:
    model = trained().model
    assert model.score("You are a stupid liar and everybody here knows it.") > 70
    assert model.score("This is rubbish, and the council know it is rubbish.") < 30
    at = trained().later.at(50)
    assert (at.precision or 0) > 0.85 and (at.recall or 0) > 0.7


def test_a_score_is_a_share() -> None:
    assert (trained().later.error() or 1) < 0.12


def test_the_same_again_and_through_its_bytes() -> None:
    again = train([Example(text=SECRET, author_id=1, is_removed=True), *made_decisions(1_200)])
    assert isinstance(again, Trained)
    kept = trained().model.to_bytes()
    assert again.model.to_bytes() == kept and len(kept) < 2 * BUCKETS + 100
    read = Model.from_bytes(kept)
    texts = [each.text for each in made_decisions(200)]
    assert all(abs(read.score(text) - trained().model.score(text)) <= 1 for text in texts)


def test_nobodys_words_are_in_it() -> None:
    found = trained()
    kept = zlib.decompress(found.model.to_bytes())
    named = {*found.speak_for, *found.speak_against}
    for word in ("quillermina", "zebrafinches"):
        assert word.encode() not in kept and word not in named
    assert {"pathetic", "drivel", "vermin", "offer", "click"} & set(found.speak_for)


def test_a_score_is_explained_by_the_words_that_are_there() -> None:
    because = explain(trained().model, "Thank you for writing, you stupid liar.")
    assert {"stupid", "liar"} & set(because.speak_for)
    assert {*because.speak_for, *because.speak_against} <= set(
        words_of("thank you for writing you stupid liar")
    )
    assert explain(trained().model, "").speak_for == []


@pytest.mark.parametrize("text", ["", "!!!", "\u200b", "a", "字" * 2000, "word " * 20_000])
def test_any_text_has_a_score(text: str) -> None:
    assert 0 <= trained().model.score(text) <= 100
    assert len(words_of(text)) <= 300


def test_disguised_letters_are_read_as_what_they_stand_for() -> None:
    assert buckets_of(words_of("ＳＴＵＰＩＤ stu\u200bpid")) == buckets_of(words_of("stupid stupid"))


def test_both_kinds_are_needed_also_among_the_later_ones() -> None:
    fair = [Example(text=f"Fair {n}", author_id=n, is_removed=False) for n in range(100)]
    rude = [Example(text=f"Rude {n}", author_id=n, is_removed=True) for n in range(100)]
    assert "it takes 60 of each" in str(train(fair))
    assert "too few of one kind" in str(train(rude + fair))


def test_two_words_are_weighed_as_by_the_closed_form() -> None:
    """Where two words tell all, the weights come to what the shares say."""
    texts = [["good"]] * 400 + [["bad"]] * 400
    answers = [False] * 360 + [True] * 40 + [False] * 40 + [True] * 360
    weights, bias = fit(texts, answers)
    for word, share in ((["good"], 0.1), (["bad"], 0.9)):
        assert sigmoid(raw_score(weights, bias, word)) == pytest.approx(share, abs=0.06)


def test_the_gradient_is_that_of_the_loss() -> None:
    scores, targets = [-2.0, -0.5, 0.3, 1.7], [0.1, 0.9, 0.2, 0.8]

    def at(slope: float, shift: float) -> float:
        return loss(scores, targets, slope, shift)

    found = [sigmoid(0.7 * score - 0.2) for score in scores]
    plain = -sum(t * log(p) + (1 - t) * log(1 - p) for p, t in zip(found, targets, strict=True))
    assert at(0.7, -0.2) == pytest.approx(plain)
    step = 1e-6
    by_slope, by_shift, aa, ab, bb = gradient(scores, targets, 0.7, -0.2)
    assert by_slope == pytest.approx((at(0.7 + step, -0.2) - at(0.7 - step, -0.2)) / (2 * step), rel=1e-5)
    assert by_shift == pytest.approx((at(0.7, -0.2 + step) - at(0.7, -0.2 - step)) / (2 * step), rel=1e-5)
    more = gradient(scores, targets, 0.7 + step, -0.2)
    assert (more[0] - by_slope) / step == pytest.approx(aa, rel=1e-4)
    assert (more[1] - by_shift) / step == pytest.approx(ab, rel=1e-4)
    assert bb > 0


def test_calibration_finds_the_slope_that_was_there() -> None:
    scores = [at / 100 for at in range(-300, 301)]
    answers = [((at * 7919) % 1000) / 1000 < sigmoid(2 * at / 100 - 0.5) for at in range(-300, 301)]
    slope, shift = calibrate(scores, answers)
    assert slope == pytest.approx(2, abs=0.4) and shift == pytest.approx(-0.5, abs=0.4)


def test_calibration_is_not_led_astray_by_kinds_that_lie_far_apart() -> None:
    slope, shift = calibrate([-9.0, -8.5, -8.0] * 14 + [7.0, 9.0] * 9, [False] * 42 + [True] * 18)
    assert sigmoid(slope * -8.5 + shift) < 0.1 < 0.9 < sigmoid(slope * 9 + shift)


def test_a_small_newsroom_gets_a_share_too() -> None:
    found = train(made_decisions(300))
    assert isinstance(found, Trained) and (found.later.error() or 1) < 0.2


def test_a_threshold_is_the_lowest_that_is_sure_enough_on_enough_comments() -> None:
    later = Outcomes.of([(90, True)] * 18 + [(90, False)] * 2 + [(60, True)] * 10 + [(60, False)] * 10)
    assert later.threshold_for(0.9) == 61
    assert later.threshold_for(0.7) == 50
    assert later.threshold_for(0.95) is None
    assert Outcomes.of([(90, True)] * 19).threshold_for(0.5) is None
    assert Outcomes().at(50).precision is None and Outcomes().curve() == [] and Outcomes().error() is None


def test_outcomes_are_kept_as_they_are() -> None:
    later = Outcomes.of([(0, False), (100, True), (55, True)])
    assert Outcomes.from_dict(later.to_dict()) == later
    assert [(step.start, step.end, step.count) for step in later.curve()] == [
        (0, 10, 1),
        (50, 60, 1),
        (90, 100, 1),
    ]
