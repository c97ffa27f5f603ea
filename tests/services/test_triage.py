"""The model is made from the site's own decisions, keeps to its level, and is measured blind."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, event, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Forbidden, Invalid
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.services.edit_comment import Change, edit_comment, undo_edit
from commentbox.services.post_comment import post_comment
from commentbox.services.queue import read_card
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.run_trial import run_trial
from commentbox.services.sites import get_site
from commentbox.services.train_triage import ask_by_night, ask_for_model, make_model
from commentbox.services.triage_page import TriagePage, read_triage, set_triage
from commentbox.services.trials import begin_trial, read_trial
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.erase import blank
from commentbox.store.jobs import JobRow
from commentbox.store.sites import SiteRow
from commentbox.store.triage import TriageModelRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post
from tests.services.triage import FAIR, RUDE, decide_many, put_model

COUNT = 320


@pytest.fixture
def ada(work: WorkFactory) -> Actor:
    with work() as w:
        policy = replace(make.RELAXED, rules_off=("repeats", "copies"))
        return make.member(w, "Ada Desk", role=Role.ADMIN, at=make.site(w, policy=policy))


def decided(work: WorkFactory, ada: Actor, count: int = COUNT) -> None:
    with work() as w:
        decide_many(w, ada, count)


def trained(work: WorkFactory, ada: Actor, level: str = "shown") -> None:
    with work() as w:
        put_model(w, ada.id)
    switch(work, ada, level)


def switch(work: WorkFactory, ada: Actor, level: str, **settings: object) -> None:
    with work() as w:
        row = w.session.get_one(SiteRow, get_site(w, "courier").id)
        row.policy = {**row.policy, "triage": level, **settings}


def say(work: WorkFactory, text: str, author: Actor | None = None) -> CommentRow:
    with work() as w:
        found = post_comment(w, author or make.member(w), "courier", make.draft(text)).entry.id
    with work() as w:
        return make.row(w, found)


def page(work: WorkFactory, ada: Actor) -> TriagePage:
    with work() as w:
        return read_triage(w, ada, "courier")


def versions(work: WorkFactory) -> list[TriageModelRow]:
    with work() as w:
        return list(w.session.scalars(select(TriageModelRow).order_by(TriageModelRow.version)))


def test_too_few_decisions_are_said_plainly(work: WorkFactory, ada: Actor) -> None:
    decided(work, ada, 20)
    with work() as w, pytest.raises(Invalid, match="it takes 60 of each"):
        ask_for_model(w, ada, "courier")
    assert "it takes 60 of each" in page(work, ada).missing
    with work() as w:
        site_id = get_site(w, "courier").id
    said = make_model(lambda _: work(), {"site_id": site_id})
    assert "it takes 60 of each" in said and [row.problem for row in versions(work)] == [said]
    assert make_model(lambda _: work(), {"site_id": site_id}) == said and len(versions(work)) == 1


def test_the_same_decisions_make_the_same_model_and_no_new_version(work: WorkFactory, ada: Actor) -> None:
    decided(work, ada)
    with work() as w:
        ask_for_model(w, ada, "courier")
        site_id = get_site(w, "courier").id
    assert make_model(lambda _: work(), {"site_id": site_id, "person_id": ada.id}).startswith("Version 1")
    assert "version 1 is the newest" in make_model(lambda _: work(), {"site_id": site_id})
    found = page(work, ada)
    assert found.model is not None and (found.model.version, found.model.by) == (1, "Ada Desk")
    assert found.model.later.count == COUNT // 5 and found.model.count == COUNT - COUNT // 5
    at = found.model.later.at(50)
    assert (at.precision or 0) > 0.8 and (at.recall or 0) > 0.4


def test_off_asks_nothing_and_keeps_nothing(work: WorkFactory, ada: Actor, engine: Engine) -> None:
    def count_statements() -> int:
        with work() as w:
            ann = make.member(w)
        seen: list[str] = []

        def listen(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", listen)
        with work() as w:
            post_comment(w, ann, "courier", make.draft(RUDE))
        event.remove(engine, "before_cursor_execute", listen)
        return len(seen)

    with work() as w:
        make.comment(w)
    before = count_statements()
    trained(work, ada, "off")
    assert count_statements() == before
    assert say(work, RUDE).triage_score is None
    switch(work, ada, "shadow")
    say(work, FAIR)  # reads the model, once
    assert count_statements() == before


def test_the_shadow_keeps_scores_and_shows_none(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada, "shadow")
    rude, fair = say(work, RUDE), say(work, FAIR)
    assert rude.status is fair.status is Status.PUBLISHED
    assert (rude.triage_score or 0) > 70 > 30 > (fair.triage_score or 0)
    assert rude.triage_version == 1 and rude.findings == []
    with work() as w:
        assert read_card(w, ada, "courier", rude.id).card.triage is None
    remove(work, ada, rude)
    assert page(work, ada).since.at(50).removed == 1


def remove(work: WorkFactory, ada: Actor, comment: CommentRow) -> int:
    with work() as w:
        seen = make.row(w, comment.id).count_decisions
        new = NewDecision(action=Action.REMOVE, reason=Reason.ABUSE, note="", revision=1, seen=seen)
        return decide(w, ada, "courier", comment.id, new).decision_id


def test_a_shown_score_stands_on_the_card_with_its_words_and_presses(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada)
    switch(work, ada, "shown", premoderate=True)
    rude, fair = say(work, RUDE), say(work, FAIR)
    assert rude.risk > 50 > fair.risk and rude.status is Status.HELD
    with work() as w:
        hint = read_card(w, ada, "courier", rude.id).card.triage
    assert hint is not None and hint.score == rude.triage_score
    assert set(hint.because.speak_for) <= set(RUDE.lower().strip(".").split()) and hint.because.speak_for


def test_it_holds_from_the_measured_score_on_and_staff_are_only_noted(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada, "hold")
    rude = say(work, RUDE)
    assert rude.status is Status.HELD and rude.lane is Lane.HELD
    assert [found["rule"] for found in rude.findings] == ["triage"]
    assert say(work, FAIR).status is Status.PUBLISHED
    assert say(work, RUDE + "!", ada).status is Status.PUBLISHED
    switch(work, ada, "hold", triage_certainty=1.0)
    sure = page(work, ada).threshold
    assert say(work, RUDE + "?").status is (Status.PUBLISHED if sure is None else Status.HELD)


def test_a_change_is_scored_anew_and_back_again(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada, "hold")
    with work() as w:
        ann = make.member(w)
    row = say(work, FAIR, ann)
    with work() as w:
        changed = edit_comment(w, ann, "courier", row.id, Change(text=RUDE, revision=1))
        assert changed.is_off_page and (make.row(w, row.id).triage_score or 0) > 70
    with work() as w:
        undo_edit(w, ann, "courier", row.id, 2)
        assert make.row(w, row.id).triage_score == row.triage_score


def test_what_chance_chose_is_decided_blind_and_measures_the_model(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada)
    switch(work, ada, "shown", sample_percent=100)
    rude = say(work, RUDE)
    assert rude.called is Lane.SAMPLE and rude.risk == 5
    with work() as w:
        card = read_card(w, ada, "courier", rude.id).card
        assert card.triage is None and card.remarks == ()
    decision = remove(work, ada, rude)
    found = page(work, ada)
    assert found.blind.at(50).removed == 1 and found.since.count == 1
    with work() as w:
        assert read_card(w, ada, "courier", rude.id).card.triage is not None
        undo(w, ada, "courier", decision)
    assert page(work, ada).blind.count == 0


def test_what_is_erased_is_not_learnt_from_and_has_no_score(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada)
    rude = say(work, RUDE)
    remove(work, ada, rude)
    with work() as w:
        blank(make.row(w, rude.id))
    with work() as w:
        assert make.row(w, rude.id).triage_score is None
    assert page(work, ada).since.count == 0


def test_a_level_is_a_version_of_the_rules(work: WorkFactory, ada: Actor) -> None:
    with work() as w:
        now = set_triage(w, ada, "courier", level="shadow", percent=95, seen=1, reason="To look at it.")
    with work() as w:
        site = get_site(w, "courier")
        assert (now, site.version, site.policy.triage, site.policy.triage_certainty) == (2, 2, "shadow", 0.95)
        with pytest.raises(Invalid):
            set_triage(w, ada, "courier", level="reject", percent=95, seen=2, reason="No.")
        with pytest.raises(Forbidden):
            mo = make.member(w, "Mo Desk", role=Role.MODERATOR, at=site)
            set_triage(w, mo, "courier", level="hold", percent=95, seen=2, reason="No.")


def test_the_workbench_goes_by_the_scores_of_that_time(work: WorkFactory, ada: Actor) -> None:
    trained(work, ada, "shadow")
    say(work, RUDE), say(work, FAIR)
    with work() as w:
        wanted = replace(get_site(w, "courier").policy, triage="hold")
        number = begin_trial(w, ada, "courier", wanted, 7)
    while True:
        run_trial(lambda _: work(), {"trial_id": number})
        with work() as w:
            found = read_trial(w, ada, "courier", number)
        if found.is_finished:
            break
    assert found.tally.newly.all == 1 and found.tally.read == 2


def test_by_night_where_it_is_on_and_somebody_has_decided(
    work: WorkFactory, ada: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    def asked() -> int:
        with work() as w:
            ask_by_night(w)
        with work() as w:
            return len(w.session.scalars(select(JobRow).where(JobRow.kind == "triage")).all())

    trained(work, ada, "off")
    Post(engine, settings, clock).come()
    clock.advance(hours=15)  # three at night
    before = asked()
    switch(work, ada, "shadow")
    assert asked() == before  # younger than a night
    clock.advance(days=1)
    assert asked() == before  # nobody has decided since
    remove(work, ada, say(work, RUDE))
    assert asked() == before + 1
    clock.advance(hours=9)
    assert asked() == before + 1
