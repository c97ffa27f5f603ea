"""Whoever tries the sample's console finds something in every lane."""

from commentbox.demo.desk import fill_lanes
from commentbox.demo.left_standing import let_stand
from commentbox.demo.sign_ins import STAFF, add_desk
from commentbox.domain.comment import Action
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.services.queue import QueueAsked, read_queue
from commentbox.store.people import PersonRow, person_by_email
from tests import make
from tests.conftest import WorkFactory


def test_there_is_something_in_every_lane_and_a_moderator_may_answer_the_appeals(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        add_desk(w, site.key)
        rows = [make.comment(w, site, minutes_ago=9000) for _ in range(16)]
        cast = [w.session.get_one(PersonRow, row.author_id) for row in rows]
        for person in cast:
            person.email = None  # letters are for the sign-ins alone
        late = make.comment(w, site)
        approved = [(each.comment_id, each.action) for each in let_stand(w, [late, *rows], by_id=1)]
        assert approved == [(rows[0].id, Action.APPROVE)]
        fill_lanes(w, site, rows[0].article_id, cast)
    with work() as w:
        row = person_by_email(w.session, STAFF[0].email)
        assert row is not None
        ada = Actor(id=row.id, name=row.name, role=Role.MODERATOR, is_staff_session=True)
        page = read_queue(w, ada, site.key, QueueAsked())
        assert [lane for lane in Lane if lane is not Lane.HELD and not page.counts.of(lane)] == []
        appeals = [card.appeal for card in page.line if card.appeal is not None]
        assert [appeal.hindrance for appeal in appeals] == ["", ""]
