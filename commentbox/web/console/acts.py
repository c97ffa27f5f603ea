"""One decision about many comments."""

from contextlib import AbstractContextManager

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.comment import Action, Reason
from commentbox.domain.errors import Invalid
from commentbox.domain.people import Actor
from commentbox.services import acts
from commentbox.services.acts import ActPage, Item, NewAct
from commentbox.services.tokens import hash_token
from commentbox.services.work import Work
from commentbox.web.auth import sent_token
from commentbox.web.console.answers import counted, page
from commentbox.web.console.door import staff_at
from commentbox.web.console.fresh import fresh_factor_required
from commentbox.web.errors import wants_json
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work


def begin_act(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        act = acts.begin_act(w, actor, site, _new_act, hash_token(sent_token("staff") or ""))
    acts.carry_out_act(_open, {"act_id": act})
    return _told(site, actor, act)


def act(site: str, act: int) -> ResponseReturnValue:
    actor = staff_at(site)
    return page("console/act.html", actor, section="act", page=_read(site, actor, act))


def undo_act(site: str, act: int) -> ResponseReturnValue:
    actor = staff_at(site)
    acts.undo_act(_open, actor, site, act)
    return _told(site, actor, act)


@fresh_factor_required()
def confirm_act(site: str, act: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        acts.confirm_act(w, actor, site, act, request.form.get("wanted", ""))
    return redirect(url_for("console.act", site=site, act=act), 303)


def _open(writing: bool) -> AbstractContextManager[Work]:
    return work() if writing else reading()


def _new_act() -> NewAct:
    form = request.form
    action, _, reason = form.get("do", "").partition(":")
    try:
        return NewAct(
            key=form.get("key", ""),
            action=Action(action),
            reason=Reason(reason) if reason else None,
            note=form.get("note", ""),
            items=[_item(sent) for sent in form.getlist("item")],
        )
    except ValueError:
        raise Invalid("bad_decision", "There is no such decision or reason.", field="do") from None


def _item(sent: str) -> Item:
    numbers = [number_in(part) for part in sent.split(":")]
    if len(numbers) != 3 or None in numbers:
        raise Invalid("bad_items", "Reload the page and select them again.", field="item")
    comment, revision, seen = (number or 0 for number in numbers)
    return Item(comment_id=comment, revision=revision, seen=seen)


def _read(site: str, actor: Actor, act: int) -> ActPage:
    with reading() as w:
        return acts.read_act(w, actor, site, act)


def _told(site: str, actor: Actor, act: int) -> ResponseReturnValue:
    if not wants_json():
        return redirect(url_for("console.act", site=site, act=act), 303)
    found = _read(site, actor, act)
    return jsonify(
        message=found.message,
        page=url_for("console.act", site=site, act=act),
        undo=url_for("console.undo_act", site=site, act=act) if found.may_undo else None,
        waits_for_second=found.waits_for_second,
        counts=counted(found.counts),
        items=[
            {
                "comment": each.comment_id,
                "message": each.message,
                "is_done": each.is_done,
                "undo": each.undo_id and url_for("console.undo", site=site, decision=each.undo_id),
            }
            for each in found.results
        ],
    )
