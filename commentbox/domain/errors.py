"""Everything that goes wrong on purpose, each with a stable code."""

from commentbox.domain.words import in_words


class CommentboxError(Exception):
    """Something a person can act on.

    `message` is shown to them in their language; `code` is stable, for programs; `field` names the input to
    mend; `retry_after` is in seconds.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None, retry_after: int | None = None):
        super().__init__(message)
        self.code = code
        self.message = in_words(message)
        self.field = field
        self.retry_after = retry_after


class Invalid(CommentboxError):
    """The input cannot be accepted as it is."""


class NotFound(CommentboxError):
    """There is no such thing, or it is not for this person to know."""


class NotSignedIn(CommentboxError):
    """Somebody must sign in first."""


class Forbidden(CommentboxError):
    """This person may not do this here."""


class Conflict(CommentboxError):
    """The thing has changed since it was seen."""


class TooFast(CommentboxError):
    """Too many tries; `retry_after` says when the next one is welcome."""
