"""Starting the sample anew."""

import socket
from pathlib import Path

import pytest

from commentbox.demo.start import run_demo, throw_away
from commentbox.settings import SettingsError


def test_throwing_the_sample_away_leaves_everything_else_in_the_folder(tmp_path: Path) -> None:
    ours = [tmp_path / name for name in ("commentbox.db", "commentbox.db-wal", "secret", "filled")]
    theirs = tmp_path / "diary.txt"
    for file in (*ours, theirs):
        file.write_text("x", encoding="utf-8")
    throw_away(tmp_path)
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_folder_that_is_not_there_yet_needs_no_clearing(tmp_path: Path) -> None:
    throw_away(tmp_path / "nowhere")


def test_a_port_that_is_taken_is_told_before_the_sample_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        # The one before it may be another program's: then that one is told.
        with pytest.raises(SettingsError, match=f"Port ({port - 1}|{port}) is not free"):
            run_demo(port=port - 1, host="127.0.0.1", data=tmp_path / "data", fresh=False, say=print)
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("x", encoding="utf-8")
    for _ in range(20):  # a port that was free a moment ago may be another program's by now
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with pytest.raises(SettingsError) as refused:
            run_demo(port=port, host="127.0.0.1", data=tmp_path / "letter" / "data", fresh=False, say=print)
        if "is not free" not in str(refused.value):
            break
    assert "the sample cannot be kept there" in str(refused.value)
