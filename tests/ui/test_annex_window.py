"""Who it was, through the real window: sealed by a clerk, opened by the head, gone in time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from driver import Key
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.domain.annex import Identity
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor, Role
from desk.services import accounts, annex, incidents, pins, session
from desk.ui.annex.ask import AskDialog, open_annex
from desk.ui.annex.form import AnnexForm, open_annex_form
from desk.ui.annex.opened import OpenedDialog
from desk.ui.annex.resealing import Resealer
from desk.ui.branch.people_page import PeoplePage
from desk.ui.incidents.annex import open_annex_of
from desk.ui.incidents.forms import ReportDialog
from desk.ui.preview.dialog import PreviewDialog

PIN = "7391"
JANIS = Identity(name="Jānis Qbērziņš", contact="+371 29654321", text="Garš, zila jaka.")


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


def report(desk: BranchWindow, by: str = "anna") -> UUID:
    """A report of somebody's, filed beside the window."""
    app = desk.window.app
    with app.database.unit_of_work() as uow:
        account = uow.accounts.by_login(by)
        who = Actor(account.id, account.name, account.role, "riga-2", "3")
        first = FirstReport(IncidentKind.AGGRESSION, app.env.clock(), level="2", text="Kliedza.")
        made: UUID = incidents.report(uow, app.env, who, first).id
        uow.commit()
    return made


def sealed(desk: BranchWindow) -> UUID:
    incident_id = report(desk)
    app = desk.window.app
    with app.database.unit_of_work() as uow:
        account = uow.accounts.by_login("anna")
        who = Actor(account.id, account.name, account.role, "riga-2", "3")
        annex.seal(uow, app.env, who, incident_id, JANIS)
        uow.commit()
    return incident_id


def at_work(desk: BranchWindow, login: str = "ilze", name: str = "Ilze Rozīte") -> Any:
    desk.sign_in(login, "1")
    desk.at_work(name)
    desk.driver.settle()
    context = desk.window.context
    assert context is not None
    return context


def opened_by(desk: BranchWindow, context: Any, incident_id: UUID) -> OpenedDialog:
    dialog = open_annex(context, incident_id)
    dialog.purposes.choose("police")
    dialog.words.setText("lieta 7")
    dialog.password.setText(PASSWORD)
    dialog.confirm()
    desk.bot.waitUntil(lambda: isinstance(desk.window.overlay.top(), OpenedDialog), timeout=10_000)
    shown = desk.window.overlay.top()
    assert isinstance(shown, OpenedDialog)
    return shown


def gone(desk: BranchWindow) -> bool:
    """Whether neither the annex nor its paper is open; the head's notice may be."""
    overlay = desk.window.overlay
    return not overlay.holds(OpenedDialog) and not overlay.holds(PreviewDialog)


def words_in(desk: BranchWindow) -> str:
    """Everything that any label of the window says, hidden ones too."""
    return "\n".join(label.text() for label in desk.window.findChildren(QLabel))


def test_a_clerk_seals_through_the_form(desk: BranchWindow) -> None:
    context = at_work(desk, "anna", "Anna Bērziņa")
    form = open_annex_form(context, report(desk))
    assert desk.window.focusWidget() is form.name
    form.confirm()
    assert form.problem.isVisible(), "nothing is written"
    form.name.setText("Jānis Qbērziņš")
    form.document.setText("pase, 010180-12345")
    assert form.warning.isVisible()
    form.confirm()
    assert form.problem.isVisible() and form.isVisible()
    form.document.setText("uzrādīja pasi")
    form.confirm()
    desk.bot.waitUntil(lambda: desk.window.overlay.top() is None)
    with desk.window.app.database.reader() as reader:
        assert len(reader.annex.annexed()) == 1
    assert "Qbērziņš" not in str(_drafts(desk))


def _drafts(desk: BranchWindow) -> Any:
    with desk.window.app.database.reader() as reader:
        return [bytes(row.body) for row in reader.erasures.drafts()]


def test_before_the_report_is_filed_it_lies_in_the_window_alone(desk: BranchWindow) -> None:
    context = at_work(desk, "anna", "Anna Bērziņa")
    given: list[object] = []
    form = open_annex_form(context, None, typed=JANIS)
    form.closed.connect(given.append)
    assert form.name.text() == JANIS.name
    form.confirm()
    assert given == [JANIS]
    with desk.window.app.database.reader() as reader:
        assert reader.annex.annexed() == {}


