"""Whatever is wrong when the program starts: a card says so, and its ways lead on.  All real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from branch_window import PASSWORD
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from troubled import TroubledBranch, take_in, troubled_branch

from desk.app import open_app
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.ui.trouble.texts import Way

_NOBODY = 65534


@pytest.fixture
def branch(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TroubledBranch]:
    made = troubled_branch(tmp_path, tmp_path_factory, qtbot, monkeypatch)
    yield made
    if made.desk is not None:
        made.window.close()


def _one_more_ticket(branch: TroubledBranch) -> None:
    app = open_app(branch.folder, clock=branch.clock, uptime=branch.uptime)
    take_in(app)
    app.close()


def test_a_sound_database_shows_no_card(branch: TroubledBranch) -> None:
    branch.start()
    branch.until_sign_in()
    assert not any(branch.window.bars.shown(subject) for subject in branch.window.bars.SUBJECTS)


def test_a_damaged_database_is_restored_from_the_newest_backup(branch: TroubledBranch) -> None:
    _one_more_ticket(branch)
    branch.flip()
    harmed = branch.database.read_bytes()
    branch.start()
    branch.until_card("The database is damaged")
    branch.go(Way.RESTORE)
    form = branch.card.restore
    branch.bot.waitUntil(lambda: form.isVisible() and form.isEnabled())
    assert len(form.copies) == 1
    form.login.setText("ilze")
    form.password.setText("wrong")
    form.do.click()
    branch.bot.waitUntil(lambda: branch.card.state.property("tone") == "danger", timeout=30_000)
    assert branch.database.read_bytes() == harmed, "nothing is exchanged for a wrong password"
    form.password.setText(PASSWORD)
    form.do.click()
    branch.until_sign_in()
    branch.window.close()
    assert branch.tickets() == 1
    aside = next(branch.folder.glob("replaced-*/branch.db"))
    assert aside.read_bytes() == harmed


def test_a_clerk_may_not_restore(branch: TroubledBranch) -> None:
    branch.flip()
    branch.start()
    branch.until_card("The database is damaged")
    branch.go(Way.RESTORE)
    form = branch.card.restore
    branch.bot.waitUntil(lambda: form.isVisible() and form.isEnabled())
    form.login.setText("anna")
    form.password.setText(PASSWORD)
    form.do.click()
    branch.bot.waitUntil(lambda: branch.card.state.property("tone") == "danger", timeout=30_000)
    assert branch.card.state.text() == error_text(DeskError("access.no_right"))
    assert not list(branch.folder.glob("replaced-*"))


@pytest.mark.parametrize("file_too", [False, True])
def test_a_lost_key_is_opened_by_the_code(branch: TroubledBranch, file_too: bool) -> None:
    """Without the key file as well, its slots come from the backup; nothing entered is lost."""
    _one_more_ticket(branch)
    shutil.rmtree(branch.root / "key")
    if file_too:
        (branch.folder / "keys.json").unlink()
    branch.start()
    branch.until_card("This PC has lost the key to the data")
    branch.go(Way.CODE)
    form = branch.card.code
    form.code.setText(branch.code[:-1] + ("0" if branch.code[-1] != "0" else "1"))
    form.do.click()
    branch.bot.waitUntil(lambda: branch.card.state.property("tone") == "danger")
    form.code.setText(branch.code.lower())
    form.do.click()
    branch.until_sign_in()
    branch.window.close()
    assert branch.tickets() == 2


def test_a_database_that_was_deleted_is_not_made_anew(branch: TroubledBranch) -> None:
    branch.database.unlink()
    for beside in branch.folder.glob("branch.db-*"):
        beside.unlink()
    branch.start()
    branch.until_card("The database is not there")
    branch.go(Way.RESTORE)
    form = branch.card.restore
    branch.bot.waitUntil(lambda: form.isVisible() and form.isEnabled())
    form.code.setText(branch.code)
    form.do.click()
    branch.until_sign_in()


_HOLD = """
import sys
from pathlib import Path
from db.driver import connect
from db.layout import database_path
from desk.app import unlocked_key
folder = Path(sys.argv[1])
raw = connect(database_path(folder), unlocked_key(folder))
raw.execute("PRAGMA locking_mode = EXCLUSIVE")
raw.execute("PRAGMA journal_mode = DELETE")
raw.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_file_that_another_process_holds_opens_once_it_is_free(branch: TroubledBranch) -> None:
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(branch.folder)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        branch.start()
        branch.until_card("Another program is using the database")
    finally:
        child.communicate("")
    branch.until_sign_in()  # nobody pressed anything


@contextmanager
def _an_ordinary_person() -> Iterator[None]:
    """Whom permissions hold back; tests may run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written(
    branch: TroubledBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_all = Path(tempfile.mkdtemp())
    open_to_all.chmod(0o755)
    shutil.copytree(branch.root, open_to_all, dirs_exist_ok=True)
    branch.root, folder = open_to_all, open_to_all / "data"
    monkeypatch.setenv("DESK_KEY_DIR", str(open_to_all / "key"))
    try:
        for path in (open_to_all, *open_to_all.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        with _an_ordinary_person():
            branch.start()
            branch.until_card("The program may not write on this PC")
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        branch.go(Way.AGAIN)
        branch.until_sign_in()
        branch.window.close()
    finally:
        shutil.rmtree(open_to_all)


def test_details_for_it_hold_nobody(branch: TroubledBranch) -> None:
    branch.flip()
    branch.start()
    branch.until_card("The database is damaged")
    branch.card.copy.click()
    copied = QApplication.clipboard().text()
    assert "db.damaged" in copied
    for name in ("Ilze", "ilze", "Anna", str(branch.root)):
        assert name not in copied


def test_the_blank_paper_log_without_a_database(branch: TroubledBranch) -> None:
    branch.start()
    branch.until_sign_in()
    branch.bot.waitUntil(lambda: (branch.folder / "known.json").exists())
    branch.window.close()
    branch.flip()
    window = branch.start()
    branch.until_card("The database is damaged")
    assert window.care is not None
    import pypdfium2

    document = pypdfium2.PdfDocument(window.care.ways.paper())
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Rīgas" in text
    assert "P" in text
