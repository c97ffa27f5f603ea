"""A real nginx that streams, where the machine has one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bench import nginx


@contextmanager
def streaming(folder: Path) -> Iterator[tuple[str, str]]:
    """Where to publish and where to listen; skipped aloud where there is no such nginx."""
    with ExitStack() as stack:
        try:
            addresses = stack.enter_context(nginx.streaming(folder))
        except nginx.NoNginxError as error:
            pytest.skip(f"{error}: streaming NOT tried")
        yield addresses
