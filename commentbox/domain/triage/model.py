"""A linear model with a calibrated score, as small as the bytes it is kept in."""

import struct
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import exp, sqrt

from commentbox.domain.triage.features import BUCKETS, buckets_of, of_pair, of_word, words_of

_HEAD = struct.Struct("<3d")
_MOST_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class Model:
    """`slope` and `shift` turn the sum of the weights into a share of removed comments."""

    weights: "array[float]"
    bias: float
    slope: float = 1.0
    shift: float = 0.0

    def score(self, text: str) -> int:
        """How many of a hundred such comments this site's moderators remove."""
        return percent(self.slope * raw_score(self.weights, self.bias, words_of(text)) + self.shift)

    def to_bytes(self) -> bytes:
        head = _HEAD.pack(self.bias, self.slope, self.shift)
        return zlib.compress(head + struct.pack(f"<{BUCKETS}e", *self.weights), 6)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Model":
        raw = zlib.decompress(kept)
        bias, slope, shift = _HEAD.unpack_from(raw)
        weights = array("f", struct.unpack_from(f"<{BUCKETS}e", raw, _HEAD.size))
        return cls(weights=weights, bias=bias, slope=slope, shift=shift)


@dataclass(frozen=True, kw_only=True)
class Because:
    """The words of a text that speak most for its removal, and most against it."""

    speak_for: Sequence[str] = ()
    speak_against: Sequence[str] = ()


def raw_score(weights: "array[float]", bias: float, words: list[str]) -> float:
    """Long texts are made of more, and count no more for it."""
    buckets = buckets_of(words)
    return bias + sum(map(weights.__getitem__, buckets)) / sqrt(len(buckets) or 1)


def explain(model: Model, text: str) -> Because:
    """Each word with what it adds by itself and half of what it adds beside its neighbours."""
    words = words_of(text)
    weighed: dict[str, float] = {}
    for word in words:
        weighed.setdefault(word, weight_of_word(model.weights, word))
    for one, other in pairwise(words):
        half = model.weights[of_pair(one, other)] / 2
        weighed[one] += half
        weighed[other] += half
    ordered = sorted(weighed, key=lambda word: (-abs(weighed[word]), word))
    least = abs(weighed[ordered[0]]) / 10 if ordered else 0.0
    strong = [word for word in ordered if abs(weighed[word]) > least]
    return Because(
        speak_for=[word for word in strong if weighed[word] > 0][:_MOST_WORDS],
        speak_against=[word for word in strong if weighed[word] < 0][:_MOST_WORDS],
    )


def weight_of_word(weights: "array[float]", word: str) -> float:
    return sum(weights[bucket] for bucket in of_word(word))


def percent(sum_of_weights: float) -> int:
    return min(99, max(1, round(100 * sigmoid(sum_of_weights))))  # nothing is certain


def sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))


def digest(kept: bytes) -> str:
    return sha256(kept).hexdigest()
