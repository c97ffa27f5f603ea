"""What a page shows of a conversation: comments as a tree, never as rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from commentbox.domain.comment import Status
from commentbox.domain.question import Question
from commentbox.domain.ranking import Sort
from commentbox.domain.reactions import Reactions


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    id: int
    name: str
    is_staff: bool = False
    is_member: bool = False
    badges: tuple[str, ...] = ()  # what the site's own sign-on says of them
    avatar: str = ""
    wrote_article: bool = False
    is_expert: bool = False
    expertise: str = ""  # in what, where the site says so


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Entry:
    """One comment as shown, with the replies at hand below it.

    Compared by identity: comparing two deep branches member by member would exhaust the stack.
    """

    id: int
    parent_id: int | None = None
    root_id: int | None = None
    depth: int = 0
    author: Author | None = None  # None in placeholders and where the author's account is gone
    html: str = ""  # empty in placeholders
    status: Status = Status.PUBLISHED
    created_at: datetime
    edited_at: datetime | None = None
    votes: int = 0
    score: int = 0  # where it stands in the order "best"
    count_replies: int = 0  # the whole branch; filled for roots only
    parent_name: str | None = None
    picked_at: datetime | None = None  # the editors' pick, for just these words
    answer: str | None = None  # to the article’s question, where its author shows it here
    is_unconfirmed: bool = False  # waits for nothing but its author's address to be confirmed
    replies: tuple["Entry", ...] = ()

    @property
    def is_placeholder(self) -> bool:
        """Whether only the fact that a comment stood here is shown; its author does read one that waits."""
        return self.status is not Status.PUBLISHED and not self.html

    def __repr__(self) -> str:
        return f"Entry(id={self.id}, status={self.status.value!r}, replies={len(self.replies)})"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleView:
    """The article a conversation belongs to; `id` is None, and `begun_at`, until the first comment."""

    id: int | None
    site_key: str
    site_name: str
    url: str
    title: str
    is_open: bool
    count: int
    version: int
    reactions: Reactions
    language: str = ""  # the site’s own, if it has chosen one
    opens_at: datetime | None = None  # outside opening hours: when comments are open again
    closes_at: datetime | None = None
    idle_days: int | None = None  # quiet days after which comments close
    notice: str = ""  # the newsroom’s words above the comments
    begun_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreadPage:
    """One page of a conversation: some roots, each with its first replies."""

    article: ArticleView
    sort: Sort
    roots: tuple[Entry, ...]
    next_cursor: str | None = None
    picks: tuple[Entry, ...] = ()  # the latest few, on a first page
    last_event: int = 0  # from where to ask for news
    live_seconds: int = 0  # how often; 0: not at all
    question: Question | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """More replies under one root; each group hangs under its own `parent_id`, which the page has already."""

    root_id: int
    reactions: Reactions
    groups: tuple[Entry, ...]
    next_after: int | None = None
    count_left: int = 0


def build(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The tree of the given comments, siblings in the order given.

    A comment whose parent is not among them stands at the top, to be attached by whoever shows the parent.
    """
    known = {entry.id: entry for entry in entries}
    tops: list[Entry] = []
    children: dict[int, list[Entry]] = {}
    for entry in known.values():
        if entry.parent_id is not None and entry.parent_id in known:
            children.setdefault(entry.parent_id, []).append(entry)
        else:
            tops.append(entry)
    built: dict[int, Entry] = {}
    for entry in reversed(_parents_first(tops, children)):
        below = tuple(built.pop(child.id) for child in children.get(entry.id, ()))
        built[entry.id] = replace(entry, replies=below) if below or entry.replies else entry
    return tuple(built[entry.id] for entry in tops)


def flatten(roots: Iterable[Entry]) -> Iterator[Entry]:
    """Every comment in reading order: each one directly before its replies."""
    waiting = list(roots)[::-1]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting.extend(reversed(entry.replies))


def depth_shown(entry: Entry, limit: int) -> int:
    """How far a comment is set in; deeper ones stay at the limit and name whom they answer."""
    return min(entry.depth, limit)


def _parents_first(tops: list[Entry], children: dict[int, list[Entry]]) -> list[Entry]:
    # A list that grows while it is read, not recursion: chains of 10,000 replies exist.
    order = list(tops)
    for entry in order:
        order.extend(children.get(entry.id, ()))
    return order
