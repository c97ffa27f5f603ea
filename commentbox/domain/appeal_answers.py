"""Who may answer an appeal, and that they say why."""

from commentbox.domain.appeals import clean_words
from commentbox.domain.errors import Forbidden


def clean_answer(raw: object) -> str:
    return clean_words(raw, "answer", "Say why: the author reads it.")


def why_not_answer(
    person_id: int, *, author_id: int, against_id: int | None, is_alone: bool
) -> Forbidden | None:
    """Somebody else answers than who decided, unless nobody else moderates the site; never the author."""
    if person_id == author_id:
        return Forbidden("own_appeal", "This is your own appeal: somebody else has to answer it.")
    if person_id == against_id and not is_alone:
        return Forbidden("own_decision", "You made this decision: somebody else has to answer the appeal.")
    return None
