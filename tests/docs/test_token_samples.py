"""The samples a publisher copies make tokens that open a session, each run by its own language."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from commentbox.services.sites import Site
from commentbox.services.sso import redeem_token
from commentbox.services.sso_keys import add_key
from commentbox.store.identities import IdentityRow
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory

PAGE = Path(__file__).parents[2] / "docs" / "single-sign-on.md"
READER = {"id": 42, "name": "Zoë Marsh", "email": "zoe@mail.example"}
AUD = f"{BOX}/courier"


@pytest.fixture
def site(work: WorkFactory, clock: Clock) -> Site:
    clock.now = datetime.now(UTC)  # the samples look at a clock of their own
    with work() as w:
        return make.site(w)


def samples(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def run(program: str, *words: str, text: str) -> str:
    path = shutil.which(os.environ.get(f"COMMENTBOX_TEST_{program.upper()}", program))
    if path is None:
        pytest.skip(f"there is no {program} on this machine: its sample was NOT tried")
    done = subprocess.run([path, *words], input=text, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def python(secret: str, kid: str) -> str:
    call = f"print(comment_token({READER!r}, secret={secret!r}, kid={kid!r}, aud={AUD!r}))"
    return run("python3", "-I", "-", text=f"{samples('python')[0]}\n{call}\n")


def php(secret: str, kid: str) -> str:
    words = ", ".join(json.dumps(word, ensure_ascii=False) for word in (secret, kid, AUD))
    reader = "['id' => 42, 'name' => 'Zoë Marsh', 'email' => 'zoe@mail.example']"
    return run("php", text=f"<?php\n{samples('php')[0]}\necho comment_token({reader}, {words});\n")


def node(secret: str, kid: str) -> str:
    given = json.dumps({"secret": secret, "kid": kid, "aud": AUD})
    source = next(sample for sample in samples("js") if "function commentToken" in sample)
    return run("node", "-", text=f"{source}\nconsole.log(commentToken({json.dumps(READER)}, {given}));\n")


@pytest.mark.parametrize("sample", [python, php, node])
def test_a_sample_makes_a_token_that_opens_a_session(sample: object, work: WorkFactory, site: Site) -> None:
    with work() as w:
        kid, secret = add_key(w, "courier", "HS256")
    token = sample(secret, kid)  # type: ignore[operator]
    with work() as w:
        assert redeem_token(w, token, site, None).problem is None
        person = w.session.scalars(select(PersonRow)).one()
        assert (person.name, person.email) == ("Zoë Marsh", "zoe@mail.example")
        assert w.session.scalars(select(IdentityRow)).one().subject == "42"


def test_the_sample_for_a_pair_of_keys_works_too(work: WorkFactory, site: Site) -> None:
    with work() as w:
        kid, private = add_key(w, "courier", "EdDSA")
    token_source = next(sample for sample in samples("js") if "function commentToken" in sample)
    sealed = next(sample for sample in samples("js") if "function sealed" in sample)
    source = token_source.replace("HS256", "EdDSA") + sealed
    given = json.dumps({"secret": "unused", "kid": kid, "aud": AUD})
    call = f"const [head, body] = commentToken({json.dumps(READER)}, {given}).split('.');"
    token = run(
        "node", "-", text=f"{source}\n{call}\nconsole.log(sealed(head, body, {json.dumps(private)}));\n"
    )
    with work() as w:
        assert redeem_token(w, token, site, None).problem is None


def test_the_samples_use_nothing_but_the_standard_library() -> None:
    assert re.findall(r"^import (.*)$", samples("python")[0], re.MULTILINE) == [
        "base64, hashlib, hmac, json, secrets, time"
    ]
    for sample in samples("js"):
        assert set(re.findall(r"require\(\"([^\"]+)\"\)", sample)) <= {"node:crypto"}
