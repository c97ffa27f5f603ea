"""No door lets in a password that is on a list, and a long list is looked up without loading it."""

import ast
import hashlib
import re
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from commentbox.cli import main
from commentbox.domain.common_passwords import is_common
from commentbox.domain.errors import Invalid
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff, register
from commentbox.services.breached import is_breached
from commentbox.services.reset_password import ask_for_reset, reset_password, write_reset_letter
from commentbox.services.work import begin
from commentbox.settings import Settings
from tests import make
from tests.architecture.sources import python
from tests.conftest import Clock

ROOT = Path(__file__).parents[2]
STOLEN = "a stolen but long one"


def test_the_built_in_list_knows_what_is_tried_first() -> None:
    tried = (
        "password",
        "PassWord",
        " iloveyou ",
        "1q2w3e4r5t",
        "trustno1",
        "liverpool1",
        "qwertyuiop",
        "zxcvbnm123",
    )
    assert [word for word in tried if not is_common(word)] == []
    assert not is_common(make.PASSWORD)
    assert not is_common("tram lamp orbit")


@pytest.mark.parametrize("kind", ["hashes", "counted", "small", "beginnings", "plain", "plain dos"])
@pytest.mark.parametrize("count", [1, 3, 2_000])
def test_each_line_is_found_and_nothing_else(tmp_path: Path, kind: str, count: int) -> None:
    draw = Random(count)
    words = sorted({f"{draw.getrandbits(draw.choice([40, 200])):x} word" for _ in range(count)})
    file = tmp_path / "list"
    hashes = sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest() for word in words)
    lines = {
        "hashes": [each.upper() for each in hashes],
        "counted": [f"{each.upper()}:{draw.randrange(10**6)}" for each in hashes],
        "small": hashes,
        "beginnings": [each[:16] for each in hashes],
        "plain": words,
        "plain dos": words,
    }[kind]
    end = "\r\n" if kind == "plain dos" else "\n"
    file.write_text(end.join(lines) + end, newline="")
    assert [word for word in words if not is_breached(file, word)] == []
    assert [word for word in words if is_breached(file, f"{word}!") or is_breached(file, word[1:])] == []
    assert not is_breached(file, "\x00")
    assert not is_breached(file, "\U0010ffff" * 8)


def test_a_file_of_numbers_is_a_list_of_passwords(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text("0000000000\n0123456789\n012345678910\nabcdefghij\n")
    assert is_breached(file, "0123456789")
    assert is_breached(file, "ABCDEFGHIJ")
    assert not is_breached(file, "9876543210")


@pytest.fixture
def careful(settings: Settings, tmp_path: Path) -> Settings:
    file = tmp_path / "stolen"
    file.write_text(f"{STOLEN}\n")
    return settings.model_copy(update={"breached_passwords": str(file)})


def test_no_way_to_a_new_password_lets_it_in(engine: Engine, careful: Settings, clock: Clock) -> None:
    with begin(engine, careful, clock()) as w:
        make.site(w)
        register(w, name="Ann Alder", email="ann@mail.example", password=make.PASSWORD)
        ask_for_reset(w, "ann@mail.example")
        letter = write_reset_letter(w, {"email": "ann@mail.example", "way_back": ""})
        assert letter is not None
        token = re.findall(r"/reset/(\S+)", letter["text"])[0]
    staff = {"name": "Ada Desk", "email": "ada@mail.example", "site_key": "courier"}
    ways = (
        lambda w: register(w, name="Bert Birch", email="bert@mail.example", password=STOLEN.upper()),
        lambda w: reset_password(w, token, STOLEN),
        lambda w: add_staff(w, password=STOLEN, role=Role.ADMIN, **staff),
    )
    for way in ways:
        with (
            begin(engine, careful, clock()) as w,
            pytest.raises(Invalid, match="stolen ones") as told,
        ):
            way(w)
        assert (told.value.code, told.value.field) == ("common_password", "password")


def test_nobody_hashes_a_password_past_the_lists() -> None:
    calls = [
        f"{source.path}:{node.lineno}"
        for source in python(ROOT, "commentbox")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "hash_password"
    ]
    assert [call for call in calls if "services/passwords.py" not in call and "/demo/" not in call] == []


def test_a_file_that_is_not_there_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMENTBOX_ENVIRONMENT", "development")
    monkeypatch.setenv("COMMENTBOX_BREACHED_PASSWORDS", "nowhere.txt")
    refused = CliRunner().invoke(main, ["doctor"])
    assert refused.exit_code == 2
    assert "COMMENTBOX_BREACHED_PASSWORDS: nowhere.txt is no file" in refused.output
