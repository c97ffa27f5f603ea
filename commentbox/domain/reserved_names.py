"""Names that speak for the newsroom, and so are nobody's to take."""

from collections.abc import Collection

from commentbox.domain.lookalikes import skeleton

# Refused alone and in company: `Admin`, `The Editors`, `Support Team 2`.
_WORDS = """
    admin admins administrator administrators administration sysadmin superadmin webmaster postmaster
    hostmaster moderator moderators moderation moderating editor editors editorial editorinchief newsroom
    newsdesk staff staffer support helpdesk customerservice customersupport official verified commentbox
    sysop operator redaktion redakteur redakteurin redaktor redaktorin chefredakteur chefredaktion redaksjon
    redaktionen redaction redacteur redactrice redactie redactor redaccion redactora redazione redattore
    redakcja redakce moderateur moderatrice moderador moderadora moderatore moderatorin moderering moderacja
    moderacion administrateur administrador amministratore verwaltung kundendienst
"""
# Refused alone: too short, or too near to honest names, to be looked for inside others.
_ALONE = """
    mod mods bot root help info news press team owner host guest anonymous anonym nobody system server
    security abuse contact legal privacy null none undefined deleted removed everyone all here comment
    comments me you unknown test publisher journalist reporter
"""
_COMPANY = (
    "the of and our your site web page team desk account chief senior deputy head super real news online"
)

# From this length on a reserved word is refused anywhere in a name.
_LONG = 9


def speaks_for_newsroom(key: str, site_names: Collection[str]) -> bool:
    """`key` comes from `skeleton`; `site_names` are as written: nobody signs as the paper itself either."""
    own = frozenset(_site_key(name) for name in site_names) - {""}
    for candidate in {_open(key), _open(key.translate(_LEET))}:
        if candidate in _ALONE_KEYS or any(word in candidate for word in _LONG_KEYS):
            return True
        if _is_made_of(candidate, _WORD_KEYS | own):
            return True
    return False


def _is_made_of(key: str, words: frozenset[str]) -> bool:
    """Can the key be cut into words of which at least one is reserved, and the rest only keep it company?"""
    # For each position: not reachable, reachable by company alone, reachable with a reserved word.
    reached = [0] * (len(key) + 1)
    reached[0] = 1
    for start in range(len(key)):
        for end in range(start + 1, len(key) + 1) if reached[start] else ():
            part = key[start:end]
            if part in words:
                reached[end] = 2
            elif part in _COMPANY_KEYS:
                reached[end] = max(reached[end], reached[start])
    return reached[len(key)] == 2


def _site_key(site_name: str) -> str:
    """Without the words that keep company: of "The Daily Example", nobody may be the Daily Example either."""
    words = [_key(word) for word in site_name.split()]
    return "".join(word for word in words if word not in _COMPANY_KEYS) or "".join(words)


def _key(word: str) -> str:
    return _open(skeleton(word))


def _open(key: str) -> str:
    """Undoes the joining of `rn` and `vv`, which would hide a word that ends where another begins."""
    return key.replace("m", "rn").replace("w", "vv")


_LEET = str.maketrans({"3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"})
_WORD_KEYS = frozenset(_key(word) for word in _WORDS.split())
_LONG_KEYS = frozenset(_key(word) for word in _WORDS.split() if len(word) >= _LONG)
_ALONE_KEYS = frozenset(_key(word) for word in _ALONE.split())
_COMPANY_KEYS = frozenset(_key(word) for word in _COMPANY.split()) | frozenset("lo23456789")
