"""A file that is saved is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.ui.preview.files import write_file


def test_what_is_saved_replaces_what_bore_its_name(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(b"old")
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_of_it_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answer.json"
    seen: list[bool] = []
    put = Path.replace

    def _looked(part: Path, to: Path) -> Path:
        seen.append(path.exists())
        return put(part, to)

    monkeypatch.setattr(Path, "replace", _looked)
    write_file(path, b"whole")
    assert seen == [False]
    assert path.read_bytes() == b"whole"


def test_what_cannot_be_saved_leaves_the_old_one_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(DeskError) as refused:
        write_file(path, b"new")
    assert (refused.value.code, refused.value.params) == ("file.not_written", {"name": path.name})
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="not_written"):
        write_file(tmp_path / "nowhere" / "answer.json", b"new")
