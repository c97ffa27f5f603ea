"""Every rule in plain words, with what can be set for it: what the console's page of rules is made from."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from commentbox.domain.moderation.rule_words import About, Group, Setting
from commentbox.domain.moderation.rule_words import is_set as _is
from commentbox.domain.moderation.verdict import Policy


class Mode(StrEnum):
    ON = "on"
    WATCHED = "watched"  # what it finds is kept, and nothing follows
    OFF = "off"


_DISPOSABLE = {
    "allow": "Let it pass",
    "hold": "Hold the first comments",
    "refuse": "No registration with it, and hold every comment",
}
_ENTRIES = "Words, phrases, or beginnings with a star, one on each line"
TRIAGE = {
    "off": "Nothing",
    "shadow": "Score in the shadow: shown on its page alone",
    "shown": "Show the score on cards, and sort the queue by it",
    "hold": "Hold what it is sure enough about",
}
_NEW = _is("new_person_approved", "A person is new until so many comments were approved, or stood for a day:")
_SENDERS = "one on each line, with an end and a note if you like"

GROUPS: tuple[Group, ...] = (
    Group(
        title="Goes back to its author, with advice",
        rules=(
            About(
                name="length",
                title="Length",
                says="A comment must have something in it, and an end.",
                settings=(
                    _is("min_length", "At least", "visible characters"),
                    _is("max_length", "At most", "characters"),
                ),
                is_fixed=True,
            ),
            About(
                name="pace",
                title="Pace",
                says="Nobody writes two comments within a few seconds, but machines and double clicks do.",
                settings=(_is("pace_seconds", "Least time between two comments of one person", "seconds"),),
            ),
            About(
                name="slow_mode",
                title="Slow mode",
                says="Each reader speaks once in a while. One article alone is slowed down on its own page.",
                settings=(
                    _is("slow_mode_seconds", "Least time between two comments under one article", "seconds"),
                ),
            ),
            About(
                name="repeats",
                title="Repeats",
                says="The same text again from the same person goes back; nearly the same text waits.",
                settings=(
                    _is("repeat_window_hours", "A text is remembered for", "hours, for copies too"),
                    _is("alike", "Nearly the same from so much in common on:", "%, for copies too"),
                ),
            ),
        ),
    ),
    Group(
        title="Read first: where and when",
        rules=(
            About(
                name="premoderation",
                title="Premoderation",
                says="A moderator reads every comment on the site before it is published.",
                switch="premoderate",
            ),
            About(
                name="sections",
                title="Sections",
                says="Every comment in these parts of the site is read first. What else an article takes"
                " from its section stands here too; an article that was set up by hand keeps its own.",
                settings=(
                    _is("read_sections", "Addresses that begin with, one on each line", "/crime/"),
                    _is(
                        "section_defaults",
                        "For the articles of a section, one thing on each line; the longest section wins."
                        " Opening hours, slow mode in seconds, a notice, or quiet days until it closes:",
                        "/sport/ open daily 7:00-23:00",
                    ),
                ),
            ),
            About(
                name="hours",
                title="Hours",
                says="What is sent while nobody is there waits until somebody is.",
                settings=(
                    _is(
                        "staffed_hours",
                        "Somebody is there, one line for some days; none: always",
                        "Mon-Fri 8:00-22:00",
                    ),
                    _is("time_zone", "By the clock of", "such as Europe/London"),
                ),
            ),
        ),
    ),
    Group(
        title="Waits because of who sends it",
        rules=(
            About(
                name="unconfirmed",
                title="Unconfirmed addresses",
                says="Comments of people who have not confirmed their e-mail address wait until they do.",
                switch="verified_only",
            ),
            About(
                name="newcomers",
                title="Newcomers",
                says="Every comment of a new person is read first.",
                settings=(_NEW,),
                switch="hold_new",
            ),
            About(
                name="always_read",
                title="Always read",
                says="A moderator wants to read these people first; they are chosen on the page about them.",
            ),
            About(
                name="removals",
                title="Removals",
                says="Whose latest comments were often removed has the next one read first.",
                settings=(
                    _is("removal_count", "At least so many removed:"),
                    _is("removal_share", "and at least so much of what they wrote:", "%"),
                    _is("removal_days", "within the last", "days"),
                ),
            ),
            About(
                name="disposable",
                title="Throw-away addresses",
                says="An e-mail address of the kind that is thrown away after an hour.",
                settings=(Setting(name="disposable_addresses", label="What to do", choices=_DISPOSABLE),),
            ),
            About(
                name="unchallenged",
                title="Without the check against machines",
                says="New people whose browser did no sum when they registered, where the site asks for one.",
                settings=(
                    _is("registration_challenge", "The browser tries up to so many numbers; 0: no check"),
                ),
            ),
            About(
                name="senders",
                title="Mail domains and networks",
                says="Every account at a mail domain or below it, and whoever writes from a network.",
                settings=(
                    _is("read_senders", f"Read first, {_SENDERS}", "@mail.example, until 2030-12-31"),
                    _is("refused_senders", f"Not taken, {_SENDERS}", "198.51.100.0/24, why"),
                ),
            ),
        ),
    ),
    Group(
        title="Waits because of what it says",
        rules=(
            About(
                name="copies",
                title="Copies",
                says="A text that somebody else has sent too, or nearly so: what a campaign looks like.",
            ),
            About(
                name="links",
                title="Links",
                says="Too many links, or any link from somebody new. Links to your own pages never count.",
                settings=(
                    _is("max_links", "So many are all right:"),
                    _is("hold_links_from_new", "Hold any link from a new person"),
                    _is(
                        "allowed_hosts", "Sites to which links are free, one on each line", "weather.example"
                    ),
                ),
            ),
            About(
                name="hosts",
                title="Unwanted sites",
                says="A link to one of these sites, or to anything below them.",
                settings=(_is("banned_hosts", "Sites, one on each line", "shop.example"),),
            ),
            About(
                name="shouting",
                title="Shouting",
                says="A text in capital letters is hard to read and often angry.",
                settings=(
                    _is("shouting_ratio", "Share of capitals from which on it is shouting", "%"),
                    _is("shouting_min_letters", "in texts of at least", "letters"),
                ),
            ),
            About(
                name="threats",
                title="Threats",
                says="It waits in a lane of its own, for a quarter of an hour at most.",
                settings=(_is("threats", _ENTRIES, "I will find you"),),
            ),
            About(
                name="self_harm",
                title="Self-harm",
                says="Somebody may mean to harm themselves. Waits beside the threats: look soon, and kindly.",
                settings=(_is("self_harm", _ENTRIES, "end my life"),),
            ),
            About(
                name="banned_words",
                title="Banned words",
                says="A comment with one of these words waits, however the word is disguised.",
                settings=(_is("banned_words", _ENTRIES, "idiot*"),),
            ),
            About(
                name="suspect_words",
                title="Suspect words",
                says="A comment with one of these words is published, with a note for moderators.",
                settings=(_is("suspect_words", _ENTRIES, "rubbish"),),
            ),
            About(
                name="triage",
                title="Triage",
                says="A model of what moderators here have removed. It has a page of its own.",
                settings=(
                    Setting(name="triage", label="What it may do", choices=TRIAGE),
                    _is("triage_certainty", "Of what it holds must be such as is removed:", "%"),
                ),
                is_fixed=True,
            ),
        ),
    ),
    Group(
        title="After a decision",
        rules=(
            About(
                name="appeals",
                title="Appeals",
                says="Whose comment was removed, or who was sanctioned, may ask for a second look. The law of"
                " the European Union wants six months of all but small companies. Fewer days than before hold"
                " for what is decided from then on.",
                settings=(_is("appeal_days", "For so long after the decision:", "days"),),
                is_fixed=True,
            ),
        ),
    ),
)
RULEBOOK: Mapping[str, About] = {about.name: about for group in GROUPS for about in group.rules}
SETTINGS: Mapping[str, Setting] = {
    setting.name: setting for about in RULEBOOK.values() for setting in about.settings
}


def mode_of(policy: Policy, about: About) -> Mode:
    is_off = not getattr(policy, about.switch) if about.switch else about.name in policy.rules_off
    if is_off and not about.is_fixed:
        return Mode.OFF
    return Mode.WATCHED if about.name in policy.rules_watched else Mode.ON


def with_mode(policy: Policy, about: About, mode: Mode) -> Policy:
    """The same policy with this rule on, watched or off."""
    off = {*policy.rules_off} - {about.name}
    watched = {*policy.rules_watched} - {about.name}
    if about.is_fixed:
        return replace(policy, rules_off=tuple(sorted(off)), rules_watched=tuple(sorted(watched)))
    if mode is Mode.OFF and not about.switch:
        off.add(about.name)
    if mode is Mode.WATCHED:
        watched.add(about.name)
    policy = replace(policy, rules_off=tuple(sorted(off)), rules_watched=tuple(sorted(watched)))
    return replace(policy, **{about.switch: mode is not Mode.OFF}) if about.switch else policy  # type: ignore[arg-type]
