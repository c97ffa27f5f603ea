"""Writers of one process take turns in the order they came, where the database would let them push in."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Turns:
    """One at a time, first come first served.

    SQLite has one writer at a time and no queue: who waits sleeps and tries again, and whoever happens to be
    awake comes next. With eight writers at once the unlucky one waited for seconds.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    @contextmanager
    def turn(self, longest: float) -> Iterator[None]:
        """Wait up to `longest` seconds for a turn, and raise `TimeoutError` if it does not come."""
        call = self._line_up()
        if call is not None and not call.wait(longest) and self._gives_up(call):
            raise TimeoutError("the writers before this one took too long")
        try:
            yield
        finally:
            self._call_next()

    def _line_up(self) -> Event | None:
        """None if it is our turn at once; otherwise what will be set when it is."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return None
            call = Event()
            self._waiting.append(call)
            return call

    def _gives_up(self, call: Event) -> bool:
        """Leave the line. False if the call came in this very moment: then the turn is ours to end."""
        with self._guard:
            if call.is_set():
                return False
            self._waiting.remove(call)
            return True

    def _call_next(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
