"""Slips in the window: printed at taking in, once more from the row, or only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from colleague import ask, show, write
from driver import CTRL, Driver, Key
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from desk.domain.board import QueueRow
from desk.domain.errors import DeskError
from desk.domain.slips import PaperSize, TicketSlip
from desk.domain.visit import Outcome, TicketState
from desk.i18n import set_language
from desk.services.device_settings import SlipPrinting, device_setting, put_device_setting
from desk.ui.branch.device_page import DevicePage
from desk.ui.branch.device_page_slips import SlipsSection
from desk.ui.branch.view import BranchScreen
from desk.ui.preview.child import make_pdf
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.slips import printer as slip_printer
from desk.ui.slips.choose import SlipsDialog
from desk.ui.slips.next_time import NextTimeDialog
from desk.ui.slips.referral import ReferralDialog
from desk.ui.slips.reminder import ReminderDialog
from desk.ui.slips.ticket import AskDialog

SLIP = TicketSlip(
    PaperSize.ROLL_58,
    "PMLP",
    "Rīgas 2. nodaļa",
    "A014",
    (),
    datetime(2026, 11, 24, 8, tzinfo=UTC),
    None,
    2,
    (),
)


@pytest.fixture(autouse=True)
def english(driver: Driver) -> Iterator[None]:
    """Forms that are opened now speak as they are written in the code."""
    set_language("en")
    yield
    set_language("lv")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bytes]]:
    """What would have gone to a printer: its name, the job's title, the PDF."""
    found: list[tuple[str, str, bytes]] = []

    def take(pdf: bytes, name: str, title: str) -> str:
        found.append((name, title, pdf))
        return name

    monkeypatch.setattr(slip_printer, "print_pdf", take)
    return found


def use(driver: Driver, tickets: str, printer: str = "Zebra") -> None:
    write(driver, lambda uow: put_device_setting(uow, SlipPrinting(tickets, printer, "roll_58")))


def take_in(driver: Driver) -> str:
    """A walk-in is taken in by keys; gives the ticket's number."""
    show(driver, "today")
    before = {row.number for row in driver.fresh().rows}
    driver.press(Key.Key_N, CTRL)
    driver.type("1")
    driver.press(Key.Key_F10)
    driver.until(lambda: {row.number for row in driver.board.rows} - before)
    return next(iter({row.number for row in driver.board.rows} - before))


def waiting(driver: Driver) -> QueueRow:
    return next(row for row in driver.board.rows if row.state is TicketState.WAITING)


def top(driver: Driver, kind: type[QWidget]) -> QWidget:
    driver.until(lambda: isinstance(driver.window.overlay.top(), kind))
    found = driver.window.overlay.top()
    assert isinstance(found, kind)
    return found


def test_by_default_nothing_is_printed(
    driver: Driver, printed: list[tuple[str, str, bytes]]
) -> None:
    take_in(driver)
    driver.settle()
    assert driver.window.overlay.top() is None
    assert printed == []


def test_always_prints_the_ticket_while_work_goes_on(
    driver: Driver, printed: list[tuple[str, str, bytes]]
) -> None:
    use(driver, "always")
    number = take_in(driver)
    assert driver.window.overlay.top() is None
    driver.bot.waitUntil(lambda: bool(printed), timeout=30_000)
    name, title, pdf = printed[0]
    assert (name, title) == ("Zebra", number)
    page = pypdfium2.PdfDocument(pdf)[0]
    assert number in page.get_textpage().get_text_range()
    assert round(page.get_width() / 72 * 25.4) == 58


def test_asked_each_time_esc_prints_nothing_and_ctrl_enter_does(
    driver: Driver, printed: list[tuple[str, str, bytes]]
) -> None:
    use(driver, "ask")
    take_in(driver)
    top(driver, AskDialog)
    driver.press(Key.Key_Return)  # a scanner's Enter
    driver.press(Key.Key_Escape)
    assert driver.window.overlay.top() is None
    number = take_in(driver)
    top(driver, AskDialog)
    driver.press(Key.Key_Return, CTRL)
    driver.bot.waitUntil(lambda: bool(printed), timeout=30_000)
    assert [title for _name, title, _pdf in printed] == [number]


def test_a_missing_printer_is_said_and_the_client_is_taken_in(driver: Driver) -> None:
    use(driver, "always", printer="No such printer")
    number = take_in(driver)
    driver.bot.waitUntil(
        lambda: driver.window.messages.property("tone") == "danger", timeout=30_000
    )
    assert "No such printer" in driver.window.messages.text()
    assert number in {row.number for row in driver.fresh().rows}


def test_without_any_printer_it_is_said() -> None:
    with pytest.raises(DeskError, match=r"printer\.none"):
        slip_printer.print_pdf(make_pdf(SLIP), "", "A014")


