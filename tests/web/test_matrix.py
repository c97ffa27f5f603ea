"""Two publishers, their people, and every address with a number in it: nobody changes what is not theirs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Role
from commentbox.domain.rights import NOT_ADMIN, NOT_FOR_ROLE, NOT_LEAD, NOT_MODERATOR, Right, may
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.review import NewDecision, decide
from commentbox.services.saved_views import NewView, keep_view
from commentbox.services.sign_in import Kind, open_session
from commentbox.services.work import Work
from commentbox.store.acts import ActRow
from commentbox.store.appeals import AppealRow
from commentbox.store.invitations import InvitationRow
from commentbox.store.passkeys import PasskeyRow
from commentbox.store.people import StaffRow
from commentbox.store.questions import OptionRow, QuestionRow
from commentbox.store.sanctions import SanctionRow
from commentbox.store.tables import METADATA
from commentbox.web.auth import COOKIES
from commentbox.web.permits import Permit, permit_of
from tests import make
from tests.conftest import BOX, WorkFactory

PAPERS = {"courier": make.PAPER, "gazette": "https://gazette.example"}
BODIES: dict[str, dict[str, Any]] = {
    "api.flag": {"reason": "spam", "note": ""},
    "api.set_answer": {"option": 1},
    "api.edit": {"text": "Hello there.", "revision": 1},
    "api.undo": {"revision": 1},
}
FORM = {
    "action": "remove",
    "reason": "spam",
    "note": "",
    "revision": "1",
    "seen": "1",
    "open": "0",
    "text": "Hello there.",
    "key": "key-00000001",
    "vote": "up",
    "role": "admin",
    "name": "Another",
    "is": "1",
    "person": "1",
    "question": "Shall we?",
    "kind": "yes_no",
    "option": "1",
    "outcome": "overturned",
    "answer": "We were wrong.",
    "words": "Why?",
    "decision": "1",
}
NOT_OURS = ("buckets", "sessions")  # counting tries and last visits is no change of anybody's


class Place:
    """One publisher with a held comment that was decided about, and its people."""

    def __init__(self, work: WorkFactory, key: str):
        with work() as w:
            site = make.site(w, key, origins=(PAPERS[key],))
            self.key, self.reader = key, make.member(w, f"Reader of {key}").id
            moderator = make.member(w, f"Desk of {key}", role=Role.MODERATOR, at=site)
            self.moderator = moderator.id
            comment = make.comment(w, site, url=f"{PAPERS[key]}/a", status=Status.HELD)
            self.comment, self.article = comment.id, comment.article_id
        new = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, note="", revision=1, seen=0)
        with work() as w:
            self.decision = decide(w, moderator, key, comment.id, new).decision_id
            later = w.now + timedelta(days=1)
            secret = PasskeyRow(
                person_id=self.moderator, credential_id=key, public_key="", user_handle="", sign_count=0,
                name=f"Key of {key}", is_factor=True, created_at=w.now,
            )  # fmt: skip
            offer = InvitationRow(
                email="x@mail.example", role=Role.MODERATOR, sites=[key], invited_by=self.moderator,
                created_at=w.now, expires_at=later,
            )  # fmt: skip
            w.session.add_all([secret, offer])
            w.session.flush()
            self.passkey, self.invitation, self.number = secret.id, offer.id, 1
            act = ActRow(
                site_id=site.id, person_id=self.moderator, act_key="key-00000001", action=Action.REMOVE,
                reason=Reason.SPAM, note="", count=1, created_at=w.now,
            )  # fmt: skip
            w.session.add(act)
            w.session.flush()
            self.act = act.id
            self.sanction = warn(w, site.id, self.reader)
            self.appeal = appeal(w, site.id, self.reader, self.sanction)
            self.view = keep_view(w, moderator, key, NewView(name="Held", lane="held"))
            asked = QuestionRow(article_id=self.article, text="Is it so?", created_at=w.now)
            w.session.add(asked)
            w.session.flush()
            w.session.add(OptionRow(question_id=asked.id, place=0, label="Yes"))
            # Readers are no publisher’s and may answer each one’s; strangers are tried with the one there is.
            self.question, self.asked = 10**6, asked.id


def warn(work: Work, site_id: int, person_id: int) -> int:
    row = SanctionRow(
        site_id=site_id, person_id=person_id, kind=SanctionKind.WARNING, reason="Rude.", created_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def appeal(work: Work, site_id: int, person_id: int, sanction_id: int) -> int:
    row = AppealRow(
        site_id=site_id, person_id=person_id, sanction_id=sanction_id, words="Why?", place=1,
        created_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row.id


@pytest.fixture
def places(work: WorkFactory) -> dict[str, Place]:
    return {key: Place(work, key) for key in PAPERS}


@pytest.fixture
def as_person(app: Flask, work: WorkFactory) -> Callable[[int, Kind], FlaskClient]:
    def signed_in(person: int, kind: Kind) -> FlaskClient:
        client = app.test_client()
        with work() as w:
            token = open_session(w, person, kind)
        path = "/console" if kind == "staff" else "/"
        client.set_cookie(COOKIES[kind], token, domain="comments.example", path=path)
        return client

    return signed_in


@pytest.mark.parametrize("mine", PAPERS)
@pytest.mark.parametrize("kind", ["reader", "staff", "nobody"])
def test_nobody_reaches_the_rows_of_the_other_publisher(
    app: Flask,
    work: WorkFactory,
    places: dict[str, Place],
    as_person: Callable[[int, Kind], FlaskClient],
    mine: str,
    kind: str,
) -> None:
    (theirs,) = (place for key, place in places.items() if key != mine)
    me = places[mine]
    client = app.test_client()
    if kind == "reader":
        client = as_person(me.reader, "reader")
    elif kind == "staff":
        client = as_person(me.moderator, "staff")
    before = rows(work)
    asked = 0
    for rule in numbered(app):
        for site in {mine, theirs.key} if "site" in rule.arguments else {""}:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                answer = ask(client, rule, method, site, theirs)
                wanted = {404, 403, 303, 401} if kind == "nobody" or is_for_others(rule, kind) else {404, 403}
                assert answer.status_code in wanted, (method, rule.rule, site, answer.status_code)
                assert b"Remark number" not in answer.data
                asked += 1
    assert asked >= 14
    assert rows(work) == before


@pytest.mark.parametrize("place", PAPERS)
def test_a_reader_has_no_power_of_the_desk_at_home_either(
    app: Flask,
    work: WorkFactory,
    places: dict[str, Place],
    as_person: Callable[[int, Kind], FlaskClient],
    place: str,
) -> None:
    here = places[place]
    client = as_person(here.reader, "reader")
    before = rows(work)
    for rule in numbered(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            permit = permit_of(method, rule.endpoint)
            if permit is not None and permit.right is not None:
                assert ask(client, rule, method, place, here).status_code in (401, 303, 403), rule.rule
    assert rows(work) == before


_REFUSALS = [each.message for each in (NOT_FOR_ROLE, NOT_MODERATOR, NOT_LEAD, NOT_ADMIN)]


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_the_addresses_of_its_rights_and_no_other(
    app: Flask,
    work: WorkFactory,
    places: dict[str, Place],
    as_person: Callable[[int, Kind], FlaskClient],
    role: Role,
) -> None:
    """Whoever lacks the right is told so and changes nothing; whoever has it is refused for nothing else."""
    here = places["courier"]
    client, tried = as_person(here.moderator, "staff"), set()
    with work() as w:
        w.session.get_one(StaffRow, (here.moderator, 1)).role = role
    for rule in sorted(app.url_map.iter_rules(), key=str):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            permit = permit_of(method, rule.endpoint)
            right = None if permit is None else permit.right
            if right is None:
                continue
            before = rows(work)
            answer = ask(client, rule, method, "courier", here, accept="application/json")
            if not role.is_at_console:
                assert answer.status_code in (303, 401), (rule.rule, answer.status_code)
            elif not may(role, right):
                assert answer.status_code in (403, 422), (rule.rule, method, answer.status_code)
            else:
                is_refused = answer.status_code == 403 and any(told in answer.text for told in _REFUSALS)
                assert not is_refused, (rule.rule, method)
                assert method != "GET" or answer.status_code in (200, 404), (rule.rule, answer.status_code)
            if not may(role, right):
                assert rows(work) == before, rule.rule
            tried.add(right)
    assert tried == set(Right)


def test_a_reader_who_is_not_signed_in_takes_no_part(
    app: Flask, work: WorkFactory, places: dict[str, Place]
) -> None:
    with work() as w:
        shown = make.comment(w, "courier")
    here, client = places["courier"], app.test_client()
    here.comment, here.question = shown.id, here.asked
    before = rows(work)
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if permit_of(method, rule.endpoint) is Permit.TAKE_PART:
                answer = ask(client, rule, method, "courier", here)
                is_sent_to_log_in = answer.status_code == 303 and "/login" in answer.headers["Location"]
                assert is_sent_to_log_in or answer.status_code == 401, (rule.rule, answer.status_code)
    assert rows(work) == before


def numbered(app: Flask) -> list[Rule]:
    """Every address with a number of something in it."""
    gaps = {"comment", "number", "decision", "article", "person", "passkey", "invitation", "question", "act"}
    gaps |= {"sanction", "warning", "view", "appeal"}
    # A reader's own account is no publisher's; tests/web/test_my_tenants.py tries two readers on all of it.
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("account.")]
    found = [rule for rule in rules if rule.arguments - {"site"} and rule.arguments & gaps]
    unknown = [rule.rule for rule in rules if "int" in rule.rule and not rule.arguments & gaps]
    assert unknown == []
    return found


def is_for_others(rule: Rule, kind: str) -> bool:
    """The console for a reader's session, and a reader's own doors for one of the console."""
    return str(rule.endpoint).startswith("console.") != (kind == "staff")


def ask(client: FlaskClient, rule: Rule, method: str, site: str, place: Place, *, accept: str = "*/*") -> Any:
    names = ("comment", "number", "decision", "article", "passkey", "invitation", "question", "act")
    numbers: dict[str, Any] = {name: getattr(place, name) for name in names}
    numbers |= {"site": site, "person": place.reader, "sanction": place.sanction, "warning": place.sanction}
    numbers |= {"format": "csv", "appeal": place.appeal, "view": place.view}
    built = rule.build({name: numbers[name] for name in rule.arguments}, append_unknown=False)
    assert built is not None
    if rule.endpoint.startswith("api."):
        headers = {"Origin": PAPERS[site], "X-Commentbox": "1"}
        body = BODIES.get(rule.endpoint, {"text": "Hello there."} if rule.endpoint == "api.preview" else {})
        if rule.endpoint == "api.post":
            body = {"url": f"{PAPERS[site]}/a", "title": "", "text": "Hello there.", "key": "key-00000001"}
        return client.open(built[1], base_url=BOX, method=method, json=body, headers=headers)
    form = FORM | {"url": f"{PAPERS[site]}/a"} if site else FORM
    data = None if method == "GET" else form
    headers = {"Origin": BOX, "Accept": accept}
    return client.open(built[1], base_url=BOX, method=method, data=data, headers=headers)


def rows(work: WorkFactory) -> dict[str, list[Any]]:
    """Everything in the database."""
    with work() as w:
        return {
            table.name: sorted(map(repr, w.session.execute(select(table)).all()))
            for table in METADATA.sorted_tables
            if table.name not in NOT_OURS
        }
