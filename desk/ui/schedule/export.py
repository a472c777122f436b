"""Exporting a day: the file's ending says which form; the export is in the access log."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.services import export_day
from desk.services.dayfile.write_file import Format
from desk.ui.context import Context
from desk.ui.preview.files import ask_save, write_file


def ask_export(context: Context, day: date, parent: QWidget) -> None:
    """Ask where to, then export."""
    kinds = [
        _("Table (*.csv)"),
        _("Calendar (*.ics)"),
        _("Data (*.json)"),
    ]
    name = f"{context.actor.site}-{day.isoformat()}.csv"
    ask_save(parent, _("Export the day"), name, kinds, partial(export_to, context, day))


def export_to(context: Context, day: date, path: Path) -> None:
    """Write the day's bookings to a file, in the form that its ending says."""
    known = {form.value: form for form in Format}
    form = known.get(path.suffix.lstrip(".").lower(), Format.CSV)
    context.write(export_day.export, day, form, done=partial(_save, context, path))


def _save(context: Context, path: Path, data: bytes) -> None:
    context.runner.work(
        lambda: write_file(path, data),
        lambda _none: context.say(_("Saved: {name}").format(name=path.name)),
        context.fail,
    )