def test_the_head_opens_with_purpose_words_and_password(desk: BranchWindow) -> None:
    incident_id = (desk.bot.waitUntil(lambda: desk.window.app is not None), sealed(desk))[1]
    context = at_work(desk)
    dialog = open_annex(context, incident_id)
    dialog.confirm()
    assert dialog.problem.isVisible(), "a purpose is missing"
    dialog.purposes.choose("police")
    dialog.confirm()
    assert "few words" in dialog.problem.text() or dialog.problem.isVisible()
    dialog.words.setText("lieta 7")
    dialog.password.setText("nav īstā parole")
    dialog.confirm()
    desk.bot.waitUntil(dialog.yes.isEnabled, timeout=10_000)
    assert isinstance(desk.window.overlay.top(), AskDialog)
    assert not dialog.password.text()
    dialog.password.setText(PASSWORD)
    dialog.confirm()
    desk.bot.waitUntil(lambda: isinstance(desk.window.overlay.top(), OpenedDialog), timeout=10_000)
    assert "Jānis Qbērziņš" in words_in(desk)


def test_head_and_deputy_add_to_it_from_the_same_dialog(desk: BranchWindow) -> None:
    incident_id = (desk.bot.waitUntil(lambda: desk.window.app is not None), sealed(desk))[1]
    context = at_work(desk)
    open_annex_of(context, incident_id)
    dialog = desk.window.overlay.top()
    assert isinstance(dialog, AskDialog)
    dialog.add.click()
    form = desk.window.overlay.top()
    assert isinstance(form, AnnexForm)
    form.text.setPlainText("Atnāca atpakaļ.")
    form.confirm()
    desk.bot.waitUntil(lambda: not desk.window.overlay.holds(AnnexForm))
    with desk.window.app.database.reader() as reader:
        assert len(reader.annex.entries(incident_id)) == 2


@pytest.mark.parametrize("key", [Key.Key_F9, Key.Key_F11])
def test_who_it_was_is_sealed_with_the_report(desk: BranchWindow, key: Key) -> None:
    """The button of the report's form, for aggression and for an error of one's own."""
    at_work(desk, "anna", "Anna Bērziņa")
    desk.driver.press(key)
    desk.bot.waitUntil(lambda: isinstance(desk.window.overlay.top(), ReportDialog))
    report_form = desk.window.overlay.top()
    assert isinstance(report_form, ReportDialog)
    before = report_form.who.text()
    report_form.who.click()
    form = desk.window.overlay.top()
    assert isinstance(form, AnnexForm)
    form.name.setText(JANIS.name)
    form.confirm()
    desk.bot.waitUntil(lambda: desk.window.overlay.top() is report_form)
    assert report_form.who.text() != before, "it says that something will be sealed"
    with desk.window.app.database.reader() as reader:
        assert reader.annex.annexed() == {}, "not before it is filed"
    if report_form.ladder is not None:
        desk.driver.press(Key.Key_1)
    report_form.fields.text.setText("Kas notika.")
    report_form.report.click()
    desk.bot.waitUntil(lambda: not desk.window.overlay.holds(ReportDialog), timeout=10_000)
    with desk.window.app.database.reader() as reader:
        assert len(reader.annex.annexed()) == 1
    assert "Qbērziņš" not in str(_drafts(desk))


def test_it_closes_by_itself(desk: BranchWindow) -> None:
    incident_id = (desk.bot.waitUntil(lambda: desk.window.app is not None), sealed(desk))[1]
    shown = opened_by(desk, at_work(desk), incident_id)
    assert shown.closing.isActive() and shown.closing.interval() == 120_000
    shown.closing.timeout.emit()
    desk.bot.waitUntil(lambda: gone(desk))
    assert "Qbērziņš" not in words_in(desk)


@pytest.mark.parametrize("how", ["hide", "lock", "fold"])
def test_it_goes_with_the_window_s_content(desk: BranchWindow, how: str) -> None:
    incident_id = (desk.bot.waitUntil(lambda: desk.window.app is not None), sealed(desk))[1]
    opened_by(desk, at_work(desk), incident_id)
    desk.window.do(how)
    if how != "fold":  # which takes its time
        assert "Qbērziņš" not in words_in(desk), "at once, for screen readers too"
    desk.bot.waitUntil(lambda: gone(desk))
    assert "Qbērziņš" not in words_in(desk)


def test_its_paper_is_made_only_here_and_goes_with_it(desk: BranchWindow) -> None:
    incident_id = (desk.bot.waitUntil(lambda: desk.window.app is not None), sealed(desk))[1]
    shown = opened_by(desk, at_work(desk), incident_id)
    shown.paper.click()
    preview = desk.window.overlay.top()
    assert isinstance(preview, PreviewDialog)
    desk.bot.waitUntil(lambda: bool(preview.pdf), timeout=30_000)
    with desk.window.app.database.reader() as reader:
        looks = reader.access_log.list(
            desk.clock.now.replace(year=2000), desk.clock.now.replace(year=2100)
        )
    assert [(one.what, one.purpose) for one in looks if one.subject_kind == "annex"] == [
        ("open", "police"),
        ("print", "police"),
    ]
    shown.closing.timeout.emit()
    desk.bot.waitUntil(lambda: gone(desk))


