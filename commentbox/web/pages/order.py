"""How the comments are sorted and what is not shown, said from the settings in force."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.domain.moderation.senders import are_on
from commentbox.domain.ranking import Sort, wilson
from commentbox.domain.words import in_words
from commentbox.services.judging import STOOD
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
    policy, has_senders = found.policy, found.policy.is_in_force("senders")
    text = render_template(
        "pages/order.html",
        base_url=settings().base_url,
        site_key=found.key,
        site_name=found.name,
        policy=policy,
        new_hours=int(STOOD.total_seconds() // 3600),
        reads_senders=has_senders and are_on(policy.read_senders, policy.time_zone, w.now),
        refuses_senders=has_senders and are_on(policy.refused_senders, policy.time_zone, w.now),
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
