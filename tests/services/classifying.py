"""A classifier on this machine that does as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from commentbox.domain.classifier import HEADER, signature

SECRET = "a secret that both sides know, and nobody else"


@dataclass
class Classifier:
    """`silence` is what it waits for before it answers; `signatures`: which questions were signed well."""

    address: str = ""
    score: float = 0.97
    status: int = 200
    body: bytes | None = None
    secret: str = SECRET
    silence: threading.Event | None = None
    asked: list[dict[str, object]] = field(default_factory=list)
    signatures: list[bool] = field(default_factory=list)

    def answer(self, signed: str, body: bytes) -> tuple[bytes, str]:
        at = int(signed.partition(",")[0].removeprefix("t=") or 0)
        self.signatures.append(signed == signature(SECRET, at, body))
        self.asked.append(json.loads(body))
        said = {"scores": {"insult": self.score}, "labels": ["insult"], "explanation": "An oaf."}
        raw = json.dumps(said).encode() if self.body is None else self.body
        return raw, signature(self.secret, at, raw)


@contextmanager
def classifying() -> Iterator[Classifier]:
    told = Classifier()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            raw, signed = told.answer(self.headers.get(HEADER, ""), body)
            if told.silence is not None:
                told.silence.wait(30)
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Location", f"{told.address}other")
            self.send_header(HEADER, signed)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
