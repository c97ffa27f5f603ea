"""Who is named with an `@` is told: once, of those in the same conversation, never by whom they muted."""

from commentbox.domain.comment import Status
from commentbox.services.edit_comment import Change, edit_comment
from commentbox.services.people_pages import mute
from commentbox.services.review import decide
from tests import make
from tests.services.test_notify import APPROVE, Talk, talk

__all__ = ["talk"]


def test_who_is_named_is_told_and_who_is_answered_and_named_once(talk: Talk) -> None:
    talk.answer(talk.ada)
    talk.answer(talk.bob, "@Ann Alder, @ada quill’s word and @Ada Quill.")
    assert talk.told(talk.ann) == ["Bob Birch answered you", "Ada Quill answered you"]
    assert talk.told(talk.ada) == ["Bob Birch mentioned you"]


def test_a_change_tells_whom_it_names_anew_and_nobody_twice(talk: Talk) -> None:
    talk.answer(talk.ada)
    said = talk.answer(talk.bob, "What does @Ada Quill say?")
    talk.read(talk.ada)
    with talk.work() as w:
        edit_comment(w, talk.bob, "courier", said, Change(text="@Ada Quill and @Cy Lind?", revision=1))
    assert talk.told(talk.ada) == ["(Bob Birch mentioned you)"]
    with talk.work() as w:
        cy = make.member(w, "Cy Lind")
        make.comment(w, talk.site, cy)
        edit_comment(w, talk.bob, "courier", said, Change(text="@Cy Lind and @Ada Quill?", revision=2))
    assert talk.told(cy) == ["Bob Birch mentioned you"]
    assert talk.told(talk.ada) == ["(Bob Birch mentioned you)"]


def test_only_who_speaks_there_is_told_and_only_the_first_few(talk: Talk) -> None:
    with talk.work() as w:
        outside = make.member(w, "Otto Out")
        make.comment(w, talk.site, outside, url=f"{make.PAPER}/tram")
        waiting = make.member(w, "Wim Wait")
        make.comment(w, talk.site, waiting, status=Status.HELD)
        crowd = [make.member(w, f"Crowd {name}") for name in ("Abel", "Bert", "Carl", "Dora", "Emil", "Fay")]
        for each in crowd:
            make.comment(w, talk.site, each)
        mute(w, crowd[1], talk.bob.id)
    everybody = ["Otto Out", "Wim Wait", *(each.name for each in crowd)]
    talk.answer(talk.bob, " ".join(f"@{name}" for name in everybody))
    told = [bool(talk.told(each)) for each in (outside, waiting, *crowd)]
    said = talk.answer(talk.ada, " ".join(f"@{each.name}" for each in crowd[:3]))
    with talk.work() as w:
        change = Change(text=" ".join(f"@{each.name}" for each in (crowd[5], *crowd[:5])), revision=1)
        edit_comment(w, talk.ada, "courier", said, change)
    assert ["Ada Quill mentioned you" in talk.told(each) for each in crowd] == [True] * 4 + [False, True]
    assert told == [False, False, True, False, True, True, True, False]


def test_a_mention_that_waits_is_told_of_when_it_is_published(talk: Talk) -> None:
    talk.answer(talk.ada)
    with talk.work() as w:
        held = make.comment(w, talk.site, talk.bob, "@Ada Quill?", status=Status.HELD).id
    assert talk.told(talk.ada) == []
    with talk.work() as w:
        decide(w, talk.ada, "courier", held, APPROVE)
    assert talk.told(talk.ada) == ["Bob Birch mentioned you"]
