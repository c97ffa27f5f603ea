"""The sample newspaper embeds the box as any publisher would, under a strict policy."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import html5lib
import pytest
from flask.testing import FlaskClient

from commentbox.demo.articles import ARTICLES, EMBANKMENT, Article
from commentbox.demo.paper import create_paper

BOX = "http://box.example:8080"
PAPER = "http://paper.example:8081"
NOW = datetime(2031, 5, 6, 19, 40, tzinfo=UTC)
PATHS = ["/", *(f"/{article.slug}" for article in ARTICLES)]


@pytest.fixture
def reader() -> FlaskClient:
    return create_paper(box_url=BOX, site="lamplighter", paper_url=PAPER, now=NOW).test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert "Tuesday, 6 May 2031" in answer.text


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_ends_with_a_question_and_the_two_lines(reader: FlaskClient, article: Article) -> None:
    page = reader.get(f"/{article.slug}").text
    two_lines = (
        f'<script src="{BOX}/embed.js" async></script>\n<comment-box site="lamplighter"></comment-box>'
    )
    question = f"<strong>{article.question}</strong> Have your say in the comments below."
    assert page.count(two_lines) == 1
    assert page.index(question) < page.index(two_lines)
    assert f'<link rel="canonical" href="{PAPER}/{article.slug}">' in page


def test_without_scripts_a_link_leads_to_the_conversation(reader: FlaskClient) -> None:
    page = reader.get(f"/{EMBANKMENT.slug}").text
    address = f"{BOX}/t/lamplighter?url=http%3A%2F%2Fpaper.example%3A8081%2F{EMBANKMENT.slug}"
    assert f'<noscript><p><a href="{address}">Read and join the comments</a></p></noscript>' in page


def test_the_front_page_asks_for_the_counts_of_all_articles(reader: FlaskClient) -> None:
    page = reader.get("/").text
    for article in ARTICLES:
        assert f'href="/{article.slug}#comments"' in page
        assert f'<span data-commentbox-count="{PAPER}/{article.slug}">Comments</span>' in page
    assert f'<script src="{BOX}/counts.js" data-site="lamplighter" async></script>' in page


@pytest.mark.parametrize("path", [*PATHS, "/nothing-here"])
def test_the_policy_lets_in_the_box_and_nobody_else(reader: FlaskClient, path: str) -> None:
    policy = reader.get(path).headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == rules["frame-src"] == BOX
    assert rules["img-src"] == "'self'"
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PATHS)
def test_nothing_on_a_page_is_inline_or_from_a_third_party(reader: FlaskClient, path: str) -> None:
    page = reader.get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert all(source.startswith((BOX, "/static/")) for source in re.findall(r'\ssrc="([^"]*)"', page))
    assert re.findall(r"<script(?! src=)", page) == []


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_valid_and_their_headings_go_down_step_by_step(reader: FlaskClient, path: str) -> None:
    page = reader.get(path).text
    html5lib.HTMLParser(strict=True).parse(page)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PATHS)
def test_every_link_inside_the_paper_leads_somewhere(reader: FlaskClient, path: str) -> None:
    for target in set(re.findall(r'href="(/[^"]*)"', reader.get(path).text)):
        page, _, anchor = target.partition("#")
        with reader.get(page) as answer:
            assert answer.status_code == 200
            assert not anchor or f'id="{anchor}"' in answer.get_data(as_text=True)


def test_an_unknown_page_is_not_found_and_leads_back(reader: FlaskClient) -> None:
    answer = reader.get("/nothing-here")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_a_box_behind_a_path_is_let_in_by_its_origin() -> None:
    paper = create_paper(box_url=f"{BOX}/comments/", site="lamplighter", paper_url=PAPER, now=NOW)
    answer = paper.test_client().get(f"/{EMBANKMENT.slug}")
    assert f"script-src {BOX};" in answer.headers["Content-Security-Policy"]
    assert f'src="{BOX}/comments/embed.js"' in answer.text
