"""Files are replaced whole, all together, or not at all."""

import stat
from pathlib import Path

import pytest

from rulings.replacing import replace_files


def test_files_get_their_new_contents_and_nothing_is_left_over(tmp_path):
    (tmp_path / "a").write_text("old", encoding="utf-8")
    replace_files({tmp_path / "a": b"new", tmp_path / "b": b"made"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new", "b": b"made"}


def test_one_that_cannot_be_written_keeps_all_as_they_were(tmp_path):
    (tmp_path / "a").write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match="missing") as caught:
        replace_files({tmp_path / "a": b"new", tmp_path / "missing" / "b": b"made"})
    assert caught.value.filename == str(tmp_path / "missing" / "b")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


def test_permissions_stay(tmp_path):
    path = tmp_path / "a"
    path.touch()
    path.chmod(0o640)
    replace_files({path: b"new"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_one(tmp_path):
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    replace_files({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_failure_between_writing_and_renaming_leaves_no_rest(tmp_path, monkeypatch):
    def refuse(*_):
        message = "no more"
        raise OSError(message)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no more"):
        replace_files({tmp_path / "a": b"new"})
    assert list(tmp_path.iterdir()) == []


def test_a_place_without_a_name_is_a_folder(tmp_path):
    with pytest.raises(IsADirectoryError):
        replace_files({tmp_path / "a": b"new", Path("/"): b"no"})
    assert list(tmp_path.iterdir()) == []
