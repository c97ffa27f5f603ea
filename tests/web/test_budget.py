"""What a reader's browser loads stays small, and the scripts keep to the house rules."""

import gzip
import re
from pathlib import Path

import pytest

from commentbox.domain.comment import FlagReason
from commentbox.web.assets import STATIC, served

LOADER = STATIC / "embed.js"
MODULES = sorted((STATIC / "embed").glob("*.js"))
# page.js belongs to our own pages and counts.js to lists of articles; neither comes with the box.
BOX = [LOADER, STATIC / "css" / "box.css", *(path for path in MODULES if path.name != "page.js")]
LATER = [STATIC / "css" / "later.css", *sorted((STATIC / "embed" / "later").glob("*.js"))]
PAGE = STATIC / "pages" / "live.js"
SCRIPTS = [LOADER, STATIC / "counts.js", STATIC / "sso" / "token.js", PAGE, *MODULES, *LATER[1:]]
DOORS = {LOADER: ["innerHTML"], PAGE: ["DOMParser"]}  # our own pages have no loader


def test_the_loader_weighs_at_most_3_kilobytes() -> None:
    assert _weight(LOADER) <= 3_000


def test_all_script_and_style_of_the_box_weigh_at_most_18_kilobytes() -> None:
    weights = {path.name: _weight(path) for path in BOX}
    assert sum(weights.values()) <= 18_000, weights


@pytest.mark.parametrize("path", LATER, ids=lambda path: path.name)
def test_what_comes_at_an_act_weighs_at_most_3_kilobytes(path: Path) -> None:
    assert _weight(path) <= 3_000


def test_signing_on_with_a_token_costs_only_those_who_do() -> None:
    assert _weight(STATIC / "sso" / "token.js") <= 1_400


def test_the_counts_on_a_front_page_weigh_next_to_nothing() -> None:
    assert _weight(STATIC / "counts.js") <= 1_100


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_checked_for_types(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.startswith("// @ts-check\n")
    assert source.count("\n") < 150


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_text_becomes_nodes_in_one_place_of_the_box_and_one_of_our_pages(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    doors = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|document\.write|DOMParser|eval\(", source
    )
    assert doors == DOORS.get(path, [])


@pytest.mark.parametrize("path", [*BOX, *LATER], ids=lambda path: path.name)
def test_nothing_is_asked_of_anybody_else(path: Path) -> None:
    assert not re.findall(r"https?://|url\(|@import", path.read_text(encoding="utf-8"))


def test_the_dialog_offers_the_same_reasons_as_the_page() -> None:
    source = (STATIC / "embed" / "later" / "report.js").read_text(encoding="utf-8")
    offered = re.search(r"const REASONS = \{(.*?)\};", source, re.DOTALL)
    assert offered is not None
    pairs = re.findall(r'(\w+): _\("([^"]+)"\)', offered[1])
    assert pairs == [(reason.value, reason.label) for reason in FlagReason]


def _weight(path: Path) -> int:
    return len(gzip.compress(served(path), 9, mtime=0))
