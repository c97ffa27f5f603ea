"""Is the process alive; does the database answer."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from commentbox.services.sites import list_sites
from commentbox.web.work import reading

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok"), 200, {"Cache-Control": "no-store"}


@health.get("/readyz")
def ready() -> ResponseReturnValue:
    try:
        with reading() as w:
            list_sites(w)
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503, {"Cache-Control": "no-store", "Retry-After": "2"}
    return jsonify(status="ok"), 200, {"Cache-Control": "no-store"}
