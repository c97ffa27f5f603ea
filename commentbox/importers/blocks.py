"""Quotations and lists around paragraphs: which are open, and what they put before each line."""

from collections import Counter
from dataclasses import dataclass

from commentbox.domain.markup import MAX_BLOCK_LEVEL


@dataclass(eq=False, kw_only=True)
class _List:
    is_numbered: bool
    count: int = 0

    def next_marker(self) -> str:
        self.count += 1
        return f"{self.count}. " if self.is_numbered else "- "


@dataclass(eq=False, kw_only=True)
class _Box:
    """A quotation, or with `list` one item of that list.

    An item gets its marker when it first has content, so that empty ones leave no gap in the numbers.
    """

    list: _List | None = None
    marker: str = ""

    @property
    def level(self) -> int:
        return 1 if self.list is None else 2

    def first_prefix(self) -> str:
        if self.list is None or self.marker:
            return self.prefix()
        self.marker = self.list.next_marker()
        return self.marker

    def prefix(self) -> str:
        return "> " if self.list is None else " " * len(self.marker)


@dataclass(kw_only=True)
class _Open:
    """An element that has begun. It has no box if it is a list, or nested deeper than the renderer goes."""

    tag: str
    list: _List | None = None
    box: _Box | None = None


class Blocks:
    """Elements may be left open or closed twice, and nested 10,000 deep: people's HTML is like that."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._count_open: Counter[str] = Counter()
        self._boxes: list[_Box] = []
        self._before: tuple[_Box, ...] = ()
        self._lines: list[str] = []

    def open(self, tag: str) -> None:
        if tag == "li" and self._open and self._open[-1].tag == "li":
            self.close("li")
        opened = _Open(tag=tag)
        if tag in {"ul", "ol"}:
            opened.list = _List(is_numbered=tag == "ol")
        elif sum(box.level for box in self._boxes) < MAX_BLOCK_LEVEL:
            opened.box = _Box(list=self._innermost_list() if tag == "li" else None)
            self._boxes.append(opened.box)
        self._open.append(opened)
        self._count_open[tag] += 1

    def close(self, tag: str) -> None:
        """Closes also what was left open inside it; does nothing if it is not open."""
        while self._count_open[tag]:
            closed = self._open.pop()
            self._count_open[closed.tag] -= 1
            if closed.box is not None:
                self._boxes.pop()
            if closed.tag == tag:
                return

    def add(self, lines: list[str]) -> None:
        """A paragraph, or a block of code."""
        if not lines:
            return
        boxes = tuple(self._boxes)
        if self._lines and not self._continues_list(boxes):
            self._lines.append("".join(box.prefix() for box in self._common(boxes)).rstrip())
        self._lines.append("".join(box.first_prefix() for box in boxes) + lines[0])
        prefix = "".join(box.prefix() for box in boxes)
        self._lines.extend(f"{prefix}{line}".rstrip() for line in lines[1:])
        self._before = boxes

    def text(self) -> str:
        return "\n".join(self._lines)

    def _innermost_list(self) -> _List:
        """An item outside any list gets a list of its own."""
        innermost = self._open[-1].list if self._open else None
        return innermost or _List(is_numbered=False)

    def _common(self, boxes: tuple[_Box, ...]) -> tuple[_Box, ...]:
        count = 0
        for box, before in zip(boxes, self._before, strict=False):
            if box is not before:
                break
            count += 1
        return boxes[:count]

    def _continues_list(self, boxes: tuple[_Box, ...]) -> bool:
        """The next item follows without a blank line, and so does a list within an item."""
        level = len(self._common(boxes))
        if level == len(boxes) or boxes[level].list is None:
            return False
        if level == len(self._before):
            return level > 0 and boxes[level - 1].list is not None
        return boxes[level].list is self._before[level].list
