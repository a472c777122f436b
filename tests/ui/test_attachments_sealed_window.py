"""A picture that shows a person: sealed by a clerk, looked at and copied by the head alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from branch_window import BranchWindow, staffed_copy
from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from test_annex_window import at_work, opened_by, report
from virtual import VirtualClock, VirtualUptime

from desk.domain.roles import Actor
from desk.services import attachments
from desk.services.attachment_clean import clean
from desk.services.incident_list import gathered
from desk.ui.annex import opened as opened_module
from desk.ui.annex.ask import AskDialog
from desk.ui.annex.opened import OpenedDialog
from desk.ui.attachments.dialog import FilesDialog, open_files
from desk.ui.attachments.forms import AddDialog
from desk.ui.attachments.viewer import FileView
from desk.ui.widgets.button import Button

ABOUT = "Kliente pie loga"


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, demo_clock: VirtualClock
) -> Iterator[BranchWindow]:
    folder = staffed_copy(tmp_path, tmp_path_factory)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    try:
        yield opened
    finally:
        opened.window.close()


def sealed(desk: BranchWindow, folder: Path) -> FilesDialog:
    """A clerk's report with a sealed picture; the clerk looks at the list."""
    context = at_work(desk, "anna", "Anna Bērziņa")
    desk.window.use_language("en")
    incident_id = report(desk)
    with desk.window.app.database.reader() as reader:
        detail = gathered(reader, context.actor, incident_id)
    dialog = open_files(context, detail)
    desk.bot.waitUntil(lambda: dialog._may_seal)
    path = folder / "cilveks.jpg"
    Image.new("RGB", (320, 240), (90, 60, 40)).save(path)
    dialog.add(path)
    overlay = desk.window.overlay
    desk.bot.waitUntil(lambda: isinstance(overlay.top(), AddDialog), timeout=15_000)
    form = overlay.top()
    assert isinstance(form, AddDialog)
    form.about.setText(ABOUT)
    form.shows.choose("sealed")
    form.confirm()
    desk.bot.waitUntil(lambda: len(dialog.files) == 1)
    return dialog


def sealed_beside(desk: BranchWindow) -> UUID:
    """A report with a sealed picture, made beside the window."""
    incident_id, app, out = report(desk), desk.window.app, BytesIO()
    Image.new("RGB", (320, 240), (90, 60, 40)).save(out, "JPEG")
    made = clean(out.getvalue(), app.env.policy.attachments)
    with app.database.unit_of_work() as uow:
        account = uow.accounts.by_login("anna")
        who = Actor(account.id, account.name, account.role, "riga-2", "3")
        attachments.attach(uow, app.env, who, incident_id, made, ABOUT, names_people=True)
        uow.commit()
    return incident_id


def words_in(desk: BranchWindow) -> str:
    return "\n".join(label.text() for label in desk.window.findChildren(QLabel))


def test_who_added_it_does_not_see_it_any_more(desk: BranchWindow, tmp_path: Path) -> None:
    dialog = sealed(desk, tmp_path)
    row = dialog.list.rows.rows()[0]
    assert "sealed" in row.title and ABOUT not in row.say()
    assert not dialog.copy.isVisible()
    dialog.look.click()
    assert "sealed" in dialog.state.text()
    assert not desk.window.overlay.holds(FileView)


def test_the_head_opens_it_with_the_password(
    desk: BranchWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.bot.waitUntil(lambda: desk.window.app is not None)
    incident_id = sealed_beside(desk)
    context = at_work(desk)
    with desk.window.app.database.reader() as reader:
        detail = gathered(reader, context.actor, incident_id)
    files = open_files(context, detail)
    files._look()
    overlay = desk.window.overlay
    desk.bot.waitUntil(lambda: isinstance(overlay.top(), AskDialog))
    top = overlay.top()
    assert isinstance(top, AskDialog)
    top.finish(None)
    shown = opened_by(desk, context, incident_id)
    assert ABOUT in words_in(desk)
    look, _copy = shown.sheet.findChildren(Button)
    assert look.accessibleName().endswith(f": {ABOUT}")
    look.click()
    desk.bot.waitUntil(lambda: isinstance(overlay.top(), FileView))
    view = overlay.top()
    assert isinstance(view, FileView)
    desk.bot.waitUntil(lambda: len(view.pages.pages) == 1)
    shown.wipe()
    desk.bot.waitUntil(lambda: not overlay.holds(FileView) and not overlay.holds(OpenedDialog))
    assert ABOUT not in words_in(desk), "its two minutes are the picture's too"
    again = opened_by(desk, context, incident_id)
    target = tmp_path / "kopija.jpg"
    monkeypatch.setattr(
        opened_module, "ask_save", lambda _parent, _title, _name, _kinds, done: done(target)
    )
    _look, copy = again.sheet.findChildren(Button)
    copy.click()
    desk.bot.waitUntil(target.exists)
    with desk.window.app.database.reader() as reader:
        looks = reader._connection.exec_driver_sql(
            "SELECT what FROM access_log WHERE subject_kind = 'annex' ORDER BY position"
        ).scalars()
        assert list(looks) == ["open", "open", "open", "export"]
