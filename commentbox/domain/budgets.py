"""How often what may be tried, by whom: the whole table, and the rule that reads it.

A total stops an attack that comes from everywhere at once. While it is used up, whoever comes from a network
that did little today still passes: each network keeps a reserve of a few tries a day, and a try that turns
out right goes back into both. So a total never stands before somebody who signs in right from a place where
nobody guesses; it takes from an attacker all but a few tries for each network they own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Act(StrEnum):
    """What somebody tries."""

    LOGIN = "login"  # a password
    CODE = "code"  # a code out of a letter, or of a second factor
    REGISTER = "register"
    RESET = "reset"  # each writes a letter
    CODE_LETTER = "code-letter"  # so does each of these
    CONFIRM = "confirm"  # and of these
    LETTER = "letter"  # and of these, to somebody who is signed in
    PROOF = "proof"  # the password once more
    FACTOR = "factor"  # a code or key beside the password
    CHALLENGE = "challenge"  # what a key signs; each page to sign in asks for one
    SIGN_ON = "sign-on"  # with a passkey, or through another's door, which is asked
    INVITE = "invite"  # a letter to a colleague
    REVEAL = "reveal"  # a look at a reader's address
    PROFILE = "profile"  # looking at people: nobody collects all of them
    POST = "post"
    VOTE = "vote"
    FLAG = "flag"
    APPEAL = "appeal"
    COMPLAINT = "complaint"  # a legal one; each writes a letter


class Of(StrEnum):
    """Whose budget it is; counted in this order, so that no two wait for each other's row."""

    HERE = "one account from one network"
    NETWORK = "one network"  # IPv4 /24, IPv6 /64: inside one of these an address costs nothing
    WIDE = "one wide network"  # IPv6 /48: what one customer may get from a provider
    ACCOUNT = "one account"
    ALL = "everybody together"
    RESERVE = "one network, while the total is used up"
    WIDE_RESERVE = "one wide network, while the total is used up"