def test_a_roll_is_printed_in_its_own_size(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    pdf = make_pdf(SLIP)
    slip_printer.paint_pdf(printer, pdf, "A014", "test")
    made, wanted = pypdfium2.PdfDocument(path.read_bytes()), pypdfium2.PdfDocument(pdf)
    assert len(made) == 1
    for own, other in zip(made[0].get_size(), wanted[0].get_size(), strict=True):
        assert abs(own - other) < 3
    picture = made[0].render(scale=1).to_pil().convert("L")
    assert min(picture.tobytes()) < 100  # words, not an empty slip


def test_a_ticket_is_printed_once_more_from_its_row(
    driver: Driver, printed: list[tuple[str, str, bytes]]
) -> None:
    line = waiting(driver)
    driver.today._line("papers", line)
    top(driver, SlipsDialog)
    driver.press(Key.Key_Return, CTRL)
    driver.bot.waitUntil(lambda: bool(printed), timeout=30_000)
    assert printed[0][1] == line.number


def test_the_row_offers_slips_and_history_for_tickets_alone(driver: Driver) -> None:
    actions = driver.today.queue.actions_row
    actions.show_row(waiting(driver))
    assert {"papers", "history"} <= {n for n, b in actions.buttons.items() if not b.isHidden()}
    expected = next((row for row in driver.board.rows if row.visit_id is None), None)
    actions.show_row(expected)
    assert actions.buttons["papers"].isHidden()


def test_the_next_time_slip_is_previewed_as_ticked(driver: Driver) -> None:
    line = waiting(driver)
    driver.today._line("papers", line)
    dialog = top(driver, SlipsDialog)
    assert isinstance(dialog, SlipsDialog)
    dialog.kinds.choose("next_time")
    dialog.go_on.click()
    form = top(driver, NextTimeDialog)
    assert isinstance(form, NextTimeDialog)
    driver.until(lambda: form._things)
    form.booking.setCurrentIndex(0)
    driver.press(Key.Key_Return, CTRL)  # nothing ticked yet
    assert form.problem.isVisible()
    form._things[0][0].setChecked(True)
    form.note.setText("Tulkojums")
    form.preview.click()
    preview = top(driver, PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    driver.bot.waitUntil(lambda: bool(preview.pdf), timeout=30_000)
    words = pypdfium2.PdfDocument(preview.pdf)[0].get_textpage().get_text_range()
    assert "Tulkojums" in words
    assert form._things[0][1].lv.split()[0] in words
    now, hour = preview.context.env.clock(), timedelta(hours=1)
    looks = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    assert looks[-1].purpose == "next_time"


def test_the_finish_form_offers_the_slip_of_its_outcome(driver: Driver) -> None:
    panel_for = {Outcome.INCOMPLETE: NextTimeDialog, Outcome.REFERRED: ReferralDialog}
    driver.press(Key.Key_F4)
    panel = driver.today.middle.panel
    assert panel is not None
    for outcome, kind in panel_for.items():
        panel.outcomes.choose(outcome.value)  # type: ignore[attr-defined]
        assert panel.slip.isVisible()  # type: ignore[attr-defined]
        panel.slip.click()  # type: ignore[attr-defined]
        top(driver, kind)
        driver.press(Key.Key_Escape)
    panel.outcomes.choose(Outcome.SOLVED.value)  # type: ignore[attr-defined]
    assert not panel.slip.isVisible()  # type: ignore[attr-defined]


def test_a_referral_is_found_by_typing(driver: Driver) -> None:
    from desk.ui.slips import open_referral

    context = driver.window.context
    assert context is not None
    open_referral(context)
    form = top(driver, ReferralDialog)
    assert isinstance(form, ReferralDialog)
    form.preview.click()
    assert form.problem.isVisible()
    driver.type("valsts kas")
    assert form.places.key() == "contact:treasury"
    form.preview.click()
    preview = top(driver, PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    driver.bot.waitUntil(lambda: bool(preview.pages.pages), timeout=30_000)
    assert round(preview.size_mm.width()) in (80, 148)


def test_a_reminder_comes_from_the_schedule(driver: Driver) -> None:
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: screen.days.day is not None)
    assert screen.days.day is not None
    entry = next(one for one in screen.days.day.entries if one.appointment.state.value == "booked")
    screen.days.table.choose(entry.appointment.id)
    driver.until(lambda: screen.pane.buttons["reminder"].isVisible())
    screen.pane.buttons["reminder"].click()
    top(driver, ReminderDialog)


def test_the_settings_are_kept_for_this_pc(driver: Driver) -> None:
    driver.today._line("papers", waiting(driver))
    dialog = top(driver, SlipsDialog)
    assert isinstance(dialog, SlipsDialog)
    dialog.settings.click()
    screen = driver.shell.screens["branch"]
    assert isinstance(screen, BranchScreen)
    page = screen.page()
    assert isinstance(page, DevicePage)
    form = next(one for one in page.sections if isinstance(one, SlipsSection))
    driver.settle()
    form.tickets.setCurrentIndex(form.tickets.findData("ask"))
    form.paper.setCurrentIndex(form.paper.findData("a6"))
    form.keep.click()
    driver.settle()
    kept = ask(driver, lambda reader: device_setting(reader, SlipPrinting))
    assert kept == SlipPrinting("ask", "", "a6")


@pytest.mark.parametrize("kind", ["papers", "next_time", "referral"])
def test_every_control_of_a_slip_form_has_a_name(driver: Driver, kind: str) -> None:
    from desk.ui import slips

    context, line = driver.window.context, waiting(driver)
    assert context is not None and line.visit_id is not None
    if kind == "papers":
        slips.open_slips(context, line.visit_id, line.number)
    elif kind == "next_time":
        slips.open_next_time(context, line.visit_id, line.number)
    else:
        slips.open_referral(context)
    dialog = driver.window.overlay.top()
    assert dialog is not None
    driver.settle()
    from PySide6.QtCore import Qt

    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget
