"""A changed secret key: what was sealed stays readable, and soon needs the old key no longer."""

import pyotp
from sqlalchemy import Engine

from commentbox.domain.people import Role
from commentbox.services.doors import add_door, open_door
from commentbox.services.factors import add_app, is_code_good, start_app
from commentbox.services.reseal import reseal
from commentbox.services.sites import get_site
from commentbox.services.sso_keys import add_key, live_key
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock

OLD, NEW = "the old secret key, some forty characters", "the new secret key, some forty characters"


def test_sealed_anew_and_then_without_the_old_key(engine: Engine, settings: Settings, clock: Clock) -> None:
    def under(new: str, old: str = "") -> Settings:
        return settings.model_copy(update={"secret_key": new, "secret_key_old": old})

    with begin(engine, under(OLD), clock()) as w:
        site = make.site(w)
        mo = make.member(w, "Mo Ash", role=Role.MODERATOR, at=site).id
        add_door(
            w, "courier", key="door", name="Door", issuer="https://door.example",
            client_id="us", secret="the client's secret",
        )  # fmt: skip
        add_key(w, "courier", "HS256", kid="main", given="a secret of the publisher, quite long")
        app = start_app(w, mo)
        assert add_app(w, mo, app.sealed, pyotp.TOTP(app.secret).at(clock.now), is_first=True)
        assert reseal(w) == 0
    with begin(engine, under(NEW, OLD), clock()) as w:
        assert open_door(w, "courier", "door").secret == "the client's secret"
        assert reseal(w) == 3
        assert reseal(w) == 0
    clock.advance(minutes=1)
    with begin(engine, under(NEW), clock()) as w:
        assert_all_open(w, mo, pyotp.TOTP(app.secret).at(clock.now))


def assert_all_open(work: Work, person_id: int, code: str) -> None:
    assert open_door(work, "courier", "door").secret == "the client's secret"
    assert live_key(work, get_site(work, "courier").id, "main") is not None
    assert is_code_good(work, person_id, code)
