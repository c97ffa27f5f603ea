"""An account with a throw-away address: refused at the door, or read first."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid
from commentbox.domain.moderation.verdict import Policy
from commentbox.services.accounts import check_address, check_password_of, register
from commentbox.services.disposable import is_throwaway
from commentbox.services.post_comment import post_comment
from commentbox.services.sign_in import open_session, who_is
from commentbox.settings import Settings
from tests import make
from tests.conftest import WorkFactory

GONE = "ann@inbox.mailinator.com"


def test_where_they_are_refused_they_cannot_register(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w, policy=Policy(disposable_addresses="refuse"))
    with work() as w, pytest.raises(Invalid) as refused:
        check_address(w, GONE, site)
    assert (refused.value.code, refused.value.field) == ("disposable_address", "email")
    with work() as w:
        check_address(w, "ann@mail.example", site)
        check_address(w, GONE, None)


def test_their_first_comments_wait(work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=Policy())
        register(w, name="Ann Alder", email=GONE, password=make.PASSWORD)
    with work() as w:
        person = check_password_of(w, GONE, make.PASSWORD)
        assert person is not None
        actor = who_is(w, open_session(w, person.id, "reader"), "reader")
        posted = post_comment(w, actor, "courier", make.draft())
        assert posted.entry.status is Status.HELD


def test_a_file_beside_the_built_in_list_counts_as_soon_as_it_is_there(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "domains"
    file.write_text("soon-gone.example\n")
    careful = settings.model_copy(update={"disposable_domains": str(file)})
    assert is_throwaway(careful, "a@soon-gone.example")
    assert is_throwaway(careful, GONE)
    assert not is_throwaway(careful, "a@later.example")
    file.write_text("later.example\n")
    os.utime(file, ns=(1, 1))
    assert is_throwaway(careful, "a@later.example")
    assert not is_throwaway(careful, None)
