"""What waits and is like a comment."""

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.moderation.verdict import Finding
from commentbox.domain.similar import By, first_host
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.comments import comment_by_id
from commentbox.store.line import Part
from commentbox.store.people import person_by_id


def part_like(work: Work, site: Site, comment_id: int, by: str | None) -> tuple[Part, str]:
    """That part of the line, and in words what they have in common."""
    row = comment_by_id(work.session, site.id, comment_id)
    if row is None:
        raise NotFound("no_comment", "There is no such comment.")
    match by:
        case By.TEXT if row.text_key:
            return Part(text_key=row.text_key), f"With the same words as No. {row.id}"
        case By.HOST if host := first_host(row.source):
            return Part(host=host), f"With a link to {host}"
        case By.AUTHOR:
            author = person_by_id(work.session, row.author_id)
            return Part(author_id=row.author_id), f"By {'' if author is None else author.name}"
        case By.RULE if row.findings:
            rule = max(map(Finding.from_dict, row.findings), key=lambda finding: finding.outcome).rule
            return Part(rule=rule), f"Found by the rule “{rule.replace('_', ' ')}”"
    raise Invalid("bad_filter", "This comment has nothing of the kind to look for.", field="by")
