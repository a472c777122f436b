"""Day files of the tour: an export of later, half a day, a file in the watched folder."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from desk.demo.bookings import day_file
from desk.domain.clock import local_day
from desk.ui.importing.dialog import ImportDialog, open_import
from desk.ui.tour.guide import TourGuide


def look_at_day_file(guide: TourGuide) -> None:
    """Open the import with a file in which bookings moved, new ones came and one is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        _look_at(guide, Path(folder), changed_file(guide))


def look_at_short_file(guide: TourGuide) -> None:
    """Open the import with half a day that is declared to be all of it: much is cancelled."""
    with tempfile.TemporaryDirectory() as folder:
        dialog = _look_at(guide, Path(folder), _short_file(guide))
        dialog.preview.cover.whole.click()
        guide.until(lambda: dialog.shown is not None and dialog.shown.plan.needs_confirmation)
    guide.settle()


def _look_at(guide: TourGuide, folder: Path, content: bytes) -> ImportDialog:
    path = folder / "pieraksts.csv"
    path.write_bytes(content)
    dialog = open_import(guide.context, path)
    guide.until(lambda: dialog.shown is not None)
    guide.settle()
    return dialog


def changed_file(guide: TourGuide) -> bytes:
    """The demo's own file again, with what a later export of a booking system would show."""
    env = guide.context.env
    today = local_day(env.clock())
    head, lines = _own_file(guide)
    lines[-1] = lines[-1].replace(f"{today:%d.%m.%Y}", f"{today + timedelta(days=1):%d.%m.%Y}")
    lines[-2] = lines[-2].replace(":15;", ":20;").replace(":30;", ":35;").replace(":45;", ":50;")
    service = env.pack.services[0].name.lv
    lines.append(f"R2-49901;{today:%d.%m.%Y} 15:45;{service};Lauma Dzirnavniece;;")
    lines.append(f"R2-49902;{today:%d.%m.%Y} 25:00;{service};Kaspars Upmalis;;")
    return "\r\n".join([head, *lines, ""]).encode("cp1257")


def _short_file(guide: TourGuide) -> bytes:
    head, lines = _own_file(guide)
    return "\r\n".join([head, *lines[: len(lines) // 2], ""]).encode("cp1257")


def _own_file(guide: TourGuide) -> tuple[str, list[str]]:
    """The demo's own file of its day: head and lines."""
    env = guide.context.env
    head, *lines = day_file(env.pack, [local_day(env.clock())]).decode("cp1257").splitlines()
    return head, lines
