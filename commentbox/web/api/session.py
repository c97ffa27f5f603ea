"""A sign-in made in our window or with the publisher, taken over into the publisher's page; and its end."""

from flask import Response, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.services.sign_in import redeem_code, sign_out
from commentbox.services.signed_tokens import read_token
from commentbox.services.sites import get_site
from commentbox.services.sso import redeem_token
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import body, no_body
from commentbox.web.auth import clear_cookie, device, sent_token, set_cookie
from commentbox.web.work import reading, work


@api.post("/session")
def begin_session(site: str) -> ResponseReturnValue:
    """For a code from our window, or for a token the publisher has signed."""
    sent = body("code", "token")
    if sent["token"] is not None:
        return _by_token(site, sent["token"])
    with work() as w:
        site_id, origin = get_site(w, site).id, request.headers.get("Origin")
        token = redeem_code(w, sent["code"], site_id, origin, device=device())
        if token is not None:
            sign_out(w, sent_token("embed"))
    if token is None:
        raise Invalid("bad_code", "That took too long. Please log in again.", field="code")
    return _begun(token, site)


def _by_token(site: str, token: object) -> ResponseReturnValue:
    sent = sent_token("embed")
    if sent is None:
        with reading() as w:  # a bad token costs no writer's turn
            problems = read_token(w, get_site(w, site), token).problems
        if problems:
            raise Invalid("bad_token", " ".join(problems), field="token")
    with work() as w:
        done = redeem_token(w, token, get_site(w, site), sent, device=device())
    if done.problem is not None:
        raise Invalid("bad_token", done.problem, field="token")
    return jsonify(signed_in=True) if done.token is None else _begun(done.token, site)


def _begun(token: str, site: str) -> Response:
    answer = make_response(jsonify(signed_in=True), 201)
    set_cookie(answer, "embed", token, site)
    return answer


@api.delete("/session")
def end_session(site: str) -> ResponseReturnValue:
    """Both, because either alone would leave the reader signed in."""
    no_body()
    with work() as w:
        sign_out(w, sent_token("embed"))
        sign_out(w, sent_token("reader"))
    answer = make_response("", 204)
    clear_cookie(answer, "embed", site)
    clear_cookie(answer, "reader")
    return answer