@dataclass(frozen=True, kw_only=True)
class Budget:
    act: Act
    of: Of
    count: int
    per: timedelta


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_TABLE: tuple[tuple[Act, Of, int, timedelta], ...] = (
    (Act.LOGIN, Of.HERE, 10, 15 * _MINUTE),
    (Act.LOGIN, Of.NETWORK, 30, 15 * _MINUTE),
    (Act.LOGIN, Of.WIDE, 300, 15 * _MINUTE),
    # More than from one network: who wants to shut the owner out from afar needs many, and the owner still
    # gets in from where they signed in before, and after a reset.
    (Act.LOGIN, Of.ACCOUNT, 50, 15 * _MINUTE),
    (Act.LOGIN, Of.ALL, 1_000, 15 * _MINUTE),
    (Act.LOGIN, Of.RESERVE, 3, _DAY),
    (Act.LOGIN, Of.WIDE_RESERVE, 30, _DAY),
    (Act.CODE, Of.HERE, 10, 15 * _MINUTE),
    (Act.CODE, Of.NETWORK, 30, 15 * _MINUTE),
    (Act.CODE, Of.WIDE, 300, 15 * _MINUTE),
    (Act.CODE, Of.ACCOUNT, 20, 15 * _MINUTE),
    (Act.CODE, Of.ALL, 1_000, 15 * _MINUTE),
    (Act.CODE, Of.RESERVE, 3, _DAY),
    (Act.CODE, Of.WIDE_RESERVE, 30, _DAY),
    (Act.REGISTER, Of.NETWORK, 10, _HOUR),
    (Act.REGISTER, Of.WIDE, 50, _HOUR),
    (Act.REGISTER, Of.ACCOUNT, 5, _DAY),
    (Act.REGISTER, Of.ALL, 300, _HOUR),
    (Act.REGISTER, Of.RESERVE, 1, _DAY),
    (Act.REGISTER, Of.WIDE_RESERVE, 10, _DAY),
    (Act.RESET, Of.NETWORK, 10, _HOUR),
    (Act.RESET, Of.WIDE, 50, _HOUR),
    # As long as a link lives: whoever empties it has put a good link into the owner's mailbox.
    (Act.RESET, Of.ACCOUNT, 3, 30 * _MINUTE),
    (Act.RESET, Of.ALL, 500, _HOUR),
    (Act.RESET, Of.RESERVE, 2, _DAY),
    (Act.RESET, Of.WIDE_RESERVE, 20, _DAY),
    (Act.CODE_LETTER, Of.NETWORK, 20, _HOUR),
    (Act.CODE_LETTER, Of.WIDE, 100, _HOUR),
    (Act.CODE_LETTER, Of.ACCOUNT, 5, 30 * _MINUTE),
    (Act.CODE_LETTER, Of.ALL, 1_000, _HOUR),
    (Act.CODE_LETTER, Of.RESERVE, 2, _DAY),
    (Act.CODE_LETTER, Of.WIDE_RESERVE, 20, _DAY),
    (Act.CONFIRM, Of.NETWORK, 10, _HOUR),
    (Act.CONFIRM, Of.WIDE, 50, _HOUR),
    (Act.CONFIRM, Of.ACCOUNT, 3, _HOUR),
    (Act.CONFIRM, Of.ALL, 500, _HOUR),
    (Act.CONFIRM, Of.RESERVE, 1, _DAY),
    (Act.CONFIRM, Of.WIDE_RESERVE, 10, _DAY),
    (Act.LETTER, Of.ACCOUNT, 5, _DAY),
    (Act.PROOF, Of.ACCOUNT, 10, 15 * _MINUTE),
    (Act.FACTOR, Of.ACCOUNT, 10, 15 * _MINUTE),
    (Act.FACTOR, Of.ACCOUNT, 100, _DAY),
    (Act.CHALLENGE, Of.NETWORK, 300, 10 * _MINUTE),
    (Act.SIGN_ON, Of.NETWORK, 60, 15 * _MINUTE),
    (Act.INVITE, Of.ACCOUNT, 50, _DAY),
    (Act.REVEAL, Of.ACCOUNT, 20, _DAY),
    (Act.PROFILE, Of.NETWORK, 60, 5 * _MINUTE),
    (Act.POST, Of.ACCOUNT, 30, 10 * _MINUTE),
    (Act.VOTE, Of.ACCOUNT, 120, 10 * _MINUTE),
    (Act.FLAG, Of.ACCOUNT, 30, _HOUR),
    (Act.APPEAL, Of.ACCOUNT, 10, _DAY),
    (Act.COMPLAINT, Of.NETWORK, 10, _HOUR),
    (Act.COMPLAINT, Of.WIDE, 50, _HOUR),
    (Act.COMPLAINT, Of.ACCOUNT, 5, _DAY),
    (Act.COMPLAINT, Of.ALL, 300, _HOUR),
    (Act.COMPLAINT, Of.RESERVE, 2, _DAY),
    (Act.COMPLAINT, Of.WIDE_RESERVE, 20, _DAY),
)

BUDGETS = tuple(Budget(act=act, of=of, count=count, per=per) for act, of, count, per in _TABLE)
LOCAL = frozenset({Of.HERE, Of.NETWORK, Of.WIDE})
RESERVES = frozenset({Of.RESERVE, Of.WIDE_RESERVE})
RETURNED = RESERVES | {Of.ALL}  # when a try turns out right


def refused_by(counted: Sequence[tuple[Of, int, int]]) -> int | None:
    """Which of these `(of, limit, count)` stands in the way, this try counted; None if it may go on."""
    over = [(at, of) for at, (of, limit, count) in enumerate(counted) if count > limit]
    own = [at for at, of in over if of not in RETURNED]
    if own:
        return own[0]
    reserves = [at for at, of in over if of in RESERVES]
    total = [at for at, of in over if of is Of.ALL]
    return total[0] if total and reserves else None
