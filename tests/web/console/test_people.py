"""The page about a person: what is done there by plain forms, and what they then read."""

import re

import pytest

from tests import make
from tests.conftest import WorkFactory
from tests.web.console.factor_desk import Colleague


@pytest.fixture
def ann(work: WorkFactory) -> int:
    with work() as w:
        return make.comment(w, author=make.member(w, "Ann"), text="A bridge too far.").author_id


def test_a_person_is_warned_noted_and_banned_with_all_they_wrote(
    mo: Colleague, work: WorkFactory, ann: int
) -> None:
    place = f"courier/people/{ann}"
    page = mo.client.get(f"/console/{place}").text
    assert "A bridge too far." in page and "Remove all they wrote here as well: 1 comment" in page
    refused = mo.send(f"{place}/sanctions", kind="warning", key="warning-0001", reason=" ")
    assert refused.status_code == 422 and "Say why" in refused.text
    kept = mo.send(f"{place}/sanctions", kind="ban", key="ban-00000001", reason="Threats.", hours="never")
    assert kept.status_code == 422 and ">Threats.</textarea>" in kept.text
    for _ in range(2):
        mo.send(f"{place}/sanctions", kind="warning", key="warning-0001", reason="Be kind.")
    mo.send(f"{place}/notes", key="note-00000001", note="Rang me about it.")
    page = mo.client.get(f"/console/{place}").text
    assert page.count("Be kind.") == page.count("Rang me about it.") == 1
    form = {"kind": "ban", "key": "ban-00000002", "reason": "Threats.", "hours": "0"}
    answer = mo.send(f"{place}/sanctions", **form, remove_all="on", removal="abuse")
    assert "1 comment: not carried out yet." in mo.client.get(answer.headers["Location"]).text
    ban = max(re.findall(r"courier/sanctions/(\d+)/end", mo.client.get(f"/console/{place}").text), key=int)
    assert mo.send(f"courier/sanctions/{ban}/end", why="Another person.").status_code == 303
    assert "Another person." in mo.client.get(f"/console/{place}").text
