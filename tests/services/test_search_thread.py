"""Looking for words in one conversation, page by page."""

import pytest

from commentbox.domain.comment import Status
from commentbox.services import search_thread as service
from commentbox.services.search_thread import FOUND_PER_PAGE, Found, search_thread
from tests import make
from tests.conftest import WorkFactory


@pytest.fixture(autouse=True)
def _site(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)


def search(work: WorkFactory, words: str, before: int | None = None) -> Found:
    with work() as w:
        return search_thread(w, "courier", make.ARTICLE, words, before)


def test_only_published_comments_of_the_article_are_found_the_newest_first(work: WorkFactory) -> None:
    with work() as w:
        root = make.comment(w, text="A bridge.")
        reply = make.comment(w, text="Which bridge?", parent=root)
        make.comment(w, text="Bridge, held.", status=Status.HELD)
        make.comment(w, text="Bridge elsewhere.", url=f"{make.PAPER}/tram")
        make.comment(w, text="Trams.")
        wanted = [reply.id, root.id]
    found = search(work, "bridge")
    assert ([entry.id for entry in found.entries], found.next_before) == (wanted, None)
    assert search(work, "ferry").entries == ()


def test_pages_cover_everything_once(work: WorkFactory) -> None:
    with work() as w:
        ids = [make.comment(w, text=f"Bridge {number}.").id for number in range(FOUND_PER_PAGE + 3)]
    first = search(work, "bridge")
    second = search(work, "bridge", first.next_before)
    assert [entry.id for entry in (*first.entries, *second.entries)] == ids[::-1]
    assert second.next_before is None


def test_one_answer_looks_at_so_many_and_says_where_to_go_on(
    work: WorkFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LOOKED_AT", 4)
    monkeypatch.setattr(service, "_AT_A_TIME", 2)
    with work() as w:
        first = make.comment(w, text="The bridge.").id
        for _ in range(5):
            make.comment(w)
    found = search(work, "bridge")
    assert (found.entries, found.next_before) == ((), first + 2)
    again = search(work, "bridge", found.next_before)
    assert ([entry.id for entry in again.entries], again.next_before) == ([first], None)


def test_an_article_nobody_commented_on_has_nothing(work: WorkFactory) -> None:
    assert search(work, "bridge").entries == ()
