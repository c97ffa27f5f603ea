"""Our own files under an address that holds their hash, so that browsers may keep them for ever."""

import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from rcssmin import cssmin
from rjsmin import jsmin

from commentbox.domain.errors import NotFound
from commentbox.services.translations import codes, source_bytes
from commentbox.web.compress import compress
from commentbox.web.script_words import SENTENCES, script_in, sentences_in
from commentbox.web.work import settings

STATIC = Path(__file__).parent / "static"

_TYPES = {".js": "text/javascript", ".css": "text/css"}  # whatever this machine's own table says
_SENTENCES = re.compile(r"lang/([A-Za-z0-9-]+)\.js")
_IN_LANGUAGE = re.compile(r"in/([A-Za-z0-9-]+)/(.+)")
_WORKER = "_worker.js"  # what these names end in
_SHORTER: Mapping[str, Callable[[str], str]] = {".js": jsmin, ".css": cssmin}

assets = Blueprint("assets", __name__)


@assets.after_request
def _packed(answer: Response) -> Response:
    """Packed first: a browser that has the packed form asks by that form's ETag."""
    compress(answer)
    answer.make_conditional(request.environ)
    return answer


def install(app: Flask) -> None:
    app.register_blueprint(assets)


def asset(path: str) -> str:
    """The full address of one of our files; modules name their neighbours relative to it."""
    if path not in _files() and _sentences(path) is None:
        raise FileNotFoundError(f"there is no static file {path}")
    return f"{settings().base_url}/static/{_version()}/{path}"


def content(path: str) -> str:
    """The text of one of our files as a browser gets it, to stand inside a page."""
    return _files()[path].decode()


def served(path: Path) -> bytes:
    """What a browser gets of a file: scripts and styles without the comments and spaces that only we read."""
    content = path.read_bytes()
    shorten = _SHORTER.get(path.suffix)
    return content if shorten is None else shorten(content.decode()).encode()


@assets.get("/static/<version>/<path:path>")
def static_file(version: str, path: str) -> Response:
    is_current = version == _version()
    return _send(path, "public, max-age=31536000, immutable" if is_current else "no-cache")


@assets.get("/embed.js")
def embed_script() -> Response:
    return _loader("embed.js")


@assets.get("/counts.js")
def counts_script() -> Response:
    return _loader("counts.js")


def _loader(name: str) -> Response:
    """A script under a name that never changes: kept for minutes, so that an upgrade arrives."""
    return _send(name, "public, max-age=300")


def _send(path: str, keep: str) -> Response:
    content = _files().get(path) or _sentences(path)
    if content is None:
        raise NotFound("no_file", "There is no such file.")
    kind = _TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0]
    answer = Response(content, mimetype=kind or "application/octet-stream")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.headers["Cache-Control"] = keep
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if path.endswith(_WORKER):  # no sandbox: in one, a worker is not of our origin and does not start
        answer.headers["Content-Security-Policy"] = "default-src 'none'"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _sentences(path: str) -> bytes | None:
    """`lang/de.js` tells the modules what to say in German; those below `in/de/` know it."""
    folder = settings().translations
    found = _SENTENCES.fullmatch(path) or _IN_LANGUAGE.fullmatch(path)
    if found is None or found[1] not in codes(folder):
        return None
    if path.startswith("lang/"):
        return script_in(found[1], folder)
    content = _files().get(found[2])
    return sentences_in(found[1], folder, content) if content and found[2] == SENTENCES else content


def _files() -> Mapping[str, bytes]:
    """Every file by its name; read once, or anew each time while somebody works on them."""
    return _all_files() if current_app.debug else _kept_files()


def _version() -> str:
    """One hash over all files: they import each other, so they change address together."""
    folder = settings().translations
    return _hash(_all_files(), folder) if current_app.debug else _kept_hash(folder)


def _all_files() -> dict[str, bytes]:
    paths = (path for path in sorted(STATIC.rglob("*")) if path.is_file())
    return {path.relative_to(STATIC).as_posix(): served(path) for path in paths}


def _hash(files: Mapping[str, bytes], folder: str) -> str:
    digest = hashlib.sha256(source_bytes(folder))
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def _kept_files() -> dict[str, bytes]:
    return _all_files()


@lru_cache(maxsize=4)
def _kept_hash(folder: str) -> str:
    return _hash(_kept_files(), folder)
