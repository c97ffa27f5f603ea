"""Scripts and styles: small, under an address of their own for each version, and not fetched twice."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commentbox.web.assets import STATIC, asset, served

BASE = "http://comments.example"
SCRIPTS = sorted(path for path in STATIC.rglob("*") if path.suffix in {".js", ".css"})


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_comments_and_spaces_stay_here(path: Path) -> None:
    text = served(path).decode()
    assert "@ts-check" not in text
    assert "/**" not in text
    assert len(text) < path.stat().st_size


@pytest.mark.parametrize("path", ["embed/box.js", "css/box.css", "icon.svg"])
@pytest.mark.parametrize("packed", [{}, {"Accept-Encoding": "gzip"}], ids=["plain", "packed"])
def test_who_has_it_already_gets_no_second_copy(
    app: Flask, client: FlaskClient, path: str, packed: dict[str, str]
) -> None:
    with app.app_context():
        address = asset(path).removeprefix(BASE)
    first = client.get(address, base_url=BASE, headers=packed)
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(address, base_url=BASE, headers={**packed, "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_an_address_of_another_version_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/static/older/embed/box.js", base_url=BASE)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["nothing.js", "../assets.py", "%2e%2e/assets.py", "embed", "embed/", ""])
def test_only_our_files_are_sent(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/x/{name}", base_url=BASE).status_code == 404
