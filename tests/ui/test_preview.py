"""The preview: laid out in a child, shown, zoomed, printed, saved; each print is logged."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from colleague import ask, show
from driver import CTRL, Driver, Key
from PySide6.QtPrintSupport import QPrinter

from desk.domain.errors import DeskError
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.preview.maker import PaperMaker
from desk.ui.preview.pages import render
from desk.ui.preview.printing import make_printer, print_on

TODAY = date(2026, 11, 24)


@pytest.fixture
def preview(driver: Driver) -> PreviewDialog:
    """Today's day sheet, opened by Ctrl+P and shown."""
    show(driver, "schedule")
    driver.press(Key.Key_P, CTRL)
    dialog = driver.dialog()
    assert isinstance(dialog, PreviewDialog)
    driver.bot.waitUntil(lambda: bool(dialog.pages.pages), timeout=30_000)
    return dialog


def test_the_day_sheet_shows_its_pages_and_is_logged(
    preview: PreviewDialog, driver: Driver
) -> None:
    assert preview.pdf.startswith(b"%PDF")
    images = render(preview.pdf, 48)
    assert len(preview.pages.pages) == len(images) >= 2
    now, hour = preview.context.env.clock(), timedelta(hours=1)
    looks = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    assert [look.purpose for look in looks if look.what == "print"] == ["day_sheet"]


def test_zooming_grows_the_pages(preview: PreviewDialog, driver: Driver) -> None:
    before = preview.pages.pages[0].pixmap().width()
    driver.press(Key.Key_Plus, CTRL)
    driver.until(lambda: preview.pages.pages[0].pixmap().width() > before)
    assert preview.zoom == 125


def test_choosing_a_page_scrolls_to_it(preview: PreviewDialog, driver: Driver) -> None:
    preview.list.setCurrentIndex(preview.list.model().index(1, 0))
    assert preview.pages.verticalScrollBar().value() > 0


def test_saving_writes_the_paper(preview: PreviewDialog, driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    preview.save_to(path)
    driver.until(lambda: path.exists() and path.read_bytes() == preview.pdf)


def test_saving_where_nothing_can_be_written_is_said(
    preview: PreviewDialog, driver: Driver, tmp_path: Path
) -> None:
    preview.save_to(tmp_path / "missing" / "sheet.pdf")
    driver.until(lambda: driver.window.messages.property("tone") == "danger")


def test_printing_sends_every_page(preview: PreviewDialog, driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    printer = make_printer("test")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_on(printer, preview.context, preview.pdf)
    driver.bot.waitUntil(lambda: driver.window.messages.text() != "", timeout=20_000)
    printed = render(path.read_bytes(), 36)
    assert len(printed) == len(preview.pages.pages)
    darkest = min(
        printed[0].pixelColor(x, y).lightness()
        for x in range(0, printed[0].width(), 2)
        for y in range(0, printed[0].height(), 2)
    )
    assert darkest < 128  # words, not an empty sheet


def test_a_child_that_dies_is_said_in_the_preview(driver: Driver) -> None:
    failed: list[DeskError] = []
    maker = PaperMaker(
        driver.window,
        "no paper",  # type: ignore[arg-type]
        failed.append,
        failed.append,
        practice=False,
    )
    driver.bot.waitUntil(lambda: bool(failed), timeout=20_000)
    assert [error.code for error in failed] == ["paper.not_laid_out"]
    maker.stop()  # a second time is harmless


def test_closing_half_way_ends_the_child(driver: Driver) -> None:
    show(driver, "schedule")
    driver.press(Key.Key_P, CTRL)
    dialog = driver.dialog()
    assert isinstance(dialog, PreviewDialog)
    driver.until(lambda: dialog._maker is not None)
    maker = dialog._maker
    assert maker is not None
    driver.press(Key.Key_Escape)
    assert not maker._timer.isActive()
