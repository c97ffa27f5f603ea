"""What a newsroom does about a person: from a word of warning to a ban, and to trust."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SanctionKind(StrEnum):
    """Each holds on one site. Several may hold at once, but only one of a kind that lasts."""

    WARNING = "warning"  # to be read and acknowledged before the next comment
    MESSAGE = "message"  # a note from the newsroom; nothing follows from it
    MUTE = "mute"  # reads and votes, and does not comment
    BAN = "ban"  # only reads
    ALWAYS_READ = "always_read"  # a moderator reads each comment before it is published
    TRUST = "trust"  # is no new person, however few comments were published

    @property
    def lasts(self) -> bool:
        """Until it ends or is lifted. The others are said once."""
        return self not in (SanctionKind.WARNING, SanctionKind.MESSAGE)

    @property
    def opposite(self) -> "SanctionKind | None":
        """What ends when this one begins."""
        return _OPPOSITES.get(self)


_OPPOSITES = {
    SanctionKind.ALWAYS_READ: SanctionKind.TRUST,
    SanctionKind.TRUST: SanctionKind.ALWAYS_READ,
}


@dataclass(frozen=True, kw_only=True)
class Sanction:
    """One that holds, as it is kept beside the person. `until`: none for one without an end."""

    id: int
    kind: SanctionKind
    site_id: int
    reason: str
    until: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        """It ends by itself."""
        return self.until is None or self.until > now

    def to_dict(self) -> dict[str, object]:
        until = None if self.until is None else self.until.isoformat()
        return {
            "id": self.id,
            "kind": self.kind.value,
            "site_id": self.site_id,
            "reason": self.reason,
            "until": until,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> "Sanction":
        until = kept["until"]
        return cls(
            id=int(str(kept["id"])),
            kind=SanctionKind(str(kept["kind"])),
            site_id=int(str(kept["site_id"])),
            reason=str(kept["reason"]),
            until=None if until is None else datetime.fromisoformat(str(until)),
        )


def find(
    sanctions: Iterable[Sanction], kind: SanctionKind, site_id: int | None, now: datetime
) -> Sanction | None:
    """The one of that kind that holds on that site; without a site, on whichever."""
    for each in sanctions:
        if each.kind is kind and site_id in (None, each.site_id) and each.is_on(now):
            return each
    return None
