"""Disqus's XML, element by element: which texts stand in a thread or a post, whatever they mean."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from commentbox.domain.errors import Invalid
from commentbox.importers.unpack import CHUNK, Unpacked

# Disqus allows a reader 25,000 characters; markup and escapes come on top.
LONGEST_TEXT = 100_000

_ITEMS = frozenset({"thread", "post"})
_FIELDS = frozenset({"id", "link", "title", "createdAt", "message", "isClosed", "isDeleted", "isSpam"})
_AUTHOR_FIELDS = frozenset({"email", "name", "username"})
_REFERENCES = frozenset({"thread", "parent"})

_DEEPEST = 100
_MOST_NAMES = 300
# The parser reads an unfinished tag anew with every chunk, so a huge one would take for ever.
_LONGEST_TAG = 16 * CHUNK


@dataclass(kw_only=True)
class Item:
    """A thread or a post. `texts` holds its fields, those of the author as `author/name`.

    `refs` holds the ids of the thread and the parent it names. `is_oversized`: one of its texts was cut.
    """

    tag: str
    number: str
    texts: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    is_oversized: bool = False


def items(chunks: Unpacked) -> Iterator[Item]:
    """Threads and posts in the file's order; what precedes a damage is given before `Invalid` is raised."""
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    waiting = 0
    try:
        for chunk in chunks:
            count = reader.count_events
            parser.feed(chunk)
            yield from reader.take()
            waiting = waiting + len(chunk) if count == reader.count_events else 0
            if waiting > _LONGEST_TAG:
                raise Invalid("unsafe_file", "The file holds a tag of more than a million characters.")
        parser.close()
    except ParseError as error:
        yield from reader.take()
        raise _damaged(error) from error
    except DefusedXmlException as error:
        message = (
            "The file declares entities or a document type, which can harm the reader. No real export does."
        )
        raise Invalid("unsafe_file", message) from error
    yield from reader.take()


class _Reader:
    """What the parser calls. It never keeps more than one item, for the file may be larger than the memory.

    `thread` is both an item and, inside a post, the name of a reference: depth alone tells them apart.
    """

    def __init__(self) -> None:
        self.count_events = 0
        self._done: list[Item] = []
        self._names: set[str] = set()
        self._depth = 0
        self._item: Item | None = None
        self._parent = ""
        self._field = ""
        self._field_depth = 0
        self._pieces: list[str] = []
        self._length = 0

    def take(self) -> list[Item]:
        """The items completed since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count_events += 1
        self._depth += 1
        self._check(name, attributes)
        tag = _local(name)
        if self._depth == 1 and tag != "disqus":
            raise Invalid("wrong_file", f"This is not an export from Disqus: it begins with <{tag[:40]}>.")
        if self._depth == 2:
            self._item = Item(tag=tag, number=_number(attributes)) if tag in _ITEMS else None
        elif self._item is not None and not self._field:
            self._start_field(self._item, tag, attributes)

    def data(self, text: str) -> None:
        self.count_events += 1
        if not self._field or self._item is None:
            return
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            self._item.is_oversized = True
        else:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        self.count_events += 1
        if self._item is not None and self._field and self._depth == self._field_depth:
            self._item.texts[self._field] = "".join(self._pieces).strip()
            self._field, self._pieces = "", []
        elif self._item is not None and self._depth == 2:
            self._done.append(self._item)
            self._item = None
        self._depth -= 1

    def comment(self, _text: str) -> None:
        self.count_events += 1

    def pi(self, _target: str, _text: str | None = None) -> None:
        self.count_events += 1

    def close(self) -> None:
        """The parser asks for it."""

    def _check(self, name: str, attributes: dict[str, str]) -> None:
        """Nesting and every new name take memory that the parser never gives back."""
        self._names.add(name)
        self._names.update(attributes)
        if self._depth > _DEEPEST or len(self._names) > _MOST_NAMES:
            raise Invalid("unsafe_file", "The file is nested too deeply or has too many different tags.")

    def _start_field(self, item: Item, tag: str, attributes: dict[str, str]) -> None:
        if self._depth == 3:
            self._parent = tag
            if tag in _REFERENCES:
                item.refs[tag] = _number(attributes)
            self._field = tag if tag in _FIELDS else ""
        elif self._depth == 4 and self._parent == "author" and tag in _AUTHOR_FIELDS:
            self._field = f"author/{tag}"
        self._field_depth, self._length = self._depth, 0


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _number(attributes: dict[str, str]) -> str:
    """The `dsq:id`, whatever the namespace was called."""
    return next((value.strip() for name, value in attributes.items() if _local(name) == "id"), "")


def _damaged(error: ParseError) -> Invalid:
    line, _ = error.position
    what = str(error).partition(":")[0]
    return Invalid(
        "bad_file", f"The file is damaged at line {line} ({what}). What stands before that was read."
    )
