"""The OpenID providers a site's readers may come through, as its operator has set them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import delete

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.hosts import is_loopback
from commentbox.domain.text import clean_line
from commentbox.domain.web_address import parse
from commentbox.domain.words import Words
from commentbox.services.seal import seal, unseal
from commentbox.services.sites import get_site, is_key
from commentbox.services.work import Work
from commentbox.settings import Settings
from commentbox.store.doors import DoorRow, all_doors, door_by_key, doors_of_site
from commentbox.store.sites import all_sites

MAX_DOOR_NAME = 40
_MAX_ID = 500


@dataclass(frozen=True, kw_only=True)
class DoorSign:
    """What a page needs to offer it: “Continue with NAME”."""

    site_key: str
    key: str
    name: str
    issuer: str


@dataclass(frozen=True, kw_only=True)
class Door:
    """Everything that is needed to send somebody through. `secret` is None for a client without one."""

    site_key: str
    key: str
    name: str
    issuer: str
    client_id: str
    secret: str | None


def add_door(
    work: Work, site_key: str, *, key: str, name: str, issuer: str, client_id: str, secret: str | None
) -> None:
    """A site's door `key` leads to this provider from now on; one of that key is replaced."""
    site = get_site(work, site_key)
    if not is_key(key):
        raise Invalid("bad_key", "A door’s key is 2 to 40 small letters, digits or hyphens.", field="key")
    shown = clean_line(name, field="name", max_length=MAX_DOOR_NAME)
    if not is_fetchable(work.settings, issuer) or urlsplit(issuer).query:
        raise Invalid("bad_issuer", "The issuer is the provider’s https:// address, exactly as it gives it.")
    row = door_by_key(work.session, site.id, key)
    if row is None:
        row = DoorRow(site_id=site.id, key=key, created_at=work.now)
        work.session.add(row)
    row.name, row.issuer = shown, issuer
    row.client_id = clean_line(client_id, field="client_id", max_length=_MAX_ID)
    row.sealed_secret = seal(work.settings, door_purpose(site.id, key), secret) if secret else None


def remove_door(work: Work, site_key: str, key: str) -> None:
    """Who came through keeps the account, and needs another way in."""
    site = get_site(work, site_key)
    row = door_by_key(work.session, site.id, key)
    if row is None:
        raise _no_door(key)
    work.session.execute(delete(DoorRow).where(DoorRow.id == row.id))


def doors_of(work: Work, site_key: str) -> tuple[DoorSign, ...]:
    site = get_site(work, site_key)
    return tuple(_sign(site.key, row) for row in doors_of_site(work.session, site.id))


def every_door(work: Work) -> Sequence[DoorSign]:
    keys = {site.id: site.key for site in all_sites(work.session)}
    return [_sign(keys[row.site_id], row) for row in all_doors(work.session)]


def open_door(work: Work, site_key: str, key: str) -> Door:
    """Raises `NotFound`, and `Invalid` if its secret was sealed under another secret key."""
    site = get_site(work, site_key)
    row = door_by_key(work.session, site.id, key) if is_key(key) else None
    if row is None:
        raise _no_door(key)
    secret = row.sealed_secret and unseal(work.settings, door_purpose(site.id, key), row.sealed_secret)
    if row.sealed_secret and secret is None:
        raise Invalid(
            "door_broken",
            Words("{name} is not set up correctly here. Use another way to log in.", name=row.name),
        )
    return Door(
        site_key=site.key,
        key=row.key,
        name=row.name,
        issuer=row.issuer,
        client_id=row.client_id,
        secret=secret or None,
    )


def is_fetchable(settings: Settings, url: object) -> bool:
    """Only over TLS; while developing, also from this machine itself."""
    address = parse(url) if isinstance(url, str) else None
    if address is None or address.fragment:
        return False
    is_near = settings.environment == "development" and is_loopback(address.host)
    return address.scheme == "https" or is_near


def _sign(site_key: str, row: DoorRow) -> DoorSign:
    return DoorSign(site_key=site_key, key=row.key, name=row.name, issuer=row.issuer)


def door_purpose(site_id: int, key: str) -> str:
    return f"door secret {site_id} {key}"


def _no_door(key: str) -> NotFound:
    return NotFound("no_door", f"There is no door “{key[:40]}” here.")
