"""Papers and files of the tour: a day file to import, the day sheet and a report as PDFs."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from desk.demo.bookings import day_file
from desk.domain.board import IncidentRow
from desk.domain.clock import local_day
from desk.services import incident_list
from desk.ui.importing.dialog import ImportDialog, open_import
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.preview.papers import open_day_sheet, open_incident_paper
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.tour_guide import TourGuide


def look_at_day_file(guide: TourGuide) -> None:
    """Open the import with a file in which bookings moved, new ones came and one is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        _look_at(guide, Path(folder), _changed_file(guide))


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


def show_week(guide: TourGuide, *, week: bool) -> None:
    """Turn the schedule to the week, or back to the day."""
    screen = guide.shell.screens["schedule"]
    if isinstance(screen, ScheduleScreen):
        screen.head.tabs.tabs["week" if week else "day"].click()
    guide.settle()


def wait_for_pages(guide: TourGuide) -> None:
    """Wait until the preview that was just opened shows its pages."""
    dialog = guide.context.overlay.top()
    assert isinstance(dialog, PreviewDialog)
    guide.until(dialog.save.isEnabled)
    guide.settle()


def leave_papers(guide: TourGuide, out: Path) -> None:
    """Keep the day sheet and the newest report as PDFs; the previews as pictures."""
    today = local_day(guide.context.env.clock())
    _keep(guide, open_day_sheet(guide.context, today), out / "dienas-lapa.pdf", "")
    found: list[IncidentRow] = []
    guide.context.read(incident_list.rows, done=found.extend)
    guide.until(lambda: found)
    row = found[0]
    dialog = open_incident_paper(guide.context, row.incident_id, row.number)
    _keep(guide, dialog, out / "incidenta-zinojums.pdf", "incidenta-zinojums")


def _keep(guide: TourGuide, dialog: PreviewDialog, path: Path, picture: str) -> None:
    guide.until(lambda: dialog.pdf and dialog.save.isEnabled())
    dialog.save_to(path)
    guide.until(path.exists)
    if picture:
        guide.shot(picture)
    dialog.leave()
    guide.settle()


def _short_file(guide: TourGuide) -> bytes:
    head, lines = _own_file(guide)
    return "\r\n".join([head, *lines[: len(lines) // 2], ""]).encode("cp1257")


def _own_file(guide: TourGuide) -> tuple[str, list[str]]:
    """The demo's own file of its day: head and lines."""
    env = guide.context.env
    head, *lines = day_file(env.pack, [local_day(env.clock())]).decode("cp1257").splitlines()
    return head, lines


def _changed_file(guide: TourGuide) -> bytes:
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
