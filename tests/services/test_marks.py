"""Who wrote the article, who knows the subject: named by staff, drawn beside the name."""

import pytest

from commentbox.domain.errors import Forbidden, Invalid, NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.ranking import Sort
from commentbox.domain.thread import Author
from commentbox.services.marks import name_author, name_expert
from commentbox.services.read_thread import read_thread
from commentbox.services.staff import read_staff
from commentbox.store.erase import drop_traces
from commentbox.store.mine import all_about
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import WorkFactory


class Newsroom:
    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            site = make.site(w)
            self.mod = make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)
            self.chief = make.member(w, "Bo Chief", role=Role.ADMIN, at=site)
            self.cy = make.member(w, "Cy Lind")
            self.article = make.comment(w, site, self.cy).article_id
            make.comment(w, site, self.cy, url=f"{make.PAPER}/tram")

    def drawn(self, path: str = "bridge") -> tuple[Author, int]:
        with self.work() as w:
            page = read_thread(w, "courier", f"{make.PAPER}/{path}", Sort.BEST)
            author = page.roots[0].author
            assert author is not None
            return author, page.article.version

    def author(self, by: Actor | None, *, wrote: bool = True) -> None:
        with self.work() as w:
            name_author(w, by, "courier", self.article, self.cy.id, wrote=wrote)

    def expert(self, by: Actor | None, field: str = "", *, is_expert: bool = True) -> None:
        with self.work() as w:
            name_expert(w, by, "courier", self.cy.id, is_expert=is_expert, field=field)


@pytest.fixture
def room(work: WorkFactory) -> Newsroom:
    return Newsroom(work)


def test_a_moderator_names_the_author_of_one_article(room: Newsroom) -> None:
    before = room.drawn()[1]
    room.author(room.mod)
    room.author(room.mod)
    author, version = room.drawn()
    assert (author.wrote_article, version) == (True, before + 1)
    assert not room.drawn("tram")[0].wrote_article
    room.author(room.mod, wrote=False)
    assert not room.drawn()[0].wrote_article


def test_an_administrator_vouches_for_an_expert_on_the_whole_site(room: Newsroom) -> None:
    room.expert(room.chief)
    assert (room.drawn()[0].is_expert, room.drawn("tram")[0].expertise) == (True, "")
    room.expert(room.chief, "  Bridge   engineer ")
    assert room.drawn("tram")[0].expertise == "Bridge engineer"
    room.expert(room.chief, is_expert=False)
    assert not room.drawn()[0].is_expert
    room.author(room.mod)
    with room.work() as w:
        log = [line.act.value for line in read_staff(w, room.chief, "courier").log]
    assert log == ["author", "no_expert", "expert", "expert"]


def test_nobody_else_does(room: Newsroom) -> None:
    with pytest.raises(NotFound):
        room.author(room.cy)
    with pytest.raises(Forbidden):
        room.expert(room.mod)
    with pytest.raises(Invalid, match="40"):
        room.expert(room.chief, "x" * 41)
    with room.work() as w:
        stranger = make.member(w)
    room.cy = stranger
    with pytest.raises(NotFound):
        room.expert(room.chief)
    with pytest.raises(NotFound):
        room.author(room.mod)


def test_both_are_in_the_archive_and_go_with_the_account(room: Newsroom) -> None:
    room.author(room.mod)
    room.expert(room.chief, "Bridges")
    with room.work() as w:
        mine = all_about(w.session, room.cy.id)
        assert [row["field"] for row in mine["expert_at"]] == ["Bridges"]
        assert [row["article"] for row in mine["articles_written"]] == [make.ARTICLE]
        drop_traces(w.session, w.session.get_one(PersonRow, room.cy.id))
    assert not room.drawn()[0].wrote_article
    assert not room.drawn()[0].is_expert
