"""A passkey as second factor, what is kept and what is taken away, and the question before grave acts."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from commentbox.services.staff import reset_factor
from commentbox.store.factors import AuthenticatorRow
from commentbox.store.jobs import JobRow
from commentbox.store.passkeys import PasskeyRow
from commentbox.store.staff_log import StaffLogRow
from tests.conftest import BOX, Clock, WorkFactory
from tests.soft_key import SoftKey
from tests.web import asking
from tests.web.conftest import AppFactory
from tests.web.console.factor_desk import Colleague, carried

STAFF = "commentbox_staff"


def test_a_passkey_is_a_second_factor_and_spares_the_password(ada: Colleague, work: WorkFactory) -> None:
    key = SoftKey()
    ada.log_in()
    options = ada.options("factor/setup/options")
    answer = ada.send("factor/setup/passkey", credential=key.make(options), name="Drawer")
    assert "Your recovery codes" in answer.text
    assert ada.reaches_queue()
    ada.send("logout")
    ada.log_in()
    options = ada.options("factor/options")
    assert ada.send("factor", factor_passkey=key.sign(options)).status_code == 303
    ada.send("logout")
    options = ada.options("login/passkey/options")
    assert ada.send("login/passkey", credential=key.sign(options)).status_code == 303
    assert ada.reaches_queue()


def test_a_readers_passkey_is_no_second_factor(ada: Colleague, strict: Flask, work: WorkFactory) -> None:
    """A password alone is enough to add one."""
    ada.enrol()
    key, reader = SoftKey(), strict.test_client()
    asking.log_in(reader, ada.email)
    headers = {"Origin": BOX}
    options = dict(reader.post("/account/passkeys/options", headers=headers).json or {})
    fields = {"credential": key.make(options), "name": ""}
    assert reader.post("/account/passkeys", data=fields, headers=headers).status_code == 303
    ada.send("logout")
    options = ada.options("login/passkey/options")
    assert ada.send("login/passkey", credential=key.sign(options)).status_code == 422
    ada.log_in()
    options = ada.options("factor/options")
    assert ada.send("factor", factor_passkey=key.sign(options)).status_code == 422
    with work() as w:
        passkey = w.session.scalars(select(PasskeyRow)).one()
        assert not passkey.is_factor
    assert not ada.reaches_queue()


def test_the_last_factor_stays(ada: Colleague, work: WorkFactory) -> None:
    ada.enrol()
    answer = ada.send("own/app/remove")
    assert (answer.status_code, "your only second factor" in answer.text) == (409, True)
    key = SoftKey()
    options = ada.options("factor/setup/options")
    ada.send("factor/setup/passkey", credential=key.make(options), name="Drawer")
    assert ada.send("own/app/remove").status_code == 303
    with work() as w:
        passkey = w.session.scalars(select(PasskeyRow.id)).one()
    assert ada.send(f"own/passkeys/{passkey}/name", name="Safe").status_code == 303
    assert ada.send(f"own/passkeys/{passkey}/remove").status_code == 409
    assert "Safe" in _own(ada)


def test_a_new_app_takes_the_place_of_the_first(ada: Colleague, work: WorkFactory) -> None:
    ada.enrol()
    old = ada.secret
    again = ada.enrol_app()
    assert again.headers["Location"] == "/console/own?done=added"
    assert ada.secret != old
    with work() as w:
        assert len(w.session.scalars(select(AuthenticatorRow)).all()) == 1
    ada.send("logout")
    assert ada.log_in_wholly().status_code == 303


def test_a_letter_tells_of_every_change(ada: Colleague, work: WorkFactory) -> None:
    ada.enrol()
    ada.send("logout")
    ada.log_in()
    ada.send("factor", factor_code=ada.codes[0])
    with work() as w:
        subjects = [job.payload["subject"] for job in w.session.scalars(select(JobRow).order_by(JobRow.id))]
    assert subjects == ["An authenticator app was added", "A recovery code was used"]


def test_a_grave_act_asks_again_and_goes_on_with_what_was_sent(
    ada: Colleague, clock: Clock, work: WorkFactory
) -> None:
    ada.enrol()
    clock.advance(minutes=10)
    sent = {"email": "new@mail.example", "role": "moderator", "sites": "courier"}
    question = ada.send("courier/staff/invitations", **sent)
    assert (question.status_code, "Is it still you?" in question.text) == (200, True)
    assert carried(question.text) == sent
    assert _count_log(work) == 0
    wrong = ada.send("courier/staff/invitations", **carried(question.text), factor_code="000000")
    assert wrong.status_code == 422
    assert _count_log(work) == 0
    done = ada.send("courier/staff/invitations", **carried(wrong.text), factor_code=ada.next_code())
    assert done.headers["Location"] == "/console/courier/staff?done=invited"
    assert _count_log(work) == 1
    clock.advance(minutes=9)
    assert ada.send("courier/staff/invitations", **sent).status_code == 303
    clock.advance(minutes=1)
    assert ada.send("courier/staff/invitations", **sent).status_code == 200
    assert _count_log(work) == 2


def test_a_script_is_told_that_a_factor_is_needed(ada: Colleague, clock: Clock) -> None:
    ada.enrol()
    clock.advance(minutes=10)
    answer = ada.call("own/codes")
    assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (403, "factor_needed")


def test_a_further_factor_needs_a_fresh_one(ada: Colleague, clock: Clock) -> None:
    ada.enrol()
    assert ada.client.get("/console/factor/setup").status_code == 200
    clock.advance(minutes=10)
    asked = ada.client.get("/console/factor/setup").headers["Location"]
    assert asked == "/console/factor?next=/console/factor/setup"
    back = ada.send(asked.removeprefix("/console/"), factor_code=ada.next_code())
    assert back.headers["Location"] == "/console/factor/setup"
    assert ada.client.get("/console/factor/setup").status_code == 200


def test_who_lost_everything_sets_up_anew(ada: Colleague, work: WorkFactory) -> None:
    ada.enrol()
    old = list(ada.codes)
    with work() as w:
        assert reset_factor(w, ada.email) == "Ada Desk"
    assert not ada.reaches_queue()
    ada.enrol()
    assert ada.reaches_queue()
    assert set(old).isdisjoint(ada.codes)
    assert _count_log(work) == 1


def test_another_secret_key_leaves_the_recovery_codes(
    ada: Colleague, another_app: AppFactory, clock: Clock
) -> None:
    ada.enrol()
    moved = another_app(staff_second_factor=True, secret_key="quite another secret, forty characters long")
    client: FlaskClient = moved.test_client()
    other = Colleague(id=ada.id, email=ada.email, client=client, clock=clock, secret=ada.secret)
    other.log_in()
    assert other.send("factor", factor_code=other.next_code()).status_code == 422
    assert other.send("factor", factor_code=ada.codes[0]).status_code == 303


def _own(who: Colleague) -> str:
    """Their own page."""
    return who.client.get("/console/own").text


def _count_log(work: WorkFactory) -> int:
    with work() as w:
        return w.session.scalars(select(func.count()).select_from(StaffLogRow)).one()
