"""News, search, picks and the page on sorting: public, pure, and without a script where people read them."""

import re

import pytest
from flask.testing import FlaskClient

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Role
from commentbox.services.marks import name_author, name_expert
from commentbox.services.review import NewDecision, decide
from commentbox.store.sites import site_by_key
from tests import make
from tests.conftest import WorkFactory

PICK = NewDecision(action=Action.PICK, revision=1, seen=0)


@pytest.fixture
def picked(work: WorkFactory) -> int:
    with work() as w:
        site = make.site(w)
        chief = make.member(w, "Bo Chief", role=Role.ADMIN, at=site)
        cy = make.member(w, "Cy Lind")
        row = make.comment(w, site, cy, "A <b>bridge</b> & a *ferry*.")
        make.comment(w, site)
        decide(w, chief, "courier", row.id, PICK)
        name_author(w, chief, "courier", row.article_id, cy.id, wrote=True)
        name_expert(w, chief, "courier", cy.id, is_expert=True, field="<i>Bridges</i>")
        return row.id


def get(client: FlaskClient, path: str, **query: object) -> str:
    answer = client.get(path, query_string={"url": make.ARTICLE} | query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_a_pick_is_marked_shown_above_and_an_order_of_its_own(client: FlaskClient, picked: int) -> None:
    page = get(client, "/embed/courier/thread")
    assert page.count("Editors’ pick</p>") == 1
    above = page[page.index("cb-picks") : page.index('class="cb-sort"')]
    assert f'data-show="{picked}"><bdi>A &lt;b&gt;bridge&lt;/b&gt; &amp; a ferry.</bdi></a>' in above
    assert ">Author</span>" in page
    assert "Expert: <bdi>&lt;i&gt;Bridges&lt;/i&gt;</bdi>" in page
    alone = get(client, "/embed/courier/thread", sort="picks")
    assert re.findall(r'data-id="(\d+)"', alone) == [str(picked)]
    assert "cb-picks" not in alone
    plain = client.get(
        "/api/v1/courier/comments", query_string={"url": make.ARTICLE, "sort": "picks"}
    ).get_json()
    (comment,) = plain["comments"]
    assert (comment["picked"], comment["author"]["wrote_article"]) == (True, True)
    assert comment["author"]["expert"] == "<i>Bridges</i>"


def test_without_picks_there_is_no_word_of_them(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        make.comment(w)
        make.comment(w)
    assert "ditors’" not in get(client, "/embed/courier/thread")
    assert "The editors have picked nothing here yet." in get(client, "/embed/courier/thread", sort="picks")


def test_the_page_on_sorting_speaks_of_the_settings_in_force(
    client: FlaskClient, picked: int, work: WorkFactory
) -> None:
    assert "Alle sehen dieselben Kommentare" in get(client, "/t/courier/order", lang="de")
    page = get(client, "/t/courier/order")
    assert '<tr><th scope="row">Votes for it</th><td>0</td><td>1</td>' in page
    assert "more than 2" in page
    assert "a moderator reads every comment" not in page
    assert "certain networks" not in page and "at present" not in page
    with work() as w:
        row = site_by_key(w.session, "courier")
        assert row is not None
        lists = {"read_senders": ["@mail.example, until 2020-01-01"], "refused_senders": ["198.51.100.0/24"]}
        row.policy = (
            row.policy | {"new_person_approved": 2, "hold_links_from_new": True, "appeal_days": 90} | lists
        )
    page = get(client, "/t/courier/order")
    assert "until 2 comments of theirs were approved by a moderator, or have stood for 24 hours" in page
    assert "no comments are taken at present" in page and "write from certain networks" not in page
    assert "can appeal within 90 days" in page
    with work() as w:
        row = site_by_key(w.session, "courier")
        assert row is not None
        row.policy = row.policy | {"premoderate": True}
    assert "a moderator reads every comment on Courier before it appears" in get(client, "/t/courier/order")
    assert client.get("/t/courier/order").status_code == 200


def test_the_page_to_print_has_all_replies_and_says_of_when(
    client: FlaskClient, picked: int, work: WorkFactory
) -> None:
    with work() as w:
        for number in range(5):
            make.comment(w, text=f"Answer {number}.", parent=make.row(w, picked))
    page = get(client, "/t/courier/paper", sort="oldest")
    assert all(f"Answer {number}." in page for number in range(5))
    assert "The conversation from its beginning. As they stood on" in page
    assert "The next part" not in page


def test_news_are_cheap_to_ask_for_again(client: FlaskClient, picked: int, work: WorkFactory) -> None:
    path = f"/embed/courier/news?url={make.ARTICLE}&after=0"
    first = client.get(path)
    told = first.get_json()
    assert (told["comments"][0]["id"], told["comments"][0]["kind"]) == (picked, "picked")
    assert "s-maxage=1," in first.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert re.search(rf'data-live="3" data-news="{told["last"]}"', get(client, "/embed/courier/thread"))
    with work() as w:
        row = site_by_key(w.session, "courier")
        assert row is not None
        row.policy = row.policy | {"live_seconds": 0}
        make.comment(w)
    assert "data-live" not in get(client, "/embed/courier/thread")


def test_what_readers_never_saw_is_not_spoken_of(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)
        row = make.comment(w, site, status=Status.HELD)
        hold = NewDecision(action=Action.HOLD, revision=1, seen=0)
        decide(w, ada, "courier", row.id, hold)
        remove = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, revision=1, seen=1)
        decide(w, ada, "courier", row.id, remove)
    told = client.get(f"/embed/courier/news?url={make.ARTICLE}").get_json()
    assert (told["comments"], told["last"] > 0) == ([], True)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "bad_list"),
        ("2,1", "bad_list"),
        ("1,1", "bad_list"),
        ("x", "bad_list"),
        (",".join(map(str, range(1, 52))), "too_many"),
    ],
)
def test_a_list_of_numbers_has_one_form(client: FlaskClient, picked: int, query: str, code: str) -> None:
    answer = client.get(
        "/embed/courier/comments",
        query_string={"url": make.ARTICLE, "ids": query},
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, code)


def test_search_works_without_a_script_and_as_a_fragment(client: FlaskClient, picked: int) -> None:
    form = get(client, "/t/courier/search")
    assert 'name="q"' in form
    assert "cb-item" not in form
    for path in ("/t/courier/search", "/embed/courier/search"):
        page = get(client, path, q="BRIDGE")
        assert "1 comment with “BRIDGE”, the newest first." in page
        assert f'id="comment-{picked}"' in page
        assert "No comment has “&lt;script&gt;xyz”." in get(client, path, q="<script>xyz")
    wrong = client.get("/t/courier/search", query_string={"url": make.ARTICLE, "q": "!"})
    assert (wrong.status_code, "a word of two letters" in wrong.get_data(as_text=True)) == (422, True)
