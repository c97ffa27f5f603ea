"""Starting the sample anew."""

from pathlib import Path

from commentbox.demo.start import throw_away


def test_throwing_the_sample_away_leaves_everything_else_in_the_folder(tmp_path: Path) -> None:
    ours = [tmp_path / name for name in ("commentbox.db", "commentbox.db-wal", "secret", "filled")]
    theirs = tmp_path / "diary.txt"
    for file in (*ours, theirs):
        file.write_text("x", encoding="utf-8")
    throw_away(tmp_path)
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_folder_that_is_not_there_yet_needs_no_clearing(tmp_path: Path) -> None:
    throw_away(tmp_path / "nowhere")
