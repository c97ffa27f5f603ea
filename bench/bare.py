"""The limit: a function that knows its answer, in the server that serves us."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from commentbox.serving import COMMON

_ANSWER = "BENCH_ANSWER"
Start = Callable[[str, list[tuple[str, str]]], object]


def make_app() -> Callable[[dict[str, object], Start], Iterable[bytes]]:
    body = Path(os.environ[_ANSWER]).read_bytes()
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    headers.append(("Content-Encoding", "gzip"))

    def app(_environ: dict[str, object], start_response: Start) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return (body,)

    return app


if __name__ == "__main__":
    os.environ[_ANSWER] = sys.argv[2]
    Granian(
        "bench.bare:make_app", factory=True, interface=Interfaces.WSGI, address="127.0.0.1",
        port=int(sys.argv[1]), **COMMON,
    ).serve()  # fmt: skip
