"""JSON in: is it an object, is it text, is it a number. What a value may be is the domain's to say."""

import json
from typing import Any

from flask import request

from commentbox.domain.errors import Invalid
from commentbox.domain.reactions import VoteKind
from commentbox.web.numbers import LARGEST

_MOST = 2**31  # what is larger fits no column


def body(*names: str) -> dict[str, Any]:
    """The request's JSON object, with only these names in it; whatever is missing comes as None."""
    try:
        found = json.loads(request.get_data(), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Invalid("bad_json", "The body is not JSON we can read. Send one flat JSON object.") from None
    if not isinstance(found, dict):
        raise Invalid("bad_json", "Send a JSON object.")
    unknown = sorted(set(found) - set(names))
    if unknown:
        raise Invalid("unknown_field", f"There is no field “{unknown[0][:40]}” here.", field=unknown[0][:40])
    return {name: found.get(name) for name in names}


def text_or_none(raw: Any, field: str) -> str | None:
    if raw is not None and not isinstance(raw, str):
        raise Invalid("not_text", f"“{field}” must be text.", field=field)
    return raw


def no_body() -> None:
    """For an address that takes nothing: an empty object is as good as none, and a name in it is refused."""
    if request.get_data():
        body()


def comment_id(raw: Any, field: str) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw < LARGEST:
        raise Invalid("bad_number", f"“{field}” must be the number of a comment.", field=field)
    return raw


def revision_number(raw: Any, field: str) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw < _MOST:
        raise Invalid("bad_number", f"“{field}” must be the number of a revision.", field=field)
    return raw


def comment_ids(raw: Any, field: str) -> list[int]:
    if not isinstance(raw, list):
        raise Invalid("bad_list", f"“{field}” must be a list of numbers.", field=field)
    return [comment_id(item, field) for item in raw]


def vote_sent() -> VoteKind:
    """Up, where nothing is said: the button everybody has."""
    raw = body("vote")["vote"] if request.get_data() else None
    try:
        return VoteKind.UP if raw is None else VoteKind(raw)
    except ValueError:
        raise Invalid("bad_vote", "A vote is “up” or “down”.", field="vote") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
