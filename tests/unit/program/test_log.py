"""The log says where and what kind, never what was typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.log import log_bug, log_file, start_log, stop_log

CLIENT = "Zelma Rasaspura"


@pytest.fixture(autouse=True)
def log_closed() -> Iterator[None]:
    yield
    stop_log()
    logging.getLogger().setLevel(logging.WARNING)


def failing() -> Exception:
    try:
        try:
            raise KeyError(CLIENT)
        except KeyError:
            open(f"/nowhere/{CLIENT}", encoding="utf-8")  # noqa: PTH123, SIM115
    except OSError as error:
        return error
    raise AssertionError


def test_messages_of_others_are_left_out(tmp_path: Path) -> None:
    start_log(tmp_path)
    logging.getLogger("x").error("it broke", exc_info=failing())
    logged = log_file(tmp_path).read_text(encoding="utf-8")
    assert "ERROR x: it broke" in logged
    assert "KeyError\nwhich led to" in logged
    assert "FileNotFoundError: No such file or directory" in logged
    assert "in failing" in logged
    assert CLIENT not in logged


def test_our_own_errors_are_told_in_full(tmp_path: Path) -> None:
    start_log(tmp_path)
    logging.getLogger("x").error("no", exc_info=DeskError("db.newer", found="2", known="1"))
    assert "DeskError: db.newer(found='2', known='1')" in log_file(tmp_path).read_text("utf-8")


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    assert log_bug(tmp_path, "doctor", failing()) is None
    assert log_bug(tmp_path / "other", "doctor", failing()) == log_file(tmp_path / "other")


def test_a_full_disk_fills_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_log(tmp_path)
    log_file(tmp_path).mkdir()
    logging.getLogger("x").error("it broke")
    assert capsys.readouterr() == ("", "")


def test_the_log_rotates_and_never_grows_without_end(tmp_path: Path) -> None:
    start_log(tmp_path)
    log = logging.getLogger("x")
    for _number in range(90):
        log.info("x" * 100_000)
    stop_log()
    files = sorted(log_file(tmp_path).parent.iterdir())
    assert [file.name for file in files] == ["desk.log", *(f"desk.log.{n}" for n in range(1, 6))]
    assert all(file.stat().st_size <= 1024 * 1024 for file in files)
