"""Whether an answer tells, by its bytes or its time, if an address has an account: a test of ranks.

Run on a quiet machine: python -m bench.timing [--pairs 2000]
"""

import argparse
import math
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from commentbox import schema
from commentbox.app import create_app
from commentbox.clock import utc_now
from commentbox.services.accounts import register
from commentbox.services.limits import Limits
from commentbox.services.work import begin
from commentbox.settings import load

BOX = "http://localhost:8080"
PASSWORD = "tram lamp orbit"  # noqa: S105 - of an account that lives for minutes
KNOWN = 50  # accounts, so that no single row is always the warm one
LEAST_P = 0.01

_numbers = count(1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.timing", description=__doc__)
    parser.add_argument("--pairs", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="timing-") as folder:
        client = _client(Path(folder))
        good = [_compare(name, ask, client, options.pairs) for name, ask in FORMS.items()]
    sys.exit(0 if all(good) else 1)


def rank_sum_p(first: Sequence[float], second: Sequence[float]) -> float:
    """How likely ranks so far apart are by chance (Mann and Whitney, two-sided, for many samples)."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted([*first, *second]), start=1):
        places.setdefault(value, []).append(place)
    ranks = {value: sum(found) / len(found) for value, found in places.items()}
    total, size, other = sum(ranks[value] for value in first), len(first), len(second)
    mean = size * (size + other + 1) / 2
    spread = math.sqrt(size * other * (size + other + 1) / 12)
    return math.erfc(abs(total - mean) / spread / math.sqrt(2))


def _compare(name: str, ask: Callable[[FlaskClient, str], str], client: FlaskClient, pairs: int) -> bool:
    taken: dict[bool, list[float]] = {True: [], False: []}
    bodies = set()
    for _ in range(pairs):
        for is_known in random.sample((True, False), 2):
            number = next(_numbers) % KNOWN if is_known else KNOWN + next(_numbers)
            email = f"reader{number:07}@mail.example"
            started = time.perf_counter()
            body = ask(client, email)
            taken[is_known].append(time.perf_counter() - started)
            bodies.add(body.replace(email, "ADDRESS"))
    p = rank_sum_p(taken[True], taken[False])
    known, unknown = (1000 * median(taken[each]) for each in (True, False))
    is_good = len(bodies) == 1 and p > LEAST_P
    print(
        f"{name:9} {pairs} pairs  medians {known:.2f} and {unknown:.2f} ms  p = {p:.3f}"
        f"  {len(bodies)} different answers  {'ok' if is_good else 'THEY DIFFER'}",
        flush=True,
    )
    return is_good


def _client(folder: Path) -> FlaskClient:
    settings = load(
        overrides={
            "environment": "development",
            "database_url": f"sqlite:///{folder / 'timing.db'}",
            "base_url": BOX,
        }
    )
    app = create_app(settings)
    box = app.extensions["commentbox"]
    # What is measured is behind the budgets.
    app.extensions["commentbox"] = replace(box, limits=Limits(box.engine, settings, budgets=()))
    schema.upgrade(box.engine)
    for number in range(KNOWN):
        with begin(box.engine, settings, utc_now()) as work:
            register(work, name=_name(), email=f"reader{number:07}@mail.example", password=PASSWORD)
    return app.test_client()


def _send(client: FlaskClient, path: str, **form: str) -> str:
    return client.post(path, base_url=BOX, data=form, headers={"Origin": BOX}).text


def _name() -> str:
    """Always new, always as long."""
    letters = "bcdfghjkmp"
    return "R" + "a".join(letters[int(digit)] for digit in f"{next(_numbers):06}") + "a"


FORMS: dict[str, Callable[[FlaskClient, str], str]] = {
    "log in": lambda client, email: _send(client, "/login", email=email, password=PASSWORD[::-1]),
    "reset": lambda client, email: _send(client, "/forgot", email=email),
    "register": lambda client, email: _send(
        client, "/register", name=_name(), email=email, password=PASSWORD
    ),
}

if __name__ == "__main__":
    main()
