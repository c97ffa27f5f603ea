"""Everything about one person, in an archive for them alone."""

import csv
import io
import json
import zipfile

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.csv_cells import safe_cell, to_csv
from commentbox.domain.errors import NotFound, TooFast
from commentbox.domain.people import Actor
from commentbox.domain.reactions import VoteKind
from commentbox.services.appeals import appeal_sanction
from commentbox.services.do_jobs import tidy
from commentbox.services.flag_comment import flag_comment
from commentbox.services.my_data import LASTS, ask_for_data, fetch_data, read_my_data
from commentbox.services.names import change_bio, change_name
from commentbox.services.people_pages import mute
from commentbox.services.sign_in import open_session
from commentbox.services.sure import Sure
from commentbox.services.vote import vote
from commentbox.settings import Settings
from commentbox.store.exports import export_of
from commentbox.store.sanctions import SanctionRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post

FORMULA = '=HYPERLINK("https://evil.example"; "Look, \n here")'


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture
def ann(work: WorkFactory) -> Actor:
    with work() as w:
        site = make.site(w)
        ann, bob = make.member(w, "Ann Alder"), make.member(w, "Bob Birch")
        make.comment(w, site, ann, FORMULA)
        other = make.comment(w, site, bob, "Words of somebody else.")
        vote(w, ann, "courier", other.id, VoteKind.UP)
        flag_comment(w, ann, "courier", other.id, "spam", "Looks bought.")
        change_name(w, ann, "Ann Ash")
        change_bio(w, ann, "Rows.")
        mute(w, ann, bob.id)
        make.sanctioned(w, ann.id)
        ban = w.session.scalars(select(SanctionRow.id)).one()
        appeal_sanction(w, ann, ban, "It was my brother.")
        open_session(w, ann.id, "reader", device="Firefox on Windows")
        return ann


def ask(work: WorkFactory, who: Actor) -> None:
    with work() as w:
        ask_for_data(w, Sure(id=who.id, token="x"))


def fetch(work: WorkFactory, who: Actor, token: str) -> zipfile.ZipFile:
    with work() as w:
        return zipfile.ZipFile(io.BytesIO(fetch_data(w, who, token)))


def test_everything_about_the_person_and_nothing_about_others(
    work: WorkFactory, post: Post, ann: Actor
) -> None:
    ask(work, ann)
    archive = fetch(work, ann, post.token("account/data"))
    found = json.loads(archive.read("my-data.json"))
    assert found["account"][0]["email"] == "annalder@mail.example"
    assert [row["name"] for row in found["names_before"]] == ["Ann Alder"]
    assert [row["text"] for row in found["comments"]] == [FORMULA]
    assert [row["note"] for row in found["reports"]] == ["Looks bought."]
    assert [row["words"] for row in found["appeals"]] == ["It was my brother."]
    assert len(found["votes"]) == len(found["muted"]) == 1
    assert found["sessions"][0]["device"] == "Firefox on Windows"
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Words of somebody else" not in whole
    assert b"Bob Birch" not in whole
    assert b"bobbirch@" not in whole
    assert b"password_hash" not in whole


def test_no_cell_is_a_formula_and_the_tables_read_back(work: WorkFactory, post: Post, ann: Actor) -> None:
    ask(work, ann)
    archive = fetch(work, ann, post.token("account/data"))
    text = archive.read("comments.csv").decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["text"] == f"'{FORMULA}"
    assert text.startswith("id,site,article,")
    assert "\r\n" in text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_work_out_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert [row["a"] for row in csv.DictReader(io.StringIO(to_csv(["a"], [{"a": text}]), newline=""))] == [
        f"'{text}"
    ]


@pytest.mark.parametrize(("value", "cell"), [("a=1", "a=1"), (-1, "-1"), (None, ""), ('"x", y', '"x", y')])
def test_other_cells_stay(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_once_a_day_and_for_a_week(work: WorkFactory, post: Post, ann: Actor, clock: Clock) -> None:
    ask(work, ann)
    first = post.token("account/data")
    with pytest.raises(TooFast):
        ask(work, ann)
    clock.advance(days=1)
    ask(work, ann)
    second = post.token("account/data")
    with pytest.raises(NotFound):
        fetch(work, ann, first)
    fetch(work, ann, second)
    clock.now += LASTS
    with pytest.raises(NotFound):
        fetch(work, ann, second)
    clock.advance(seconds=1)
    with work() as w:
        tidy(w)
        assert export_of(w.session, ann.id) is None
        assert read_my_data(w, ann).ready_until is None


def test_the_link_opens_nothing_to_anybody_else(work: WorkFactory, post: Post, ann: Actor) -> None:
    ask(work, ann)
    token = post.token("account/data")
    with work() as w:
        stranger = make.member(w)
    ask(work, stranger)
    post.come()
    with pytest.raises(NotFound):
        fetch(work, stranger, token)
