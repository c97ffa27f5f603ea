"""Two readers, every address of the account: one never sees or changes what is the other's."""

from typing import Any

from flask import Flask
from sqlalchemy import Engine, delete, select
from werkzeug.routing import Rule

from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.people_pages import mute
from commentbox.services.withdraw import withdraw
from commentbox.services.work import Work
from commentbox.settings import Settings
from commentbox.store.appeals import AppealRow
from commentbox.store.buckets import BucketRow
from commentbox.store.comments import CommentRow
from commentbox.store.exports import ExportRow
from commentbox.store.identities import IdentityRow
from commentbox.store.jobs import JobRow
from commentbox.store.mutes import MuteRow
from commentbox.store.passkeys import PasskeyRow
from commentbox.store.people import PersonRow
from commentbox.store.sanctions import SanctionRow
from commentbox.store.sessions import SessionRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.services.post import Post
from tests.web import asking

FORM = {
    "name": "Eve Elm", "bio": "Mine now.", "email": "eve@new.example", "password": "another good one",
    "decision": "never", "choice": "remove", "current": make.PASSWORD,
    "words": "It was my brother.",
}  # fmt: skip


def test_nobody_reaches_what_is_somebody_elses(
    app: Flask, work: WorkFactory, engine: Engine, settings: Settings, clock: Clock
) -> None:
    post = Post(engine, settings, clock)
    with work() as w:
        ann = asking.ann(w)
        eve = asking.new_person(w, "Eve Ebony", "eve@mail.example")
        actor = Actor(id=ann.id, name="Ann Alder", role=Role.READER)
        comment = make.comment(w, ann.site, actor, "Written by Ann alone.").id
        withdrawn = make.comment(w, ann.site, actor, "Taken back by Ann.").id
        muted = make.member(w, "Loud Larch")
        make.sanctioned(w, ann.id, SanctionKind.MUTE)
        mutes = w.session.scalars(select(SanctionRow.id)).all()
        mute(w, actor, muted.id)
        eve_id = eve.id
        numbers = {comment, withdrawn, muted.id, *mutes, *ways_in(w, ann.id)}
    with work() as w:
        withdraw(w, actor, withdrawn)
    anns = app.test_client()
    asking.log_in(anns)
    asking.send_form(anns, "/account/data", current=make.PASSWORD)
    token = post.token("account/data")
    with work() as w:
        session = w.session.scalars(select(SessionRow.token_hash)).one()[:24]
    before = state(work, ann.id)
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("account.")]
    assert len(rules) >= 20
    for rule in rules:
        for number in sorted(numbers):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                eves = app.test_client()
                asking.log_in(eves, "eve@mail.example")
                path = address(rule, {"session": session, "token": token}, number)
                answer = eves.open(path, method=method, data=FORM, headers={"Origin": BOX})
                for secret in (b"Written by Ann", b"Taken back by Ann", asking.EMAIL.encode(), b"Loud Larch"):
                    assert secret not in answer.data, path
                assert answer.status_code < 500, path
                put_right(work, eve_id)
    assert state(work, ann.id) == before


def ways_in(work: Work, person_id: int) -> tuple[int, int]:
    """The numbers of a passkey and of another's door that open this account."""
    passkey = PasskeyRow(
        person_id=person_id, credential_id="ann", public_key="", user_handle="", sign_count=0,
        name="Loud Larch", is_factor=False, created_at=work.now,
    )  # fmt: skip
    door = IdentityRow(
        issuer="https://door.example", subject="Loud Larch", person_id=person_id, made_account=False,
        created_at=work.now, seen_at=work.now,
    )  # fmt: skip
    work.session.add_all([passkey, door])
    work.session.flush()
    return passkey.id, door.id


def address(rule: Rule, texts: dict[str, str], number: int) -> str:
    built = rule.build({name: texts.get(name, number) for name in rule.arguments}, append_unknown=False)
    assert built is not None
    return built[1]


def put_right(work: WorkFactory, eve: int) -> None:
    """Eve may do with her own account what she likes; here she needs it again."""
    with work() as w:
        person = asking.person(w, eve)
        person.password_hash, person.erase_at = asking.password_hash(), None
        for row in w.session.scalars(select(MuteRow).where(MuteRow.person_id == eve)):
            w.session.delete(row)
        w.session.execute(delete(BucketRow))


def state(work: WorkFactory, ann: int) -> list[Any]:
    """Everything of Ann's that a stranger could have changed."""
    with work() as w:
        queries = (
            select(PersonRow.name, PersonRow.email, PersonRow.bio, PersonRow.password_hash,
                   PersonRow.erase_at, PersonRow.decision_letters).where(PersonRow.id == ann),
            select(CommentRow.id, CommentRow.status, CommentRow.source).where(CommentRow.author_id == ann),
            select(SessionRow.token_hash).where(SessionRow.person_id == ann),
            select(MuteRow.muted_id).where(MuteRow.person_id == ann),
            select(PasskeyRow.id, PasskeyRow.name).where(PasskeyRow.person_id == ann),
            select(IdentityRow.id).where(IdentityRow.person_id == ann),
            select(AppealRow.id).where(AppealRow.person_id == ann),
            select(ExportRow.token_hash).where(ExportRow.person_id == ann),
            select(JobRow.id).where(JobRow.payload["person_id"].as_integer() == ann),
        )  # fmt: skip
        return [tuple(row) for query in queries for row in w.session.execute(query)]
