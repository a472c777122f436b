"""Another report that may be of the same event: said where the report is read, offered to merge."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.clock import local_day
from desk.domain.incident import Incident
from desk.formats import datetime_text, time_text
from desk.i18n import _
from desk.services.incident_list import Twin
from desk.ui.duties.sheet import Sheet


def show_twins(sheet: Sheet, incident: Incident, twins: Sequence[Twin]) -> None:
    """Ask whether they are of the same event; nobody but a person merges them."""
    if twins:
        lines = [_("Looks like {report}.").format(report=twin_text(incident, one)) for one in twins]
        lines.append(_("The same event? Then merge them: both histories and all tasks stay."))
        sheet.box(_("Reported twice?"), "\n".join(lines), "soft")


def twin_text(incident: Incident, twin: Twin) -> str:
    """A report by its time, who wrote it and its number."""
    same_day = local_day(incident.occurred_at) == local_day(twin.occurred_at)
    when = time_text(twin.occurred_at) if same_day else datetime_text(twin.occurred_at)
    said = _("the report of {when} by {name} ({number})")
    return said.format(when=when, name=twin.reporter or "–", number=twin.number)
