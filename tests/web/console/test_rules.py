"""The page of rules: seen by moderators, changed by administrators, and nothing that was typed is lost."""

import re

from commentbox.domain.comment import Status
from commentbox.domain.moderation.policy_form import fields_of
from commentbox.domain.moderation.rulebook import RULEBOOK, SETTINGS
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.sites import get_site
from tests import make
from tests.conftest import WorkFactory
from tests.web.console.factor_desk import Colleague
from tests.web.post import Post

RULES = "courier/rules"


def policy(work: WorkFactory) -> Policy:
    with work() as w:
        return get_site(w, "courier").policy


def form(work: WorkFactory, **changed: str) -> dict[str, str]:
    """What a browser sends, with some fields as somebody has left them."""
    fields = {name: value for name, value in fields_of(policy(work)).items() if value}
    return {**fields, "version": "1", "reason": "A long evening.", **changed}


def test_every_rule_and_setting_stands_on_the_page_as_it_is(chief: Colleague) -> None:
    page = chief.client.get(f"/console/{RULES}").text
    assert re.findall(r"<legend>([^<]+)</legend>", page) == [about.title for about in RULEBOOK.values()]
    assert {name for name in SETTINGS if f'name="{name}"' in page} == set(SETTINGS)


def test_rules_are_saved_and_the_page_says_so(chief: Colleague, work: WorkFactory) -> None:
    wanted = {"banned_words": " oaf \r\n\r\ndolt\r\n", "mode_links": "watched", "mode_premoderation": "on"}
    answer = chief.send(RULES, **form(work, **wanted))
    assert answer.status_code == 303
    page = chief.client.get(answer.headers["Location"]).text
    assert "Saved." in page and "Banned words: added “oaf”, “dolt”" in page
    now = policy(work)
    assert (now.banned_words, now.rules_watched, now.premoderate) == (("oaf", "dolt"), ("links",), True)


def test_what_is_wrong_is_said_beside_its_field_line_by_line_and_nothing_is_lost(
    chief: Colleague, work: WorkFactory
) -> None:
    before = policy(work)
    answer = chief.send(
        RULES, **form(work, banned_hosts="a.example\nno host", max_links="many", suspect_words="oaf")
    )
    assert answer.status_code == 422
    assert "Line 2: “no host” is no name of a site" in answer.text
    assert "Must be a whole number." in answer.text
    assert "a.example\nno host</textarea>" in answer.text
    assert "oaf</textarea>" in answer.text and "A long evening." in answer.text
    assert policy(work) == before


def test_who_comes_second_is_told_and_can_save_once_more(chief: Colleague, work: WorkFactory) -> None:
    chief.send(RULES, **form(work, max_links="5"))
    answer = chief.send(RULES, **form(work, max_links="7"))
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text and 'name="version" value="2"' in answer.text
    assert (
        'name="max_links" type="text" inputmode="numeric" class="number" autocomplete="off" value="7"'
        in answer.text
    )
    assert policy(work).max_links == 5


def test_moderators_read_and_try_but_do_not_change(mo: Colleague, work: WorkFactory) -> None:
    page = mo.client.get(f"/console/{RULES}").text
    assert "Administrators change the rules." in page and "Save the rules" not in page
    assert mo.send(RULES, **form(work, max_links="7")).status_code == 403
    assert "It would be published." in mo.send(f"{RULES}/try", text="A fair point.").text


def test_a_text_is_tried_and_what_was_found_is_marked(chief: Colleague, work: WorkFactory) -> None:
    chief.send(RULES, **form(work, banned_words="utter rubbish", banned_hosts="pills.example"))
    page = chief.send(f"{RULES}/try", text="<b>Utter,  RUBBISH!</b> See https://pills.example", new="1").text
    assert "It would wait for a moderator." in page
    assert "<mark>&lt;b&gt;Utter,  RUBBISH!&lt;/b&gt;</mark>" in page
    assert "<mark>https://pills.example</mark>" in page
    for title in ("Unwanted sites.", "Banned words."):
        assert f"<b>{title}</b>" in page
    with work() as w:
        make.member(w, "Nobody was stored")


