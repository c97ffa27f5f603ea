"""The last step of every way to sign in: a session here, and one in the page that waits for it."""

from flask import redirect
from werkzeug import Response

from commentbox.services.my_language import note_language
from commentbox.services.sign_in import make_code, open_session
from commentbox.services.work import Work
from commentbox.web.auth import device, sent_token, set_cookie
from commentbox.web.language import language
from commentbox.web.pages.page import page
from commentbox.web.pages.return_to import ReturnTo
from commentbox.web.work import settings, work


def enter(person_id: int, target: ReturnTo) -> Response:
    """Sign this person in, whichever door they came through, and send them where they wanted to go."""
    with work() as w:
        token = open_session(w, person_id, "reader", instead_of=sent_token("reader"), device=device())
        note_language(w, person_id, language())
        code = _code(w, person_id, target)
    answer = _go_on(target, code)
    set_cookie(answer, "reader", token)
    return answer


def hand_over(person_id: int, target: ReturnTo) -> Response:
    """Take a sign-in that is here already over to the page that asked."""
    with work() as w:
        code = _code(w, person_id, target)
    return _go_on(target, code)


def leave(target: ReturnTo) -> Response:
    """To the page the reader came from."""
    return redirect(f"{settings().base_url}{target.path}", 303)


def _code(work: Work, person_id: int, target: ReturnTo) -> str | None:
    if target.site is None or target.origin is None:
        return None
    return make_code(work, person_id, target.site.id, target.origin)


def _go_on(target: ReturnTo, code: str | None) -> Response:
    return leave(target) if code is None else page("pages/signed_in.html", target, code=code)
