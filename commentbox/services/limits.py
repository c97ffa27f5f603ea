"""How often somebody may try something: exact counts in fixed windows, shared by all processes."""

import hashlib
import hmac
import math
from datetime import UTC, datetime, timedelta

from commentbox.domain.errors import TooFast
from commentbox.services.work import Work
from commentbox.store.buckets import count_up


def take(work: Work, name: str, who: str, *, limit: int, per: timedelta) -> None:
    """Count one try, in a transaction of its own: what the use case rolls back must stay counted.

    `who` is kept only as a keyed hash, for as long as the window lasts.
    """
    seconds = int(per.total_seconds())
    window = int(work.now.timestamp()) // seconds
    ends_at = datetime.fromtimestamp((window + 1) * seconds, UTC)
    if count_up(work.session, _key(work, name, who), window, ends_at) > limit:
        wait = math.ceil((ends_at - work.now).total_seconds())
        raise TooFast(
            "too_fast", f"That was too often in a short time. Try again in {_span(wait)}.", retry_after=wait
        )


def _key(work: Work, name: str, who: str) -> str:
    text = f"limit\0{name}\0{who}"
    return hmac.new(work.settings.secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _span(seconds: int) -> str:
    if seconds < 60:
        return "a minute"
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
