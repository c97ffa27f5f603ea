"""The password alone opens nothing at the console; what does is asked for again before grave acts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from commentbox.domain.people import Role
from commentbox.services.factors import is_code_good
from commentbox.services.sites import Site
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.factors import AuthenticatorRow, RecoveryCodeRow
from commentbox.web.console.door import HALF_OPEN, OPEN
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.web import asking
from tests.web.console.factor_desk import Colleague, colleague, sealed

STAFF = "commentbox_staff"


def test_the_first_log_in_leads_through_setting_up(ada: Colleague, strict: Flask, work: WorkFactory) -> None:
    assert ada.log_in().headers["Location"] == "/console/"
    assert ada.client.get("/console/").headers["Location"] == "/console/factor?next=/console/"
    assert ada.client.get("/console/factor").headers["Location"] == "/console/factor/setup"
    before = ada.client.get_cookie(STAFF, path="/console")
    answer = ada.enrol()
    assert len(set(ada.codes)) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    assert ada.reaches_queue()
    thief = strict.test_client()
    assert before is not None
    thief.set_cookie(STAFF, before.value, path="/console")
    assert thief.get("/console/factor").headers["Location"] == "/console/login"
    with work() as w:
        row = w.session.scalars(select(AuthenticatorRow)).one()
        assert ada.secret not in row.secret
        assert {code.code_hash for code in w.session.scalars(select(RecoveryCodeRow))}.isdisjoint(ada.codes)


def test_without_a_second_factor_no_address_opens(
    ada: Colleague, strict: Flask, work: WorkFactory, site: Site
) -> None:
    """Found by looking, so that an address which is added tomorrow is closed too."""
    with work() as w:
        comment = make.comment(w).id
    ada.log_in()
    knocked = 0
    for rule in strict.url_map.iter_rules():
        if not rule.endpoint.startswith("console.") or rule.endpoint in OPEN | HALF_OPEN:
            continue
        path = asking.address(rule, comment)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = ada.client.open(path, method=method, headers={"Origin": BOX})
            told = (answer.status_code, answer.headers.get("Location", "").partition("?")[0])
            assert told == ((303, "/console/factor") if method == "GET" else (401, "")), path
            told_script = ada.client.open(
                path, method=method, headers={"Origin": BOX, "Accept": "application/json"}
            )
            assert told_script.json and told_script.json["error"]["code"] == "factor_missing", path
            knocked += 1
    assert knocked >= 15


def test_what_is_half_open_is_the_question_and_the_setting_up() -> None:
    assert {view.removeprefix("console.") for view in HALF_OPEN} == {
        "factor_form", "give_factor", "factor_options",
        "setup_form", "add_app", "setup_options", "add_factor_passkey",
    }  # fmt: skip


def test_a_password_alone_sets_up_no_further_factor(ada: Colleague, work: WorkFactory) -> None:
    ada.enrol()
    ada.send("logout")
    ada.log_in()
    setup = ada.client.get("/console/factor/setup")
    assert setup.headers["Location"].startswith("/console/factor?next=")
    assert ada.send("factor/setup", app="x", code="000000").status_code == 303
    assert ada.call("factor/setup/options").status_code == 403
    assert ada.send("factor/setup/passkey", credential="{}").status_code == 303
    assert not ada.reaches_queue()


def test_a_page_that_was_kept_open_sets_up_nothing_later(ada: Colleague, strict: Flask, clock: Clock) -> None:
    ada.log_in()
    old = sealed(ada.client.get("/console/factor/setup").text)
    ada.enrol()
    other = Colleague(id=ada.id, email=ada.email, client=strict.test_client(), clock=clock)
    other.log_in()
    other.send("factor/setup", app=old, code="000000")
    assert not other.reaches_queue()


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "1" * 500, "١٢٣٤٥٦"])
def test_a_wrong_code_opens_nothing_and_says_so(ada: Colleague, code: str) -> None:
    ada.enrol()
    ada.send("logout")
    ada.log_in()
    answer = ada.send("factor", factor_code=code)
    assert answer.status_code == (422 if code else 200)
    assert not ada.reaches_queue()


def test_the_page_one_wanted_is_the_page_one_gets(ada: Colleague) -> None:
    ada.enrol()
    ada.send("logout")
    ada.log_in()
    asked = ada.client.get("/console/courier/log?before=7").headers["Location"]
    answer = ada.send(asked.removeprefix("/console/"), factor_code=ada.next_code())
    assert answer.headers["Location"] == "/console/courier/log?before=7"


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/login", "/console/\\evil", "/console/\r\nx"]
)
def test_the_way_back_leads_to_no_other_place(ada: Colleague, place: str) -> None:
    ada.enrol()
    ada.send("logout")
    ada.log_in()
    answer = ada.send("factor", next=place, factor_code=ada.next_code())
    assert answer.headers["Location"] == "/console/"


def test_a_code_works_once_and_no_older_one_after_it(ada: Colleague, clock: Clock) -> None:
    ada.enrol()
    ada.send("logout")
    ada.log_in()
    assert ada.send("factor", factor_code=ada.app_code()).status_code == 422  # it set the app up
    late = ada.app_code(1)
    assert ada.send("factor", factor_code=late).status_code == 303
    ada.send("logout")
    ada.log_in()
    clock.advance(seconds=30)
    for code in (late, ada.app_code(-1)):
        assert ada.send("factor", factor_code=code).status_code == 422


def test_a_clock_may_be_half_a_minute_off_and_no_more(ada: Colleague, clock: Clock) -> None:
    ada.enrol()
    clock.advance(minutes=5)
    for steps, status in ((-2, 422), (2, 422), (-1, 303), (1, 303)):
        ada.send("logout")
        ada.log_in()
        assert ada.send("factor", factor_code=ada.app_code(steps)).status_code == status


def test_of_many_that_send_one_code_at_once_one_gets_in(
    ada: Colleague, engine: Engine, settings: Settings, clock: Clock
) -> None:
    ada.enrol()
    for code in (ada.next_code(), ada.codes[0]):

        def one(_: int, code: str = code) -> bool:
            with begin(engine, settings, clock()) as w:
                return is_code_good(w, ada.id, code)

        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(one, range(6))) == [False] * 5 + [True]


def test_ten_tries_in_a_quarter_of_an_hour(ada: Colleague, clock: Clock) -> None:
    ada.enrol()
    clock.advance(minutes=15)
    ada.send("logout")
    ada.log_in()
    answers = [ada.send("factor", factor_code="000000") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert ada.send("factor", factor_code=ada.app_code()).status_code == 429
    clock.advance(minutes=15)
    assert ada.send("factor", factor_code=ada.app_code()).status_code == 303


def test_a_recovery_code_opens_once_however_it_is_written(ada: Colleague) -> None:
    ada.enrol()
    for typed in (ada.codes[0], ada.codes[1].upper(), ada.codes[2].replace("-", " ")):
        for status in (303, 422):
            ada.send("logout")
            ada.log_in()
            assert ada.send("factor", factor_code=typed).status_code == status
    ada.send("factor", factor_code=ada.codes[3])
    assert "6 of 10 are left." in _own(ada)


def test_new_recovery_codes_make_the_old_ones_worthless(ada: Colleague) -> None:
    ada.enrol()
    old = ada.codes[0]
    page = ada.send("own/codes").text
    assert "shown this once" in page
    ada.send("logout")
    ada.log_in()
    assert ada.send("factor", factor_code=old).status_code == 422


def test_another_persons_code_opens_nothing(
    ada: Colleague, strict: Flask, work: WorkFactory, clock: Clock, site: Site
) -> None:
    ada.enrol()
    mo = colleague(work, strict, clock, "Mo Ash", (site, Role.MODERATOR))
    mo.enrol()
    mo.send("logout")
    mo.log_in()
    for code in (ada.next_code(), ada.codes[0]):
        assert mo.send("factor", factor_code=code).status_code == 422


def _own(who: Colleague) -> str:
    """Their own page."""
    return who.client.get("/console/own").text
