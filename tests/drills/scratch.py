"""A database of its own for a drill that is run by hand."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from commentbox import schema
from commentbox.services.work import begin
from commentbox.settings import load
from commentbox.store.engine import prepare
from tests.conftest import Clock, WorkFactory, empty


@contextmanager
def scratch(clock: Clock | None = None) -> Iterator[WorkFactory]:
    """In a folder that goes, or the one that COMMENTBOX_TEST_DATABASE names, emptied afterwards."""
    now = clock or Clock()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("COMMENTBOX_TEST_DATABASE") or f"sqlite:///{Path(folder) / 'drill.db'}"
        engine = create_engine(url)
        prepare(engine)
        schema.upgrade(engine)
        told = {"environment": "development", "database_url": url, "staff_second_factor": False}
        settings = load(overrides=told)
        yield lambda: begin(engine, settings, now())
        with engine.begin() as connection:
            empty(connection)
        engine.dispose()
