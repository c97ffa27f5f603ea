"""What a page says of votes: everybody's, when it is time; and one's own, also without JavaScript."""

from dataclasses import replace

from flask.testing import FlaskClient

from commentbox.domain.reactions import VoteKind
from commentbox.services.sign_in import open_session
from commentbox.services.vote import vote
from commentbox.store.comments import CommentRow
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web.asking import call, send_form

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"


def test_a_count_appears_when_its_hour_is_over_though_nothing_has_changed(
    client: FlaskClient, work: WorkFactory, clock: Clock
) -> None:
    with work() as w:
        make.site(w)
        vote(w, make.member(w), "courier", make.comment(w).id, VoteKind.UP)
    early = client.get(THREAD).text
    assert '<span class="cb-votes"></span>' in early
    assert (
        client.get(THREAD.replace("/embed/courier/thread", "/api/v1/courier/comments")).get_json()[
            "comments"
        ][0]["votes"]
        is None
    )
    clock.advance(minutes=61)
    assert client.get(THREAD).text == early.replace('"cb-votes"></span>', '"cb-votes">1</span>')


def test_a_site_names_its_reaction(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=replace(make.RELAXED, reaction="Well <said>", reaction_done="Thanked"))
        make.comment(w)
    page = client.get(THREAD).text
    assert '<span class="cb-word">Well &lt;said&gt;</span>' in page
    assert 'data-done="Thanked"' in page
    assert "Not useful" not in page


def test_without_javascript_a_vote_stays_in_sight_and_can_be_taken_back(
    client: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        make.site(w, policy=replace(make.RELAXED, down_votes=True))
        number, ann = make.comment(w).id, make.member(w, "Ann")
        client.set_cookie(COOKIES["reader"], open_session(w, ann.id, "reader"))
    pages = (f"/c/{number}", f"/t/courier?url={make.ARTICLE}")
    assert all('name="vote" value="up"' in client.get(page).text for page in pages)
    send_form(client, f"/c/{number}/vote", vote="up")
    for page in pages:
        assert 'name="vote" value="none"><span class="cb-word">Recommended</span>' in client.get(page).text
    assert "Your vote stands: “Recommended”" in client.get(pages[0]).text
    send_form(client, f"/c/{number}/vote", vote="down")
    assert 'aria-pressed="true"' in client.get(pages[1]).text
    send_form(client, f"/c/{number}/vote", vote="none")
    assert "Your vote stands" not in client.get(pages[0]).text
    assert 'value="none"' not in client.get(pages[1]).text
    assert send_form(client, f"/c/{number}/vote", vote="sideways").status_code == 422


def test_disagreeing_stands_on_the_page_of_reports(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        number, ann = make.comment(w).id, make.member(w, "Ann")
        client.set_cookie(COOKIES["reader"], open_session(w, ann.id, "reader"))
    page = f"/c/{number}/report"
    assert "I disagree</button>" in client.get(page).text
    assert "You disagree with this comment." in send_form(client, f"/c/{number}/disagree").text
    assert "You disagree with this comment." in client.get(page).text
    assert "I disagree</button>" in send_form(client, f"/c/{number}/disagree", vote="none").text
    assert call(client, "PUT", f"comments/{number}/disagreement", {}).status_code == 204
    mine = call(client, "POST", "votes-of-mine", {"comments": [number]}).get_json()
    assert mine == {"up": [], "down": [], "disagreed": [number], "reported": [], "own": []}
    assert "disagree" not in client.get(THREAD).text


def test_a_report_is_told_to_who_made_it_and_taken_back(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        number, ann = make.comment(w).id, make.member(w, "Ann")
        client.set_cookie(COOKIES["reader"], open_session(w, ann.id, "reader"))
    page, path = f"/c/{number}/report", f"comments/{number}/flags"
    assert "Thank you" in send_form(client, page, reason="spam", note="Sells <boats>.").text
    told = client.get(page).text
    for words in ("You have reported this comment", "Sells &lt;boats&gt;.", "has not looked at it yet"):
        assert words in told
    assert "What is wrong with it?" not in told
    assert ">Reported<" in client.get(f"/c/{number}").text
    [mine] = call(client, "POST", "votes-of-mine", {"comments": [number]}).get_json()["reported"]
    assert (mine["id"], mine["reason"], mine["note"], mine["answered"]) == (
        number,
        "spam",
        "Sells <boats>.",
        False,
    )
    assert "eported" not in client.get(THREAD).text.replace("Reported by", "")
    assert send_form(client, f"{page}/take-back").headers["Location"].endswith(page)
    assert "What is wrong with it?" in client.get(page).text
    for _ in range(2):
        assert call(client, "DELETE", path).status_code == 204
    with work() as w:
        assert w.session.get_one(CommentRow, number).open_flags == 0
    assert call(client, "DELETE", "comments/999/flags").status_code == 404
