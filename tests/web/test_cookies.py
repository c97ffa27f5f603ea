"""Each cookie goes where it is needed and nowhere else; public answers never see one."""

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.conftest import WorkFactory
from tests.web import asking
from tests.web.conftest import AppFactory

MONTHS = f"Max-Age={90 * 24 * 3600}"
WEEK = f"Max-Age={7 * 24 * 3600}"


@pytest.fixture
def staff(work: WorkFactory) -> str:
    with work() as w:
        return asking.moderator(w, asking.ann(w).site)


def test_over_tls_every_cookie_is_secure(another_app: AppFactory, staff: str) -> None:
    found = _cookies(another_app, "https://comments.example", staff)
    assert found == {
        "reader": {MONTHS, "Secure", "HttpOnly", "Path=/", "SameSite=Lax"},
        "embed": {MONTHS, "Secure", "HttpOnly", "Path=/api/v1/courier", "SameSite=None", "Partitioned"},
        "staff": {WEEK, "Secure", "HttpOnly", "Path=/console", "SameSite=Strict"},
    }


@pytest.mark.parametrize("base_url", ["http://localhost", "http://box.localhost"])
def test_on_this_machine_only_the_cookie_for_other_sites_pages_is_secure(
    another_app: AppFactory, staff: str, base_url: str
) -> None:
    found = _cookies(another_app, base_url, staff)
    assert found == {
        "reader": {MONTHS, "HttpOnly", "Path=/", "SameSite=Lax"},
        "embed": {MONTHS, "Secure", "HttpOnly", "Path=/api/v1/courier", "SameSite=None", "Partitioned"},
        "staff": {WEEK, "HttpOnly", "Path=/console", "SameSite=Strict"},
    }


def test_without_tls_cookies_are_as_strict_as_a_browser_takes_them(
    another_app: AppFactory, staff: str
) -> None:
    found = _cookies(another_app, "http://comments.example", staff)
    assert found == {
        "reader": {MONTHS, "HttpOnly", "Path=/", "SameSite=Lax"},
        "embed": {MONTHS, "HttpOnly", "Path=/api/v1/courier", "SameSite=Lax"},
        "staff": {WEEK, "HttpOnly", "Path=/console", "SameSite=Strict"},
    }


def test_logging_out_takes_the_cookie_back_from_where_it_was_put(client: FlaskClient, staff: str) -> None:
    asking.log_in(client)
    gone = asking.cookie(asking.send_form(client, "/logout"), "commentbox_reader")
    assert gone.startswith("commentbox_reader=;")
    assert _attributes(gone) == {"Max-Age=0", "Path=/", "HttpOnly", "SameSite=Lax"}


@pytest.mark.parametrize(
    "path", ["/embed/courier/thread", "/api/v1/courier/comments", "/embed.js", "/healthz"]
)
def test_a_public_answer_neither_sets_nor_reads_nor_varies_by_a_cookie(
    client: FlaskClient, staff: str, path: str
) -> None:
    query = {"url": make.ARTICLE} if "courier" in path else {}
    plain = client.get(path, query_string=query, buffered=True)
    asking.log_in(client)
    signed_in = client.get(path, query_string=query, buffered=True)
    assert signed_in.data == plain.data
    assert "Set-Cookie" not in signed_in.headers
    assert "Cookie" not in signed_in.headers.get("Vary", "")
    assert signed_in.headers.get("ETag") == plain.headers.get("ETag")


def test_no_answer_carries_a_cookie_of_the_framework(client: FlaskClient, staff: str) -> None:
    answers = [client.get("/login"), asking.log_in(client), client.get("/login"), client.get("/nowhere")]
    names = {line.partition("=")[0] for answer in answers for line in answer.headers.getlist("Set-Cookie")}
    assert names == {"commentbox_reader"}


def test_no_token_is_in_an_address(client: FlaskClient, staff: str) -> None:
    answer = asking.log_in(client, site="courier", url=make.ARTICLE)
    token = client.get_cookie("commentbox_reader")
    assert token is not None
    assert token.value not in answer.headers["Location"]
    assert token.value not in answer.text


def _cookies(another_app: AppFactory, base_url: str, staff: str) -> dict[str, set[str]]:
    """The attributes of the three cookies as a browser at that address gets them."""
    client = another_app(base_url=base_url).test_client()
    headers = {"Origin": base_url}
    login = {"email": asking.EMAIL, "password": make.PASSWORD, "site": "courier", "origin": make.PAPER}
    reader = client.post("/login", base_url=base_url, data=login, headers=headers)
    code = reader.text.partition('data-code="')[2].partition('"')[0]
    script = {"Origin": make.PAPER, "X-Commentbox": "1"}
    embed = client.post("/api/v1/courier/session", base_url=base_url, json={"code": code}, headers=script)
    data = {"email": staff, "password": make.PASSWORD}
    console = client.post("/console/login", base_url=base_url, data=data, headers=headers)
    answers = {"reader": reader, "embed": embed, "staff": console}
    return {
        kind: _attributes(asking.cookie(answer, f"commentbox_{kind}")) for kind, answer in answers.items()
    }


def _attributes(line: str) -> set[str]:
    """Without the expiry date, which says again what `Max-Age` says."""
    return {part for part in line.split("; ")[1:] if not part.startswith("Expires=")}
