"""The monthly sheet to look at and print; the figures as a file for others."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.domain.statistics import Span
from desk.i18n import _, speaking
from desk.services.env import Env
from desk.ui.context import Context
from desk.ui.preview.child import OFFICIAL
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.preview.files import ask_save, write_file
from desk.ui.statistics.spans import Unit


def open_month_sheet(context: Context, month: Span) -> PreviewDialog:
    """Preview the sheet of a month."""
    from desk.services import statistics_paper  # seldom asked for

    def gather(uow: Any, env: Env, actor: Any) -> Any:
        with speaking(OFFICIAL):
            return statistics_paper.sheet(uow, env, actor, month)

    name = f"{context.actor.site}-{month.first:%Y-%m}-statistika"
    dialog = PreviewDialog(context, _("Monthly sheet"), gather, name)
    context.open(dialog)
    return dialog


def ask_csv(parent: QWidget, context: Context, span: Span, unit: Unit) -> None:
    """Ask where to, then write the figures of a span there."""
    name = f"{context.actor.site}-{_name(span, unit)}-statistika.csv"
    kinds = [_("Table (*.csv)")]
    ask_save(parent, _("Save as CSV"), name, kinds, partial(save_csv, context, span))


def save_csv(context: Context, span: Span, path: Path) -> None:
    """Write the figures of a span to a file; what is small in them is hidden."""
    from desk.services import statistics_csv  # seldom asked for

    done = partial(_write, context, path)
    context.read(statistics_csv.export, span, done=done, kind="statistics.csv")


def _write(context: Context, path: Path, data: bytes) -> None:
    context.runner.work(
        lambda: write_file(path, data),
        lambda _none: context.say(_("Saved: {name}").format(name=path.name)),
        context.fail,
    )


def _name(span: Span, unit: Unit) -> str:
    """The span in a file's name: "2026-11", "2026-Q4", "2026"."""
    first = span.first
    if unit is Unit.QUARTER:
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}" if unit is Unit.MONTH else str(first.year)
