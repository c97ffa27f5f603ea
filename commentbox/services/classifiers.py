"""The classifier outside a site asks, as its operator has set it up."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.hosts import is_loopback
from commentbox.domain.text import clean_line
from commentbox.domain.web_address import parse
from commentbox.services.seal import seal
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store.classifiers import ClassifierRow, classifier_of, drop_classifier
from commentbox.store.sites import SiteRow

MAX_NAME = 40
LEAST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class ClassifierState:
    """`resting_until`: after failures in a row it is left alone."""

    name: str
    host: str
    note_at: float
    hold_at: float
    failures: int
    resting_until: datetime | None
    answered_at: datetime | None
    error: str


@dataclass(frozen=True, kw_only=True)
class NewClassifier:
    name: str
    url: str
    secret: str
    note_at: float
    hold_at: float


def set_classifier(work: Work, site_key: str, new: NewClassifier) -> None:
    """Every comment sent or changed from now on is shown to it; one that was set before is replaced."""
    site = get_site(work, site_key)
    address = parse(new.url)
    is_near = address is not None and is_loopback(address.host)
    if address is None or address.fragment or not (address.scheme == "https" or is_near):
        raise Invalid("bad_url", "Give an https:// address, or one of this machine itself.", field="url")
    if len(new.secret) < LEAST_SECRET:
        raise Invalid(
            "bad_secret",
            f"A secret has at least {LEAST_SECRET} characters; make one with: openssl rand -base64 36",
            field="secret",
        )
    if not 0 < new.note_at <= new.hold_at:
        raise Invalid("bad_limits", "Limits are above 0, and the one to hold at is not the lower one.")
    row = classifier_of(work.session, site.id)
    if row is None:
        row = ClassifierRow(site_id=site.id, created_at=work.now)
        work.session.add(row)
    row.name, row.url = clean_line(new.name, field="name", max_length=MAX_NAME), new.url
    row.sealed_secret = seal(work.settings, classifier_purpose(site.id), new.secret)
    row.note_at, row.hold_at = new.note_at, new.hold_at
    row.failures, row.resting_until, row.error = 0, None, None
    work.session.get_one(SiteRow, site.id).has_classifier = True


def remove_classifier(work: Work, site_key: str) -> None:
    """Nothing is shown to it any more; what it found stays with the comments."""
    site = get_site(work, site_key)
    if classifier_of(work.session, site.id) is None:
        raise NotFound("no_classifier", "This site asks no classifier.")
    drop_classifier(work.session, site.id)
    work.session.get_one(SiteRow, site.id).has_classifier = False


def state_of(work: Work, site_id: int) -> ClassifierState | None:
    row = classifier_of(work.session, site_id)
    if row is None:
        return None
    is_resting = row.resting_until is not None and row.resting_until > work.now
    return ClassifierState(
        name=row.name,
        host=urlsplit(row.url).hostname or "",
        note_at=row.note_at,
        hold_at=row.hold_at,
        failures=row.failures,
        resting_until=row.resting_until if is_resting else None,
        answered_at=row.answered_at,
        error=row.error or "",
    )


def classifier_purpose(site_id: int) -> str:
    return f"classifier secret {site_id}"
