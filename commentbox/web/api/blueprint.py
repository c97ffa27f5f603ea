"""The blueprint all API modules hang their views on; `web/guards.py` stands at its door."""

from flask import Blueprint

api = Blueprint("api", __name__, url_prefix="/api/v1/<site>")
