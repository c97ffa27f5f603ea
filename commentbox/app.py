"""Settings in, Flask out: the only place where everything meets."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from commentbox import logs
from commentbox.clock import utc_now
from commentbox.services.work import Clock
from commentbox.settings import Settings
from commentbox.store.base import Base
from commentbox.store.engine import LONGEST_WAIT, prepare
from commentbox.store.tables import METADATA
from commentbox.web import (
    assets,
    auth,
    drawn,
    errors,
    front,
    guards,
    html,
    most_discussed,
    numbers,
    published,
    work,
)
from commentbox.web import feeds as _feeds
from commentbox.web import news as _news
from commentbox.web import oembed as _oembed
from commentbox.web import search as _search
from commentbox.web import single as _single
from commentbox.web.account.blueprint import account
from commentbox.web.account.views import VIEWS as _ACCOUNT
from commentbox.web.api import answers as _answers
from commentbox.web.api import comments as _comments
from commentbox.web.api import me as _me
from commentbox.web.api import notices as _notices
from commentbox.web.api import own as _own
from commentbox.web.api import people as _people
from commentbox.web.api import session as _session
from commentbox.web.api import warnings as _warnings_read
from commentbox.web.api.blueprint import api
from commentbox.web.console.blueprint import console
from commentbox.web.embed import public
from commentbox.web.health import health
from commentbox.web.letters import letters
from commentbox.web.pages import complaint as _complaint
from commentbox.web.pages import email_codes as _email_codes
from commentbox.web.pages import enter_with_passkey as _enter_with_passkey
from commentbox.web.pages import invitations as _invitations
from commentbox.web.pages import order as _order
from commentbox.web.pages import own_comment as _own_comment
from commentbox.web.pages import paper as _paper
from commentbox.web.pages import passwords as _passwords
from commentbox.web.pages import react as _react
from commentbox.web.pages import search as _search_page
from commentbox.web.pages import transparency as _transparency
from commentbox.web.pages import warnings as _warnings_page
from commentbox.web.pages.accounts import accounts
from commentbox.web.pages.sign_on import sign_on
from commentbox.web.pages.thread import pages

MAX_BODY = 64 * 1024
LONGEST_CONNECTING = 3  # seconds; a server that is gone would hold a thread for minutes
_REPLICA = "replica"
BLUEPRINTS = (public, api, accounts, account, sign_on, pages, console, letters, health)
VIEWS = (
    _answers,
    _comments,
    _me,
    _own,
    _people,
    _own_comment,
    _complaint,
    _notices,
    _feeds,
    _session,
    _news,
    _order,
    _paper,
    _search,
    _search_page,
    _transparency,
    _warnings_read,
    _warnings_page,
    _passwords,
    _email_codes,
    _enter_with_passkey,
    _invitations,
    _react,
    _single,
    most_discussed,
    _oembed,
    *_ACCOUNT,
)  # modules that hang views on a shared blueprint
assert METADATA is Base.metadata  # noqa: S101 - the tables are all loaded


def create_app(settings: Settings, *, clock: Clock = utc_now, hold: timedelta = front.ONE_SECOND) -> Flask:
    """The whole box as a WSGI application. Its database must be at the newest migration already.

    `hold` is how long a public page may lag behind a change that another process made.
    """
    app = Flask("commentbox.web", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_BINDS={_REPLICA: settings.replica_url} if settings.replica_url else {},
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="commentbox_unused",
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    logs.install(settings.log_level)
    engine, replica = _engines(app)
    work.install(app, engine=engine, settings=settings, clock=clock)
    for module in (numbers, errors, html, assets, auth, guards, published, drawn, most_discussed):
        module.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    front.install(app, engine=engine, replica=replica, settings=settings, clock=clock, hold=hold)
    return app


def _engine_options(settings: Settings) -> dict[str, Any]:
    # Without parameters: an error would carry people's words and addresses into the log.
    options = {"hide_parameters": True}
    if settings.database_url.startswith("sqlite:"):
        return options
    pool = {"pool_size": settings.database_pool, "max_overflow": 0, "pool_timeout": LONGEST_WAIT}
    return options | pool | {"connect_args": {"connect_timeout": LONGEST_CONNECTING}}


def _engines(app: Flask) -> tuple[Engine, Engine | None]:
    """The database, and the one that follows it, if any."""
    db = SQLAlchemy(model_class=Base)
    db.init_app(app)
    with app.app_context():
        engine, replica = db.engine, db.engines.get(_REPLICA)
    prepare(engine)
    if replica is not None:
        prepare(replica)
    return engine, replica
