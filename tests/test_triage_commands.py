"""The model and the classifier by command: made, set, shown, taken away; no secret where it could be read."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_cli import box, init
from tests.test_sign_on_commands import run

__all__ = ["box"]
SECRET = "a secret of forty characters or even more"
SET = ["classifier", "set", "--site", "courier", "--name", "Our model", "--url", "https://model.example/read"]
SHOW = ["classifier", "show", "--site", "courier"]


def test_a_model_is_made_or_what_is_missing_is_said(box: CliRunner) -> None:
    init(box)
    made = run(box, "triage", "train", "--site", "courier")
    assert made.exit_code == 0 and "it takes 60 of each" in made.output


def test_a_classifier_is_set_shown_and_removed(box: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    init(box)
    assert "None." in run(box, *SHOW).output
    monkeypatch.setenv("COMMENTBOX_CLASSIFIER_SECRET", SECRET)
    done = run(box, *SET, "--hold-at", "0.95")
    assert done.exit_code == 0, done.output
    assert "Our model\tmodel.example\thas not answered yet" in run(box, *SHOW).output
    assert SECRET.encode() not in Path("box.db").read_bytes()
    assert run(box, "classifier", "remove", "--site", "courier").exit_code == 0
    assert "asks no classifier" in run(box, "classifier", "remove", "--site", "courier").output
    monkeypatch.setenv("COMMENTBOX_CLASSIFIER_SECRET", "short")
    assert "at least 32 characters" in run(box, *SET).output
