"""How a browser goes through a provider's door and comes back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from commentbox.services.doors import add_door
from commentbox.services.provider import forget
from commentbox.services.work import Work
from commentbox.store.identities import IdentityRow
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.hostile import CLIENT, CLIENT_SECRET, Provider, running
from tests.web import asking

DOOR = "/sign-on/courier/north"
BACK = {"site": "courier", "url": make.ARTICLE}
EMAIL = "cleo@mail.example"


@contextmanager
def a_provider(clock: Clock, work: WorkFactory) -> Iterator[Provider]:
    """A site with one door, and the provider behind it."""
    forget()
    with running(Provider(clock=clock)) as found:
        with work() as w:
            make.site(w)
            open_door_to(w, found)
        yield found


def open_door_to(w: Work, provider: Provider, key: str = "north") -> None:
    add_door(
        w,
        "courier",
        key=key,
        name="North Star",
        issuer=provider.address,
        client_id=CLIENT,
        secret=CLIENT_SECRET,
    )


def set_out(
    client: FlaskClient, provider: Provider, path: str = "/sign-on/courier/north", **more: str
) -> dict[str, str]:
    """What the browser is sent away with; the provider then knows the nonce, as it would."""
    answer = asking.send_form(client, path, **{**BACK, **more})
    assert answer.status_code == 200, answer.text
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found is not None
    query = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    provider.nonce = query["nonce"][0]
    return {name: values[0] for name, values in query.items()}


def come_back(client: FlaskClient, sent: dict[str, str], **changed: str) -> TestResponse:
    query = {"code": "once", "state": sent["state"]} | changed
    return client.get("/sign-on/courier/north/callback", query_string=query)


def round_trip(client: FlaskClient, provider: Provider) -> TestResponse:
    return come_back(client, set_out(client, provider))


def choose(client: FlaskClient, name: str = "Cleo Marsh") -> TestResponse:
    return asking.send_form(client, "/sign-on/name", name=name)


def people(work: WorkFactory) -> list[tuple[str, str | None]]:
    with work() as w:
        return [(row.name, row.email) for row in w.session.scalars(select(PersonRow).order_by(PersonRow.id))]


def is_in(client: FlaskClient) -> bool:
    return client.get_cookie("commentbox_reader") is not None


def identities(work: WorkFactory) -> list[int]:
    with work() as w:
        return list(w.session.scalars(select(IdentityRow.id).order_by(IdentityRow.id)))


def ann(work: WorkFactory) -> None:
    with work() as w:
        asking.new_person(w, "Ann Alder", asking.EMAIL)
