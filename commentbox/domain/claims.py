"""What another place says of somebody it signs in: what is taken over, and what is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commentbox.domain.errors import Invalid
from commentbox.domain.people import MAX_NAME, Role, clean_email, clean_name, is_reserved, name_key
from commentbox.domain.text import clean_line

MAX_SUBJECT = 255
MAX_BADGES = 5
MAX_BADGE = 24
MAX_AVATAR = 2

_MARKS = {role.value: role for role in (Role.MEMBER, Role.EXPERT, Role.STAFF)}
_NAMES = ("name", "preferred_username", "nickname", "given_name")


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Somebody as another place knows them. The issuer and the subject say who; all else may change.

    `email` is there only if that place says that it is theirs, `name` only if it is one we would take.
    """

    issuer: str
    subject: str
    name: str | None = None
    email: str | None = None
    badges: tuple[str, ...] = ()
    marks: tuple[Role, ...] = ()
    avatar: str = ""


def is_subject(raw: object) -> bool:
    """Printable and not endless; otherwise any text, compared exactly."""
    return isinstance(raw, str) and 0 < len(raw) <= MAX_SUBJECT and raw.isprintable() and bool(raw.strip())


def verified_email(payload: Mapping[str, Any]) -> str | None:
    """The address, in small letters, if it was checked there. Some providers say `"true"`."""
    if payload.get("email_verified") not in (True, "true"):
        return None
    try:
        return clean_email(payload.get("email")).lower()
    except Invalid:
        return None


def name_in(payload: Mapping[str, Any]) -> str | None:
    """The first of the usual claims that makes a name of ours. An address is nobody's public name."""
    for claim in _NAMES:
        raw = payload.get(claim)
        if isinstance(raw, str) and "@" not in raw and (name := _as_name(raw)):
            return name
    return None


def badges_in(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Roles and badges alike are words beside a name and nothing more; the newsroom's own words are left out.

    So are those that are marks of ours (`marks_in`). Raises `Invalid` that names the claim.
    """
    said = [label.capitalize() for label in _labels(payload, "roles")] + _labels(payload, "badges")
    fit = [label for label in said if label.casefold() not in _MARKS and not is_newsrooms(label)]
    return tuple(dict.fromkeys(fit))


def marks_in(payload: Mapping[str, Any]) -> tuple[Role, ...]:
    """What we draw a mark of our own for, in the reader's language: and it is no more than that mark."""
    said = {label.casefold() for claim in ("roles", "badges") for label in _labels(payload, claim)}
    return tuple(role for word, role in _MARKS.items() if word in said)


def is_newsrooms(label: str) -> bool:
    """Would this badge pass for the mark of the site's own staff, without being it?"""
    return label.casefold() not in _MARKS and is_reserved(name_key(label), ())


def avatar_in(payload: Mapping[str, Any]) -> str:
    """One or two letters or digits. Raises `Invalid` that names the claim."""
    raw = payload.get("avatar", "")
    if not isinstance(raw, str) or len(raw) > MAX_AVATAR or (raw and not raw.isalnum()):
        raise _bad("avatar", f"“avatar” must be text of up to {MAX_AVATAR} letters or digits.")
    return raw


def _labels(payload: Mapping[str, Any], claim: str) -> list[str]:
    raw = payload.get(claim, [])
    if not isinstance(raw, list) or len(raw) > MAX_BADGES or not all(isinstance(each, str) for each in raw):
        raise _bad(claim, f"“{claim}” must be a list of up to {MAX_BADGES} texts.")
    try:
        return [clean_line(each, field=claim, max_length=MAX_BADGE) for each in raw]
    except Invalid as error:
        raise _bad(
            claim, f"“{claim}” has an entry that cannot be shown: up to {MAX_BADGE} characters each."
        ) from error


def _as_name(raw: str) -> str | None:
    """As it is, or without what no name of ours has, such as a title behind a comma or an emoji."""
    plain = "".join(char if char.isalnum() or char in " ._'’-" else " " for char in raw)
    for text in (raw, " ".join(plain.split()).strip(" ._'’-")):
        try:
            return clean_name(text) if len(text) <= MAX_NAME else None
        except Invalid:
            continue
    return None


def _bad(claim: str, message: str) -> Invalid:
    return Invalid("bad_claim", message, field=claim)
