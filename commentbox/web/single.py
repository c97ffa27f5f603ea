"""One comment for a frame in another article: no script, no cookie, nothing to press but the way there."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import NotFound
from commentbox.services.read_single import read_single
from commentbox.services.sites import get_site_of_comment
from commentbox.web.embed import public
from commentbox.web.headers import page_policy
from commentbox.web.language import know_site
from commentbox.web.work import reading, settings


@public.get("/c/<int:comment>/embed")
def single(comment: int) -> ResponseReturnValue:
    """What is gone without a trace says so too, for the sake of the article around it."""
    with reading() as w:
        site = get_site_of_comment(w, comment)
        try:
            found = read_single(w, comment)
        except NotFound:
            found = None
    know_site(site.policy.language)
    page = render_template("pages/single.html", single=found, base_url=settings().base_url)
    answer: Response = make_response(page, 404 if found is None else 200)
    answer.headers["Content-Security-Policy"] = page_policy(site.origins)
    return answer
