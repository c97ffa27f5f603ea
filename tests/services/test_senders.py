"""Mail domains and networks on the site's lists: looked at before, met when they write, kept nowhere."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, Invalid
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.domain.staff import StaffAct
from commentbox.services.edit_comment import Change, edit_comment
from commentbox.services.policies import bring_back, change_policy, read_policy
from commentbox.services.post_comment import post_comment
from commentbox.services.sites import get_site
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.staff_log import StaffLogRow
from commentbox.store.tables import METADATA
from tests import make
from tests.conftest import WorkFactory

THERE = "198.51.100.0/24"


@pytest.fixture
def ada(work: WorkFactory) -> Actor:
    with work() as w:
        return make.member(w, "Ada Desk", role=Role.ADMIN, at=make.site(w))


def change(work: WorkFactory, actor: Actor, seen: int, *agreed: str, **lists: tuple[str, ...]) -> int:
    with work() as w:
        wanted = replace(get_site(w, "courier").policy, **lists)  # type: ignore[arg-type]
        return change_policy(w, actor, "courier", wanted, seen=seen, reason="A wave.", agreed=agreed)


def test_whoever_lists_a_name_reads_whom_it_meets_and_means_it(work: WorkFactory, ada: Actor) -> None:
    with work() as w:
        other = make.site(w, "herald")
        make.comment(w, author=make.member(w, "Ann"))
        make.comment(w, author=make.member(w, "Ann"[::-1]))
        make.comment(w, at=other, author=make.member(w, "Not from here"))
        make.member(w, "Never wrote")
    lists = {"read_senders": ("@mail.example", "@un_known.example", THERE)}
    with pytest.raises(Conflict) as asked:
        change(work, ada, 1, **lists)
    assert (asked.value.code, asked.value.field) == ("look_first", "agreed")
    for said in ("@mail.example: 2 people who", "@un_known.example: nobody who", f"{THERE}: nobody can say"):
        assert said in str(asked.value)
    with pytest.raises(Conflict):
        change(work, ada, 1, "@mail.example", THERE, **lists)
    assert change(work, ada, 1, "@mail.example", THERE, "@un_known.example", **lists) == 2
    assert change(work, ada, 2, **lists) == 2
    with work() as w:
        first = read_policy(w, ada, "courier").versions[0]
        assert "read first: added “@mail.example”" in first.changes[0] and first.by == "Ada Desk"
        entries = w.session.scalars(select(StaffLogRow).where(StaffLogRow.act == StaffAct.POLICY)).all()
        assert len(entries) == 1 and "@mail.example" in str(entries[0].detail)
    # Out again at once; and what was agreed to before needs no second look.
    assert change(work, ada, 2, read_senders=()) == 3
    with work() as w:
        assert bring_back(w, ada, "courier", 2, seen=3) == 4
    with pytest.raises(Conflict, match="2 people"):
        change(work, ada, 4, refused_senders=("@mail.example",))
    with pytest.raises(Invalid, match="up to 20"):
        change(work, ada, 4, read_senders=tuple(f"@m{number}.example" for number in range(21)))


def test_what_they_write_waits_or_goes_back_and_no_table_names_the_network(work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=replace(make.RELAXED, read_senders=(THERE,), edit_window_minutes=60))
        ann, mo = make.member(w, "Ann"), make.member(w, "Mo", role=Role.MODERATOR, at=get_site(w, "courier"))
    with work() as w:
        free = post_comment(w, ann, "courier", replace(make.draft("From home."), network="203.0.113.0/24"))
        held = post_comment(w, ann, "courier", replace(make.draft("From there."), network=THERE))
        staff = post_comment(w, mo, "courier", replace(make.draft("So am I."), network=THERE))
        assert [each.entry.status for each in (free, held, staff)] == [
            Status.PUBLISHED, Status.HELD, Status.PUBLISHED,
        ]  # fmt: skip
        changed = edit_comment(
            w, ann, "courier", free.entry.id, Change(text="Gone.", revision=1, network=THERE)
        )
        assert changed.is_off_page
    with work() as w:
        tables = [table for table in METADATA.sorted_tables if table.name != "sites"]
        rows = [list(w.session.execute(table.select()).mappings()) for table in tables]
        assert "198.51.100" not in json.dumps([[dict(row) for row in found] for found in rows], default=str)
        assert w.session.get_one(CommentRow, held.entry.id).findings[0]["rule"] == "senders"
        assert w.session.scalars(select(func.count(DecisionRow.id))).one() == 2


def test_who_is_refused_is_told_and_nothing_is_stored(work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=Policy(refused_senders=("@mail.example",), verified_only=False))
        ann = make.member(w, "Ann")
    with work() as w, pytest.raises(Invalid, match=r"from e-mail addresses at mail\.example") as refused:
        post_comment(w, ann, "courier", make.draft())
    assert (refused.value.code, refused.value.field) == ("senders", "text")
    with work() as w:
        assert w.session.scalars(select(func.count(CommentRow.id))).one() == 0
