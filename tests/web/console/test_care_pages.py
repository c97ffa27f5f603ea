"""The pages of one's own load and of everybody's, and when to hear of a break."""

import pytest

from tests.web.console.factor_desk import Colleague


def test_everybody_sees_their_own_load_and_leads_everybodys(chief: Colleague, mo: Colleague) -> None:
    assert "Only you see this page." in mo.client.get("/console/own/load").text
    assert mo.client.get("/console/courier/load").status_code == 403
    assert "Load of everybody" not in mo.client.get("/console/courier/numbers").text
    assert "Load of everybody" in chief.client.get("/console/courier/numbers").text
    assert "Nobody has decided anything" in chief.client.get("/console/courier/load").text


@pytest.mark.parametrize("typed", ["-1", "481", "soon", ""])
def test_a_number_that_cannot_be_is_refused_and_kept_in_the_form(mo: Colleague, typed: str) -> None:
    refused = mo.send("own/keys", break_minutes=typed, break_heavy="7")
    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.text and 'value="7"' in refused.text


def test_when_to_hear_of_a_break_is_kept(mo: Colleague) -> None:
    assert mo.send("own/keys", break_minutes="0", break_heavy="40").status_code == 303
    page = mo.client.get("/console/own/keys").text
    assert 'name="break_minutes" inputmode="numeric" value="0"' in page and 'value="40"' in page
