"""The trees that the rules read are many small things, which nobody needs afterwards."""

from collections.abc import Iterator

import pytest

from tests.architecture.sources import forget


@pytest.fixture(scope="package", autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    forget()
