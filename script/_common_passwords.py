"""The first six bytes of the SHA-1 of every common password that is long enough to be chosen, in order."""

import gzip
import hashlib
from pathlib import Path

from django.contrib import auth  # type: ignore[import-not-found]  # only where it is made
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

TARGET = Path(__file__).parents[1] / "commentbox" / "domain" / "common_passwords.bin"
SHORTEST, PREFIX = 8, 6


def main() -> None:
    with gzip.open(Path(auth.__file__).parent / "common-passwords.txt.gz", "rt", encoding="utf-8") as lines:
        words = {line.strip() for line in lines} | set(FREQUENCY_LISTS["passwords"])
    folded = {word.casefold() for word in words if len(word) >= SHORTEST}
    prefixes = sorted(
        {hashlib.sha1(word.encode(), usedforsecurity=False).digest()[:PREFIX] for word in folded}
    )
    TARGET.write_bytes(b"".join(prefixes))
    print(f"{len(prefixes)} passwords, {TARGET.stat().st_size} bytes")


main()
