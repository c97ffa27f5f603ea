"""Who was erased, in a file beside the database: a restored copy brings nobody back."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """Nothing that says who it was: a number, what they chose, when."""

    person_id: int
    choice: str
    at: datetime


def note_erasure(path: str, erasure: Erasure) -> None:
    """One more line, on the disk before this returns; without a path nothing is kept."""
    if not path:
        return
    kept = {"person": erasure.person_id, "choice": erasure.choice, "at": erasure.at.isoformat()}
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps(kept) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_erasures(path: str) -> Iterator[Erasure]:
    """In the order they were written. Raises `ValueError` that names the line that is none."""
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                kept = json.loads(line)
                yield Erasure(
                    person_id=int(kept["person"]),
                    choice=str(kept["choice"]),
                    at=datetime.fromisoformat(kept["at"]),
                )
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"line {number} is no erasure") from error