def test_an_earlier_version_comes_back_from_its_page(chief: Colleague, work: WorkFactory) -> None:
    before = policy(work)
    chief.send(RULES, **form(work, max_links="5"))
    page = chief.client.get(f"/console/{RULES}/versions/1").text
    assert "Links, so many are all right: 2, was 5" in page
    assert chief.send(f"{RULES}/versions/1/restore", version="2").status_code == 303
    assert policy(work) == before


def test_a_card_leads_to_the_rules_by_which_it_was_judged_where_they_have_changed(
    chief: Colleague, work: WorkFactory
) -> None:
    with work() as w:
        kept = make.comment(w, status=Status.HELD)
        kept.policy_version = 1
    link = "/console/courier/rules/versions/1"
    assert link not in chief.client.get(f"/console/courier/comments/{kept.id}").text
    chief.send(RULES, **form(work, max_links="5"))
    page = chief.client.get(f"/console/courier/comments/{kept.id}").text
    assert f'Judged by <a href="{link}">version 1 of the rules</a>' in page
    assert chief.client.get(link).status_code == 200


def test_who_is_read_first_is_on_the_page_of_rules(mo: Colleague, work: WorkFactory) -> None:
    with work() as w:
        ann = make.comment(w, author=make.member(w, "Ann")).author_id
        make.sanctioned(w, ann, SanctionKind.ALWAYS_READ)
    assert "Always read: <bdi>Ann</bdi>" in mo.client.get(f"/console/{RULES}").text
    mo.send("courier/sanctions/1/end")
    assert "Always read: " not in mo.client.get(f"/console/{RULES}").text


def test_rules_are_tried_on_past_comments_from_the_page_of_rules(
    chief: Colleague, mo: Colleague, work: WorkFactory, post: Post
) -> None:
    with work() as w:
        make.comment(w, text="You <oaf>.", status=Status.REMOVED)
    wanted = form(work, banned_words="oaf", **{"do": "try", "days": "30", "reason": ""})
    assert mo.send(RULES, **wanted).status_code == 403
    assert "from 1 to 90" in chief.send(RULES, **(wanted | {"days": "91"})).text
    place = chief.send(RULES, **wanted).headers["Location"]
    assert "0 comments so far" in chief.client.get(place).text
    post.come()
    page = chief.client.get(place).text
    assert "Moderators removed 1 of those 1." in page and "You &lt;oaf&gt;." in page
    assert ">oaf</textarea>" in chief.client.get(f"/console/{RULES}?trial=1").text.replace("\n", "")
    assert "Put them in force" not in mo.client.get(place).text
    assert "Say in a few words why" in chief.send(f"{RULES}/trials/1", how="real").text
    answer = chief.send(f"{RULES}/trials/1", how="watch")
    assert "Only watched from now on" in chief.client.get(answer.headers["Location"]).text
    assert chief.send(f"{RULES}/trials/1", how="real", reason="It works.").status_code == 303
    assert policy(work).banned_words == ("oaf",)
    chief.send(RULES, **form(work, version="2", banned_words="oaf\ndolt"))
    assert "Compare and save them" in chief.send(f"{RULES}/trials/1", how="real", reason="Again.").text


def test_a_mail_domain_is_listed_after_a_look_at_whom_it_meets(chief: Colleague, work: WorkFactory) -> None:
    with work() as w:
        make.comment(w, author=make.member(w, "Ann"))
    wanted = form(work, refused_senders="@mail.example, bought\n198.51.100.7", max_links="5")
    asked = chief.send(RULES, **wanted)
    assert asked.status_code == 409 and policy(work).refused_senders == ()
    assert "@mail.example: 1 person who has commented here" in asked.text
    assert 'name="agreed" value="@mail.example 198.51.100.0/24"' in asked.text
    assert "@mail.example, bought\n198.51.100.7</textarea>" in asked.text
    other = wanted | {"refused_senders": "@gmail.example", "agreed": "@mail.example 198.51.100.0/24"}
    assert chief.send(RULES, **other).status_code == 409
    assert chief.send(RULES, **wanted, agreed="@mail.example 198.51.100.0/24").status_code == 303
    assert policy(work).refused_senders == ("@mail.example, bought", "198.51.100.0/24")
