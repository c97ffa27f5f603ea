"""Finds every sentence in the sources and puts it into the catalogues; what is new has no translation yet."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent / "commentbox"
CATALOGUES = ROOT / "translations"

# For moderators and operators, who read English here; and for programs.
ENGLISH_ONLY = (
    "commands/", "cli.py", "bring_in.py", "demo/", "importers/", "web/console/",
    "web/templates/console/", "web/static/console/",
    "web/api/shapes.py", "web/permits.py", "services/review.py", "services/moderators.py",
    "services/staff.py", "services/sso_keys.py", "services/queue.py", "services/doors.py",
    "services/factors.py", "services/reveal_email.py", "services/cards.py", "services/wording.py",
    "services/signed_tokens.py", "services/explain_token.py", "services/articles.py",
    "domain/claims.py", "domain/rights.py", "domain/staff.py", "services/second_person.py",
    "services/article_pages.py", "domain/article_shorts.py", "services/many_articles.py",
    "services/addresses.py", "services/sender_check.py",
    "domain/signed_token.py", "domain/origins.py", "domain/web_address.py",
    "domain/hosts.py", "domain/console_keys.py", "services/acts.py", "services/sanctions.py",
    "services/policies.py", "services/similar.py", "services/trials.py", "services/person_page.py",
    "services/log_filter.py", "services/log_page.py", "domain/days.py",
    "services/train_triage.py", "services/triage_page.py", "services/triage.py", "domain/triage/",
    "services/numbers.py", "services/saved_views.py",
    "services/console_choices.py",
    "services/classifiers.py", "domain/classifier.py",
    "domain/appeal_answers.py", "services/answer_appeal.py", "services/appeal_ends.py",
    "services/appeal_cards.py",
)  # fmt: skip
_ERRORS = ("Invalid", "NotFound", "NotSignedIn", "Forbidden", "Conflict", "TooFast", "_bad_password")
KEYWORDS = {
    "_": (1,), "Words": (1,), "counted": (1, 2), "write": (3,), "letter": (3,), "_bad_name": (1,),
    "clean_retry_key": (2,),
    **dict.fromkeys(_ERRORS, (2,)),
}  # fmt: skip
_METHODS: dict[str, Any] = {".py": "python", ".html": babel_extract, ".js": "javascript"}


def sentences() -> Catalog:
    """Everything that is said to readers, with where it stands."""
    found = Catalog(charset="utf-8")
    for path in _sources():
        name = path.relative_to(ROOT).as_posix()
        method = _METHODS[path.suffix]
        with path.open("rb") as file:
            for line, message, _, _ in extract(method, file, KEYWORDS, options={"trimmed": "false"}):
                if _is_sentence(message):
                    found.add(message, locations=[(f"commentbox/{name}", line)])
    return found


def merged(code: str, found: Catalog) -> Catalog:
    """The catalogue of that language with exactly these sentences, translated as far as they were."""
    with (CATALOGUES / code / "LC_MESSAGES/messages.po").open("rb") as file:
        known = read_po(file)
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def written(catalog: Catalog, head: str) -> str:
    out = BytesIO()
    write_po(out, catalog, omit_header=True, sort_output=True, width=110, include_lineno=False)
    return f"{head}\n{out.getvalue().decode()}"


def main() -> None:
    found, left = sentences(), 0
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        head = path.read_text(encoding="utf-8").split("\n\n")[0] + "\n"
        catalog = merged(path.parent.parent.name, found)
        path.write_text(written(catalog, head), encoding="utf-8")
        missing = sum(not message.string or not all(message.string) for message in catalog if message.id)
        left += missing
        print(f"{path.parent.parent.name}: {len(catalog)} sentences, {missing} to translate")
    sys.exit(1 if left else 0)


def _sources() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in _METHODS and not name.startswith(ENGLISH_ONLY):
            yield path


def _is_sentence(message: object) -> bool:
    first = message if isinstance(message, str) else message[0] if isinstance(message, tuple) else None
    return bool(first) and any(char.isalpha() for char in str(first))


if __name__ == "__main__":
    main()
