"""The moderation policy: every rule in the order it is asked. `docs/moderating.md` explains each."""

from commentbox.domain.moderation.rules.length import length
from commentbox.domain.moderation.rules.links import hosts, links
from commentbox.domain.moderation.rules.newcomers import (
    disposable,
    newcomers,
    removals,
    unchallenged,
)
from commentbox.domain.moderation.rules.pace import pace
from commentbox.domain.moderation.rules.premoderation import always_read, hours, premoderation, sections
from commentbox.domain.moderation.rules.repeats import copies, repeats
from commentbox.domain.moderation.rules.senders import senders
from commentbox.domain.moderation.rules.shouting import shouting
from commentbox.domain.moderation.rules.slow_mode import slow_mode
from commentbox.domain.moderation.rules.threats import self_harm, threats
from commentbox.domain.moderation.rules.triage import triage
from commentbox.domain.moderation.rules.unconfirmed import unconfirmed
from commentbox.domain.moderation.rules.words import banned_words, suspect_words
from commentbox.domain.moderation.verdict import Rule

RULES: tuple[Rule, ...] = (
    # What the author can mend.
    length,
    pace,
    slow_mode,
    repeats,
    # What only its author can end.
    unconfirmed,
    # What a moderator should look at: first what is plain from the facts, then what needs reading.
    premoderation,
    sections,
    hours,
    always_read,
    removals,
    newcomers,
    disposable,
    unchallenged,
    senders,
    copies,
    links,
    hosts,
    shouting,
    threats,
    self_harm,
    banned_words,
    suspect_words,
    triage,
)
