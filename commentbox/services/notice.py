"""Something a person is told of, as the bell and the pages show it."""

from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.notices import NoticeKind


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`what` is a sentence; `address` leads to the comment in its article, or to what became of it.

    `comment_id` is 0 for what is about no comment.
    """

    comment_id: int
    kind: NoticeKind
    what: str
    excerpt: str
    article: str
    site_name: str
    address: str
    created_at: datetime
    is_unread: bool
