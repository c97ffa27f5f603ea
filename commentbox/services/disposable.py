"""Which list of throw-away domains is in use: the built-in one, and the operator's beside it."""

from functools import lru_cache
from pathlib import Path

from commentbox.domain.disposable import BUILT_IN, is_disposable, read_domains
from commentbox.settings import Settings


def is_throwaway(settings: Settings, email: str | None) -> bool:
    """A file that was replaced counts at once; nobody needs to restart."""
    if not email:
        return False
    if is_disposable(email, BUILT_IN):
        return True
    if not settings.disposable_domains:
        return False
    file = Path(settings.disposable_domains)
    return is_disposable(email, _read(file, file.stat().st_mtime_ns))


@lru_cache(maxsize=2)
def _read(file: Path, changed_at: int) -> frozenset[str]:
    with file.open(encoding="utf-8") as lines:
        return read_domains(lines)
