"""The sample newspaper: a second small app on its own origin that embeds the box as any publisher would."""

from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, render_template
from jinja2 import StrictUndefined

from commentbox.demo.articles import ARTICLES, article_with

NAME = "The Lamplighter"
CITY = "Kestermouth"


def create_paper(*, box_url: str, site: str, paper_url: str, now: datetime | None = None) -> Flask:
    """`now` is the moment the articles' ages are counted from: give the same one as to `conversation`."""
    paper = Flask(__name__)
    paper.jinja_env.undefined = StrictUndefined
    paper.jinja_env.trim_blocks = paper.jinja_env.lstrip_blocks = True
    box_url, paper_url = box_url.rstrip("/"), paper_url.rstrip("/")
    moment = now or datetime.now(UTC)
    paper.jinja_env.globals.update(
        name=NAME,
        city=CITY,
        articles=ARTICLES,
        box_url=box_url,
        site=site,
        today=_long_date(moment),
        url_of=lambda article: f"{paper_url}/{article.slug}",
        published_at=lambda article: article.published_at(moment),
        when=lambda article: _spoken(article.published_at(moment)),
    )
    _add_pages(paper, box_url, site, paper_url)
    _add_headers(paper, content_security_policy(box_url))
    return paper


def content_security_policy(box_url: str) -> str:
    """What a careful publisher sends: only its own style sheet and pictures, and the box."""
    parts = urlsplit(box_url)
    box = f"{parts.scheme}://{parts.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {box}",
            f"style-src 'self' {box}",
            f"connect-src {box}",
            f"frame-src {box}",
            f"form-action {box}",
            "img-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _add_pages(paper: Flask, box_url: str, site: str, paper_url: str) -> None:
    @paper.get("/")
    def front() -> str:
        return render_template("front.html", canonical=f"{paper_url}/", current="")

    @paper.get("/<slug>")
    def article(slug: str) -> str:
        found = article_with(slug)
        if found is None:
            abort(404)
        canonical = f"{paper_url}/{found.slug}"
        thread_url = f"{box_url}/t/{quote(site)}?url={quote(canonical, safe='')}"
        return render_template(
            "article.html",
            article=found,
            canonical=canonical,
            thread_url=thread_url,
            current=found.section_id,
        )

    @paper.errorhandler(404)
    def missing(_: Exception) -> tuple[str, int]:
        return render_template("missing.html", canonical=f"{paper_url}/", current=""), 404


def _add_headers(paper: Flask, policy: str) -> None:
    @paper.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        return response


def _long_date(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B %Y}"


def _spoken(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B}, {moment.hour}.{moment:%M}"
