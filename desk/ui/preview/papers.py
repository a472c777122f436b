"""The papers of the program: the day sheet and an incident's report, always in Latvian."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from desk.domain.closing_paper import ClosingPaper
from desk.domain.paper import DaySheet, IncidentPaper
from desk.domain.roles import Actor
from desk.i18n import _, speaking
from desk.services import closing_report, paper
from desk.services.env import Env
from desk.ui.context import Context
from desk.ui.preview.child import OFFICIAL
from desk.ui.preview.dialog import PreviewDialog


def open_day_sheet(context: Context, day: date) -> PreviewDialog:
    """Preview a day's sheet; the print is logged when the day is gathered."""

    def gather(uow: Any, env: Env, actor: Actor) -> DaySheet:
        with speaking(OFFICIAL):
            return paper.day_sheet(uow, env, actor, day)

    name = f"{context.actor.site}-{day.isoformat()}"
    return _open(PreviewDialog(context, _("Day sheet"), gather, name), context)


def open_incident_paper(context: Context, incident_id: UUID, number: str) -> PreviewDialog:
    """Preview an incident's report; the print is logged when the report is gathered."""

    def gather(uow: Any, env: Env, actor: Actor) -> IncidentPaper:
        with speaking(OFFICIAL):
            return paper.incident_paper(uow, env, actor, incident_id)

    title = _("Incident report {number}").format(number=number)
    return _open(PreviewDialog(context, title, gather, number), context)


def open_closing_paper(context: Context, day: date) -> PreviewDialog:
    """Preview a day's closing report; the print is logged when the day is gathered."""

    def gather(uow: Any, env: Env, actor: Actor) -> ClosingPaper:
        with speaking(OFFICIAL):
            return closing_report.closing_paper(uow, env, actor, day)

    name = f"{context.actor.site}-{day.isoformat()}-slegums"
    return _open(PreviewDialog(context, _("Closing report"), gather, name), context)


def _open(dialog: PreviewDialog, context: Context) -> PreviewDialog:
    context.open(dialog)
    return dialog
