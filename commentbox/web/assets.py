"""Our own files under an address that holds their hash, so that browsers may keep them for ever."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, send_from_directory

from commentbox.domain.errors import NotFound
from commentbox.web.compress import compress
from commentbox.web.work import settings

STATIC = Path(__file__).parent / "static"

assets = Blueprint("assets", __name__)
assets.after_request(compress)


def install(app: Flask) -> None:
    app.register_blueprint(assets)


def asset(path: str) -> str:
    """The full address of one of our files; modules name their neighbours relative to it."""
    if not (STATIC / path).is_file():
        raise FileNotFoundError(f"there is no static file {path}")
    return f"{settings().base_url}/static/{_version(current_app.debug)}/{path}"


@assets.get("/static/<version>/<path:path>")
def static_file(version: str, path: str) -> Response:
    answer = send_from_directory(STATIC, path)
    is_current = version == _version(current_app.debug)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@assets.get("/embed.js")
def embed_script() -> Response:
    return _loader("embed.js")


@assets.get("/counts.js")
def counts_script() -> Response:
    return _loader("counts.js")


def _loader(name: str) -> Response:
    """A script under a name that never changes: kept for minutes, so that an upgrade arrives."""
    if not (STATIC / name).is_file():
        raise NotFound("no_file", "There is no such file.")
    answer = send_from_directory(STATIC, name, mimetype="text/javascript", max_age=300)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _version(is_fresh: bool) -> str:
    """One hash over all files: they import each other, so they change address together."""
    return _hash_of_all() if is_fresh else _kept_hash()


@lru_cache(maxsize=1)
def _kept_hash() -> str:
    return _hash_of_all()


def _hash_of_all() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(STATIC)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
