"""Sentences for people: in English, and with all that is needed to say them in another language."""

from datetime import UTC, datetime

Value = str | int | datetime


class Words(str):
    """An English sentence that can be said in other languages, because it remembers its parts.

    `template` names its values in braces: `Words("Use at most {most} characters.", most=200)`. A whole number
    is a quantity and is written as the language writes quantities; what counts nothing is given as text. A
    value may be `Words` itself. `many` is the template for other quantities than one.

    It is a `str`, so whoever knows nothing of languages shows, stores and compares the English.
    """

    template: str
    many: str
    values: dict[str, Value]

    def __new__(cls, template: str, /, **values: Value) -> "Words":
        return _made(template, "", values)

    @property
    def english_template(self) -> str:
        return self.many if self.many and self.values["n"] != 1 else self.template

    def then(self, *more: "Words") -> "Words":
        """This sentence and others behind it."""
        return Joined(self, *more)


class Joined(Words):
    """Several sentences in a row."""

    parts: tuple[Words, ...]

    def __new__(cls, *parts: Words) -> "Joined":
        made = str.__new__(cls, " ".join(parts))
        made.template, made.many, made.values, made.parts = str(made), "", {}, parts
        return made


def counted(one: str, many: str, /, *, n: int, **values: Value) -> Words:
    """A sentence that depends on the quantity `n`: `counted("{n} reply", "{n} replies", n=3)`."""
    return _made(one, many, {"n": n, **values})


def in_words(message: str) -> Words:
    """The message as `Words`; plain text is a sentence without values."""
    return message if isinstance(message, Words) else Words(message)


def _made(template: str, many: str, values: dict[str, Value]) -> Words:
    chosen = many if many and values["n"] != 1 else template
    english = chosen.format(**{name: _english(value) for name, value in values.items()}) if values else chosen
    made = str.__new__(Words, english)
    made.template, made.many, made.values = template, many, values
    return made


def _english(value: Value) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return f"{value:,}" if isinstance(value, int) else value


def moment(at: datetime) -> str:
    """`23 November 2026, 14:05 UTC`."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
