"""Others' doors to one's own account, one page: which there are, add one, take one away."""

from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.services.my_doors import read_my_doors, remove_my_door
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.pages.return_to import return_by
from commentbox.web.pages.sign_on import send_away
from commentbox.web.work import reading, work

HERE = "/doors"
NOTES = {
    "added": Words("Done. From now on it opens this account as well."),
    "removed": Words("Done. It opens this account no longer."),
}

_ID = "int(max=999999999999999999)"  # what is larger fits no database


@account.get(HERE)
def doors() -> ResponseReturnValue:
    return _page()


@account.post(f"{HERE}/<site>/<door>")
def add_door(site: str, door: str) -> ResponseReturnValue:
    """By a form of our own alone: a link could add a stranger's door to this account."""
    return send_away(site, door, return_by({}), adds_to=me().id)


@account.post(f"{HERE}/<{_ID}:identity>")
def remove_door(identity: int) -> ResponseReturnValue:
    actor = me()
    try:
        with work() as w:
            remove_my_door(w, actor, identity)
    except CommentboxError as error:
        return _page(error)
    return back(HERE, "removed")


def _page(error: CommentboxError | None = None) -> Response:
    actor = me()
    with reading() as w:
        mine = read_my_doors(w, actor)
    return show("doors.html", HERE, notes=NOTES, error=error, mine=mine)
