"""The question is in the page’s first bytes, and answering needs no script."""

import pytest
from flask.testing import FlaskClient

from commentbox.domain.people import Role
from commentbox.domain.question import YES_NO
from commentbox.services.ask_question import ask_question
from commentbox.services.sign_in import open_session
from commentbox.store.questions import question_of
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import WorkFactory
from tests.web.asking import call, send_form

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"
PAGE = f"/t/courier?url={make.ARTICLE}"


@pytest.fixture
def options(client: FlaskClient, work: WorkFactory) -> list[int]:
    """The numbers of the answers; Ann is signed in, as a reader and at the desk."""
    with work() as w:
        site = make.site(w)
        ann = make.member(w, "Ann", role=Role.MODERATOR, at=site)
        article = make.comment(w).article_id
        ask_question(w, ann, "courier", article, "Is <it> so?", YES_NO)
        client.set_cookie(COOKIES["reader"], open_session(w, ann.id, "reader"))
        client.set_cookie(COOKIES["staff"], open_session(w, ann.id, "staff"), path="/console")
        found = question_of(w.session, article)
        assert found is not None
        return [found.id, *(option.id for option in found.options)]


def test_a_guest_reads_question_and_bars_in_the_first_bytes(client: FlaskClient, options: list[int]) -> None:
    page = client.application.test_client().get(THREAD).text
    assert "Is &lt;it&gt; so?" in page
    assert page.count('class="cb-option" name="option"') == 3
    assert "Nobody has answered yet." in page
    assert "style=" not in page


def test_answering_without_javascript_and_beside_a_comment(client: FlaskClient, options: list[int]) -> None:
    question, yes, _, _ = options
    answer = send_form(client, f"/q/{question}/answer", option=str(yes))
    assert answer.status_code == 303 and answer.headers["Location"].endswith("#cb-question")
    page = client.get(PAGE).text
    assert f'name="option" value="{yes}" aria-pressed="true">Yes' in page
    assert "Show my answer beside it: Yes" in page
    send_form(
        client, "/t/courier/comments",
        url=make.ARTICLE, title="", text="So it is.", key="key-00000001", show_answer="1",
    )  # fmt: skip
    public = client.application.test_client().get(THREAD).text
    assert public.count("Answered: Yes") == 1
    assert "100%" in public and 'aria-pressed="true"' not in public
    send_form(client, f"/q/{question}/answer", option="")
    assert "Answered:" not in client.get(THREAD).text
    assert send_form(client, f"/q/{question}/answer", option="999").status_code == 422
    guest = client.application.test_client()
    assert "/login" in send_form(guest, f"/q/{question}/answer", option=str(yes)).headers["Location"]


def test_answering_by_the_api(client: FlaskClient, options: list[int]) -> None:
    question, _, no, _ = options
    path = f"questions/{question}/answer"
    put = call(client, "PUT", path, {"option": no})
    assert put.get_json()["answer"] == no and "1 answer." in put.get_json()["html"]
    me = client.get(f"/api/v1/courier/me?url={make.ARTICLE}").get_json()
    assert me["answer"] == {"option": no, "label": "No"}
    plain = client.get(f"/api/v1/courier/comments?url={make.ARTICLE}").get_json()
    assert [option["count"] for option in plain["question"]["options"]] == [0, 1, 0]
    assert call(client, "DELETE", path, {}).get_json()["answer"] is None
    assert call(client, "PUT", path, {"option": "no"}).status_code == 422
    assert call(client, "PUT", "questions/4711/answer", {"option": no}).status_code == 404


def test_the_desk_finds_an_article_and_asks(client: FlaskClient, options: list[int]) -> None:
    found = client.get("/console/courier/articles?q=BRIDGE").text
    assert "Is &lt;it&gt; so?" in found and "The bridge" in found
    assert "No article has these words." in client.get("/console/courier/articles?q=100%25").text
    new = send_form(client, "/console/courier/articles", url=f"{make.PAPER}/not-yet")
    page = new.headers["Location"]
    assert "An article without comments" in send_form(client, "/console/courier/articles", url="nowhere").text
    wrong = send_form(client, f"{page}/question", question="Which?", kind="own", options="Only one")
    assert wrong.status_code == 422 and 'value="Which?"' in wrong.text and "Only one" in wrong.text
    send_form(client, f"{page}/question", question="Which?", kind="own", options="Red\nBlue\nGreen")
    assert "Red / Blue / Green" in client.get(page).text
    assert "Both sides" not in client.get(f"/embed/courier/thread?url={make.PAPER}/not-yet").text
    assert "Which?" in client.get(f"/embed/courier/thread?url={make.PAPER}/not-yet").text
    send_form(client, f"{page}/question/remove")
    assert "Which?" not in client.get(f"/embed/courier/thread?url={make.PAPER}/not-yet").text
    assert "took the question" in client.get(page).text


def test_the_desk_sets_up_an_article_and_readers_see_it(client: FlaskClient, options: list[int]) -> None:
    page = "/console/courier/articles/1"
    sent = {"closes": "at", "closes_at": "2026-06-01T18:30", "notice": "Mind <each> other."}
    assert send_form(client, f"{page}/settings", **sent).status_code == 303
    shown = client.get(THREAD).text
    assert "Mind &lt;each&gt; other." in shown
    assert 'Comments close on <time datetime="2026-06-01T18:30:00Z"' in shown
    wrong = send_form(client, f"{page}/settings", closes="idle", idle_days="many", notice="Kept.")
    assert wrong.status_code == 422 and "Kept." in wrong.text and "number of days" in wrong.text
    send_form(client, f"{page}/settings", closes="idle", idle_days="7")
    assert "Comments close when nobody has written for 7 days." in client.get(THREAD).text
    log = client.get(page).text
    change = log.split('name="change" value="')[1].split('"')[0]
    assert send_form(client, f"{page}/undo", change=change).status_code == 303
    assert "Mind &lt;each&gt; other." in client.get(THREAD).text
    assert send_form(client, f"{page}/undo", change=change).status_code == 409
