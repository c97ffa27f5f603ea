"""A legal complaint about a comment: what a notice must say so that a publisher knows, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from commentbox.domain.errors import Invalid
from commentbox.domain.people import clean_email
from commentbox.domain.text import clean_body, clean_line, is_blank
from commentbox.domain.words import Words

_Choice = TypeVar("_Choice", bound=StrEnum)

MAX_NAME, MAX_LAW, MAX_PASSAGE, MAX_WHY = 100, 200, 1000, 5000


class Ground(StrEnum):
    """Which right or law the comment is said to break."""

    DEFAMATION = "defamation"
    PRIVACY = "privacy"
    HATE = "hate"
    THREAT = "threat"
    COPYRIGHT = "copyright"
    CHILD_ABUSE = "child_abuse"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _GROUNDS[self]


class Capacity(StrEnum):
    """In what capacity somebody complains."""

    CONCERNED = "concerned"
    FOR_OTHERS = "for_others"
    AUTHORITY = "authority"
    WITNESS = "witness"

    @property
    def label(self) -> str:
        return _CAPACITIES[self]


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """`name` and `email` may be empty where the law lets people stay unnamed: about the abuse of children."""

    name: str
    email: str
    capacity: Capacity
    ground: Ground
    law: str
    passage: str
    why: str


def clean_complaint(sent: Mapping[str, str]) -> Complaint:
    """Raises `Invalid` for the first field that has to be mended; the law, the passage may be left out."""
    ground = _choice(Ground, sent, "ground", Words("Choose what the comment does wrong."))
    capacity = _choice(Capacity, sent, "capacity", Words("Say in what capacity you complain."))
    why = _text(sent, "why", MAX_WHY)
    if not why:
        raise Invalid("empty", "Explain why you believe that this is against the law.", field="why")
    is_named = ground is not Ground.CHILD_ABUSE
    complaint = Complaint(
        name=clean_line(sent.get("name"), field="name", max_length=MAX_NAME)
        if is_named or _has(sent, "name")
        else "",
        email=clean_email(sent.get("email")) if is_named or _has(sent, "email") else "",
        capacity=capacity,
        ground=ground,
        law=clean_line(sent["law"], field="law", max_length=MAX_LAW) if _has(sent, "law") else "",
        passage=_text(sent, "passage", MAX_PASSAGE),
        why=why,
    )
    if sent.get("good_faith") != "1":
        message = Words("Confirm that what you say is true as far as you know: the law asks for it.")
        raise Invalid("no_good_faith", message, field="good_faith")
    return complaint


def _has(sent: Mapping[str, str], field: str) -> bool:
    return not is_blank(sent.get(field, ""))


def _text(sent: Mapping[str, str], field: str, most: int) -> str:
    """Of several lines; empty if it was left out."""
    try:
        return clean_body(sent[field], max_length=most) if _has(sent, field) else ""
    except Invalid as error:
        raise Invalid(error.code, error.message, field=field) from None


def _choice(kind: type[_Choice], sent: Mapping[str, str], field: str, message: str) -> _Choice:
    try:
        return kind(sent.get(field, ""))
    except ValueError:
        raise Invalid("bad_choice", message, field=field) from None


_GROUNDS = {
    Ground.DEFAMATION: Words("It harms somebody’s good name with something untrue (defamation)"),
    Ground.PRIVACY: Words("It gives away private or personal details"),
    Ground.HATE: Words("It stirs up hatred or insults a group unlawfully"),
    Ground.THREAT: Words("It threatens somebody or calls for violence"),
    Ground.COPYRIGHT: Words("It uses a work without its owner’s leave"),
    Ground.CHILD_ABUSE: Words("It is about the sexual abuse of children"),
    Ground.OTHER: Words("It breaks another law"),
}
_CAPACITIES = {
    Capacity.CONCERNED: Words("It is about me"),
    Capacity.FOR_OTHERS: Words("I speak for the person or company concerned"),
    Capacity.AUTHORITY: Words("I write for an authority or a court"),
    Capacity.WITNESS: Words("Neither; I have only read it"),
}
