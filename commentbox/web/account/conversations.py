"""What others said to somebody and what became of their own words, grouped by conversation."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.words import Words
from commentbox.services.feeds import end_feed, has_feed, make_feed
from commentbox.services.notices import mark_read, read_talks
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.work import reading, work

HERE = "/conversations"
NOTES = {
    "read": Words("Saved."),
    "ended": Words("Saved."),
}


@account.get(HERE)
def conversations() -> ResponseReturnValue:
    """Looking changes nothing: a browser may look ahead by itself."""
    return _page()


@account.post(f"{HERE}/read")
def read_conversations() -> ResponseReturnValue:
    actor = me()
    with work() as w:
        mark_read(w, actor, request.form.get("until"))
    return back(HERE, "read")


@account.post(f"{HERE}/feed")
def new_feed() -> ResponseReturnValue:
    """The page with the address on it: it is told this once."""
    actor = me()
    with work() as w:
        address = make_feed(w, actor)
    return _page(address)


@account.post(f"{HERE}/feed/end")
def no_feed() -> ResponseReturnValue:
    actor = me()
    with work() as w:
        end_feed(w, actor)
    return back(HERE, "ended")


def _page(address: str = "") -> ResponseReturnValue:
    actor, cursor = me(), request.args.get("cursor")
    with reading() as w:
        found, is_fed = read_talks(w, actor, cursor), has_feed(w, actor)
    return show(
        "conversations.html",
        HERE,
        notes=NOTES,
        mine=found,
        cursor=cursor,
        has_feed=is_fed,
        feed=address,
    )
