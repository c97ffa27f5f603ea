"""What is told at the bell about sanctions, in the words of the letters about them."""

from commentbox.domain.notices import NoticeKind, SanctionNews
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.notice import Notice
from commentbox.services.sanction_letters import subject_of
from commentbox.services.work import Work
from commentbox.store.sanction_notices import SanctionNoticeRow, sanction_notices_of
from commentbox.store.sanctions import SanctionRow
from commentbox.store.sites import SiteRow


def read_sanction_notices(
    work: Work, actor: Actor, limit: int, site_id: int | None = None
) -> tuple[Notice, ...]:
    """Newest first; of one site or of all."""
    found = sanction_notices_of(work.session, actor.id, limit, site_id)
    return tuple(_notice(work, *each) for each in found)


def _notice(work: Work, row: SanctionNoticeRow, sanction: SanctionRow, site: SiteRow) -> Notice:
    return Notice(
        comment_id=0,
        kind=NoticeKind.DECISION,
        what=_what(row, sanction, site),
        excerpt=sanction.reason if row.news is SanctionNews.IMPOSED else "",
        article=site.name,
        site_name=site.name,
        address=f"{work.settings.base_url}/account/standing#sanction-{sanction.id}",
        created_at=row.created_at,
        is_unread=row.read_at is None,
    )


def _what(row: SanctionNoticeRow, sanction: SanctionRow, site: SiteRow) -> Words:
    if row.news is SanctionNews.ENDED:
        return Words("It is over ({site})", site=site.name)
    if row.news is SanctionNews.ANSWERED:
        return Words("Your appeal is answered ({site})", site=site.name)
    return subject_of(site.name, sanction.kind)
