"""What goes wrong is told without what people wrote."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


def test_a_failed_query_is_logged_without_its_values(app: Flask) -> None:
    engine = app.extensions["commentbox"].engine
    with pytest.raises(DBAPIError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM nowhere WHERE words = :words"), {"words": "a private matter"})
    assert "a private matter" not in str(failed.value)
