"""How the comments are sorted and what is not shown, said from the settings in force."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.domain.ranking import Sort, wilson
from commentbox.domain.words import in_words
from commentbox.services.read_thread import find_thread
from commentbox.services.sites import get_site
from commentbox.web.language import know_site
from commentbox.web.pages.thread import pages
from commentbox.web.work import reading, settings

EXAMPLES = (0, 1, 5, 20, 100)  # recommendations


@pages.get("/t/<site>/order")
def order(site: str) -> ResponseReturnValue:
    url = request.args.get("url", "")
    with reading() as w:
        found = get_site(w, site)
        know_site(found.policy.language)
        article = find_thread(w, site, url) if url else None
    text = render_template(
        "pages/order.html",
        base_url=settings().base_url,
        site_key=found.key,
        site_name=found.name,
        policy=found.policy,
        confirms=found.policy.verified_only and bool(settings().smtp_url),
        article=article,
        reaction=in_words(found.policy.reaction),
        sorts=tuple(Sort),
        best=Sort.BEST.label,
        examples=[(count, round(100 * wilson(count, 0))) for count in EXAMPLES],
    )
    answer = make_response(text)
    answer.headers["Cache-Control"] = "no-store"
    return answer
