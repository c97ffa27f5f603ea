"""What a classifier outside is asked and may answer, how both are signed, and when it is left alone."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commentbox.domain.moderation.verdict import Finding, Outcome

RULE = "classifier"
HEADER = "Commentbox-Signature"
PATIENCE = 5  # failures in a row, then it is left alone for a while
GIVE_UP = timedelta(hours=1)  # after a comment was sent
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
_MOST_SCORES, _MOST_LABELS, _LONGEST_NAME, _LONGEST_WORDS = 20, 10, 40, 300


class BadAnswerError(Exception):
    """What is wrong with an answer, for whoever runs the classifier."""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """`scores` are from 0 to 1 by a name; `labels` and `explanation` are shown to moderators as they are."""

    scores: Mapping[str, float]
    labels: tuple[str, ...] = ()
    explanation: str = ""


def question(*, number: int, revision: int, site: str, article: str, language: str, text: str) -> bytes:
    """The body of a request. Of who wrote it there is nothing."""
    asked = {
        "id": f"{number}:{revision}",
        "site": site,
        "article": article,
        "language": language or None,
        "text": text,
    }
    return json.dumps(asked, ensure_ascii=False).encode()


def signature(secret: str, at: int, body: bytes) -> str:
    """The value of the header: HMAC-SHA256 of the time in seconds, a full stop, and the body."""
    return f"t={at},v1={hmac.digest(secret.encode(), f'{at}.'.encode() + body, 'sha256').hex()}"


def read_answer(raw: bytes, signed: str, secret: str, at: int) -> Opinion:
    """An answer says to which question it belongs by being signed with the same time."""
    if not hmac.compare_digest(signed.encode(), signature(secret, at, raw).encode()):
        raise BadAnswerError(f"its {HEADER} is missing or wrong")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadAnswerError("it is no JSON") from None
    if not isinstance(found, dict):
        raise BadAnswerError("it is no JSON object")
    return Opinion(
        scores=_scores(found.get("scores")),
        labels=_labels(found.get("labels")),
        explanation=_line(found.get("explanation") or "", _LONGEST_WORDS),
    )


def finding_of(opinion: Opinion, name: str, *, note_at: float, hold_at: float) -> Finding:
    """The strongest score decides; what is below both limits is kept and nothing follows."""
    label, score = max(opinion.scores.items(), key=lambda pair: pair[1])
    outcome = Outcome.HOLD if score >= hold_at else Outcome.NOTE if score >= note_at else Outcome.PUBLISH
    labels = f" ({', '.join(opinion.labels)})" if opinion.labels else ""
    said = f" {opinion.explanation}" if opinion.explanation else ""
    return Finding(rule=RULE, outcome=outcome, reason=f"{name}: {label} {score:.0%}{labels}.{said}")


def unreached(name: str) -> Finding:
    reason = f"{name} was not reached within an hour and has not read this."
    return Finding(rule=RULE, outcome=Outcome.PUBLISH, reason=reason)


def left_alone_until(failures: int, now: datetime) -> datetime | None:
    """After so many failures in a row; longer each time. One question then tries whether it is back."""
    if failures < PATIENCE:
        return None
    pause: timedelta = _FIRST_PAUSE * (1 << min(failures - PATIENCE, 10))
    return now + min(pause, _LONGEST_PAUSE)


def _scores(found: Any) -> dict[str, float]:
    if not isinstance(found, dict) or not 1 <= len(found) <= _MOST_SCORES:
        raise BadAnswerError(f"scores must be an object with 1 to {_MOST_SCORES} numbers")
    for value in found.values():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= 1:
            raise BadAnswerError("each score must be a number from 0 to 1")
    return {_line(name, _LONGEST_NAME): float(value) for name, value in found.items()}


def _labels(found: Any) -> tuple[str, ...]:
    if found is None:
        return ()
    if not isinstance(found, list) or len(found) > _MOST_LABELS:
        raise BadAnswerError(f"labels must be a list of at most {_MOST_LABELS}")
    return tuple(_line(label, _LONGEST_NAME) for label in found)


def _line(found: Any, longest: int) -> str:
    if not isinstance(found, str) or not found.isprintable() or len(found) > longest:
        raise BadAnswerError(f"names and words must be on one line, of at most {longest} characters")
    return found.strip()
