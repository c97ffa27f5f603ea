"""A sign-in that was made in our window, taken over into the publisher's page; and its end."""

from flask import jsonify, make_response, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.services.sign_in import redeem_code, sign_out
from commentbox.services.sites import get_site
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import body, no_body
from commentbox.web.auth import clear_cookie, device, sent_token, set_cookie
from commentbox.web.work import work


@api.post("/session")
def begin_session(site: str) -> ResponseReturnValue:
    code = body("code")["code"]
    with work() as w:
        site_id, origin = get_site(w, site).id, request.headers.get("Origin")
        token = redeem_code(w, code, site_id, origin, device=device())
        if token is not None:
            sign_out(w, sent_token("embed"))
    if token is None:
        raise Invalid("bad_code", "That took too long. Please log in again.", field="code")
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
