"""Who is acting: roles, the actor, and the rules for names, addresses and passwords."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commentbox.domain.common_passwords import is_common
from commentbox.domain.errors import Invalid
from commentbox.domain.hosts import clean_host
from commentbox.domain.lookalikes import skeleton
from commentbox.domain.reserved_names import speaks_for_newsroom
from commentbox.domain.sanctions import Sanction
from commentbox.domain.scripts import has_strange_digits, is_living, is_one_script
from commentbox.domain.text import clean_line
from commentbox.domain.words import Words

MIN_NAME, MAX_NAME = 2, 40
MAX_EMAIL = 254
MIN_PASSWORD, MAX_PASSWORD = 8, 200

_LONGEST_LOCAL_PART = 64
_MAX_MARKS_IN_NAME = 3
_TOO_MUCH_ALIKE = frozenset("ꜨꜩꞒꞓᶌᶐᶟᵋꙐꙑẚ")  # two letters at once for the eye, and in no alphabet of today
_JOINERS = "\u200c\u200d"
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})


class Role(StrEnum):
    """What somebody is at one site. What each may do there is in `domain/rights.py`."""

    READER = "reader"
    MEMBER = "member"
    EXPERT = "expert"
    STAFF = "staff"
    ANALYST = "analyst"
    LEGAL = "legal"
    MODERATOR = "moderator"
    LEAD = "lead"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return "Administrator" if self is Role.ADMIN else self.value.capitalize()

    @property
    def is_newsroom(self) -> bool:
        """One of the house: marked as such, held by no rule, and never sanctioned."""
        return self not in (Role.READER, Role.MEMBER, Role.EXPERT)

    @property
    def is_at_console(self) -> bool:
        return self.is_newsroom and self is not Role.STAFF


@dataclass(frozen=True, kw_only=True)
class Actor:
    id: int
    name: str
    role: Role
    sanctions: tuple[Sanction, ...] = ()  # those that hold, on every site
    verified: bool = False
    is_staff_session: bool = False
    language: str = ""  # the one they chose, if they did
    factor_at: datetime | None = None  # when this session gave a second factor
    sections: tuple[str, ...] = ()  # of the site, where a moderator has no more than these


def clean_name(raw: object) -> str:
    """The name as it will be shown. Fullwidth and fancy letters become plain ones; nothing else is changed.

    Whether it is free is another question (`name_key`), and so is whether it is anybody's to take
    (`is_reserved`).
    """
    line = clean_line(raw, field="name", max_length=4 * MAX_NAME)
    name = " ".join(unicodedata.normalize("NFKC", line).translate(_APOSTROPHES).split())
    if not MIN_NAME <= len(name) <= MAX_NAME:
        raise _bad_name(
            Words(
                "A name has {least} to {most} characters; this one has {count}.",
                least=MIN_NAME,
                most=MAX_NAME,
                count=len(name),
            )
        )
    if not all(_may_be_in_name(char) for char in name) or _has_piled_marks(name):
        raise _bad_name("Use letters, digits, spaces and . _ ' - only.")
    if not name[0].isalnum() or name[-1] in " ._'-" + _JOINERS:
        raise _bad_name("Begin and end the name with a letter or a digit.")
    if not any(char.isalpha() for char in name):
        raise _bad_name("A name needs at least one letter.")
    if not is_living(name) or not _TOO_MUCH_ALIKE.isdisjoint(name):
        raise _bad_name("Write the name in letters that are in use today.")
    if not is_one_script(name) or has_strange_digits(name):
        raise _bad_name(
            "Write the name in one alphabet: letters that look alike are mistaken for each other."
        )
    return name


def name_key(name: str) -> str:
    """Equal for names that could be mistaken for each other, whatever their script; to be kept unique."""
    return skeleton(name)


def is_reserved(key: str, site_names: Collection[str]) -> bool:
    """`key` comes from `name_key`. Does the name speak for the newsroom: staff, support, the paper itself?"""
    return speaks_for_newsroom(key, site_names)


def clean_email(raw: object) -> str:
    """Keeps out slips of the hand and what could split a header; whether it works only a mail can tell."""
    address = clean_line(raw, field="email", max_length=MAX_EMAIL)
    local, at, domain_text = address.rpartition("@")
    domain = clean_host(domain_text) if at and not domain_text.startswith("[") else None
    if domain is None or not _LOCAL_PART.fullmatch(local) or len(local) > _LONGEST_LOCAL_PART:
        raise _bad_email()
    if domain != "localhost" and not re.search(r"\.[a-z][a-z0-9-]+\Z", domain):
        raise _bad_email()
    email = f"{local}@{domain}"
    if len(email) > MAX_EMAIL:
        raise _bad_email()
    return email


def check_password(raw: object, *, name: str, email: str) -> str:
    """Returned as it was typed, spaces included, because signing in compares exactly that."""
    if not isinstance(raw, str) or any(
        unicodedata.category(char) in {"Cc", "Cs"} for char in raw[:MAX_PASSWORD]
    ):
        raise _bad_password("bad_password", "A password is text without control characters.")
    if len(raw) < MIN_PASSWORD:
        raise _bad_password(
            "too_short",
            Words("Use at least {least} characters. A few words are easy to remember.", least=MIN_PASSWORD),
        )
    if len(raw) > MAX_PASSWORD:
        raise _bad_password("too_long", Words("Use at most {most} characters.", most=MAX_PASSWORD))
    folded = raw.casefold().strip()
    if is_common(raw) or len(set(folded)) < 2:
        raise _bad_password(
            "common_password", "This is one of the first passwords anybody tries. Choose another."
        )
    if folded in {name.casefold(), email.casefold(), email.casefold().partition("@")[0]}:
        raise _bad_password("common_password", "Do not use your name or e-mail address as your password.")
    return raw


def _may_be_in_name(char: str) -> bool:
    """Letters, their marks and digits of any script; no emoji, hence no check marks and badges."""
    return char in " ._'-" + _JOINERS or unicodedata.category(char) in {
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Mc",
        "Nd",
    }


def _has_piled_marks(name: str) -> bool:
    return any(
        all(unicodedata.category(char) == "Mn" for char in name[at : at + _MAX_MARKS_IN_NAME + 1])
        for at in range(len(name) - _MAX_MARKS_IN_NAME)
    )


def _bad_name(message: str) -> Invalid:
    return Invalid("bad_name", message, field="name")


def _bad_email() -> Invalid:
    return Invalid(
        "bad_email", "This is not an e-mail address. It looks like name@mail.example.", field="email"
    )


def _bad_password(code: str, message: str) -> Invalid:
    return Invalid(code, message, field="password")