def test_after_a_pin_the_password_opens_all_the_same(desk: BranchWindow) -> None:
    incident_id = (desk.bot.waitUntil(lambda: desk.window.app is not None), sealed(desk))[1]
    at_work(desk)
    desk.write(pins.set_pin, PIN, PASSWORD)
    desk.window.lock()
    view = desk.window.guard.view
    assert view is not None
    desk.bot.waitUntil(lambda: view.list.key() != "")
    desk.driver.type(PIN)
    desk.at_work("Ilze Rozīte")
    context = desk.window.context
    assert context is not None and context.actor.by_pin
    opened_by(desk, context, incident_id)
    assert not context.actor.by_pin


def test_a_sign_in_with_nobody_waiting_asks_two_rows(
    desk: BranchWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key is made, stretched or opened; a clerk's sign-in asks nothing at all."""
    from desk.services import annex_reseal

    asked: list[str] = []
    for name in ("is_wanted", "keys_for", "unlock_for_others", "portion"):
        real = getattr(annex_reseal, name)
        monkeypatch.setattr(
            annex_reseal, name, lambda *a, _n=name, _r=real: (asked.append(_n), _r(*a))[1]
        )
    at_work(desk, "anna", "Anna Bērziņa")
    assert asked == []
    desk.window.sign_out()
    at_work(desk)
    desk.bot.waitUntil(lambda: asked == ["is_wanted"])
    desk.bot.waitUntil(lambda: not desk.window.findChildren(Resealer))
    assert asked == ["is_wanted"]


def test_the_people_page_says_who_opens_and_lets_the_head_choose(desk: BranchWindow) -> None:
    desk.bot.waitUntil(lambda: desk.window.app is not None)
    at_work(desk)
    desk.write(
        accounts.add,
        login="vita",
        name="Vita Zīle",
        role=Role.DEPUTY,
        password=PASSWORD,
        handed_over=False,
    )
    shell = desk.window.shell
    assert shell is not None
    shell.go("branch", "people")
    desk.driver.settle()
    shown = shell.screens["branch"].page()  # type: ignore[attr-defined]
    assert isinstance(shown, PeoplePage)
    desk.bot.waitUntil(lambda: bool(shown.list.rows.rows()) and "Vita Zīle" in shown.annex.text())
    shown.list.choose(next(row.key for row in shown.list.rows.rows() if row.title == "Vita Zīle"))
    assert not shown.pane.buttons["leave_out"].isHidden()
    shown.pane.buttons["leave_out"].click()
    desk.bot.waitUntil(lambda: not shown.pane.buttons["let_open"].isHidden())
    desk.bot.waitUntil(lambda: "Vita Zīle" not in shown.annex.text())
    shown.list.choose(next(row.key for row in shown.list.rows.rows() if row.title == "Ilze Rozīte"))
    assert shown.pane.buttons["leave_out"].isHidden()


def test_the_first_password_of_one_s_own_keeps_the_keys(desk: BranchWindow) -> None:
    desk.bot.waitUntil(lambda: desk.window.app is not None)
    at_work(desk)
    new = "cita laba parole te"
    desk.write(accounts.add, login="vita", name="Vita Zīle", role=Role.HEAD, password=new)
    desk.window.sign_out()
    desk.sign_in("vita", "1", new)
    fresh = desk.window.signin.fresh
    desk.bot.waitUntil(fresh.isVisible, timeout=10_000)
    fresh.wanted.emit(PASSWORD)
    desk.at_work("Vita Zīle")
    app = desk.window.app
    with app.database.reader() as reader:
        from desk.services import annex_reseal

        vita = reader.accounts.by_login("vita")
        assert annex_reseal.unlock(reader, vita.id, PASSWORD) is not None
        assert session.check_password(reader, app.env, "vita", PASSWORD).right


def test_the_form_says_when_nobody_could_open_it(
    desk: BranchWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.bot.waitUntil(lambda: desk.window.app is not None)
    context = at_work(desk, "anna", "Anna Bērziņa")
    with desk.window.app.database.unit_of_work() as uow:
        for holder in uow.annex.holders():
            uow.annex.revoke(holder.id, desk.clock.now)
        uow.commit()
    form = open_annex_form(context, report(desk))
    desk.bot.waitUntil(form.problem.isVisible)
    assert not form.yes.isEnabled()
    assert isinstance(form, AnnexForm)
