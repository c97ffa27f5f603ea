"""The editor’s question under an article, the answers it offers, and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from commentbox.domain.errors import Invalid
from commentbox.domain.text import clean_line
from commentbox.domain.words import Words

YES_NO = ("Yes", "No", "Unsure")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
MAX_QUESTION, MAX_OPTION = 200, 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    id: int
    label: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Without options it only opens the conversation. `is_over`: who answered what is forgotten already."""

    id: int
    text: str
    options: tuple[Option, ...] = ()
    is_over: bool = False

    @property
    def count(self) -> int:
        return sum(option.count for option in self.options)

    def share(self, option: Option) -> int:
        """In whole percent of all answers."""
        return round(100 * option.count / self.count) if self.count else 0

    def label(self, option_id: int | None) -> str | None:
        return next((option.label for option in self.options if option.id == option_id), None)

    @property
    def sides(self) -> tuple[Option, Option] | None:
        """For and against, where the answers are two, or yes and no and unsure."""
        labels = tuple(option.label for option in self.options)
        if self.is_over or (len(labels) != FEWEST_OPTIONS and labels != YES_NO):
            return None
        return self.options[0], self.options[1]


def clean_question(raw: object) -> str:
    return clean_line(raw, field="question", max_length=MAX_QUESTION)


def clean_options(raw: Sequence[str]) -> tuple[str, ...]:
    """Empty lines are left out; none at all is a question one answers in a comment."""
    lines = [line for line in raw if line.strip()]
    options = tuple(clean_line(line, field="options", max_length=MAX_OPTION) for line in lines)
    if len({option.casefold() for option in options}) < len(options):
        raise Invalid("same_option", "Two of the answers are the same.", field="options")
    if options and not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        message = Words("Give {least} to {most} answers, or none.", least=FEWEST_OPTIONS, most=MOST_OPTIONS)
        raise Invalid("bad_options", message, field="options")
    return options
