"""When the last client leaves, in words; amber when that is past closing."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.board import ClosingForecast
from desk.formats import duration_text, time_text
from desk.i18n import _


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its tone."""

    text: str
    tone: str = "ink2"


def closing_said(forecast: ClosingForecast | None) -> Said:
    """The forecast as a sentence; an empty one when there is nothing to say."""
    if forecast is None or forecast.basis == "nobody":
        return Said("")
    if forecast.at is None:
        return Said(
            _(
                "Not enough data to say when the last client leaves: no counter has called anybody"
                " in the last hour."
            )
        )
    if forecast.basis == "pace":
        text = _("At this pace the last client leaves about {time}.")
    else:
        text = _("By the usual times the last client leaves about {time}.")
    said = text.format(time=time_text(forecast.at))
    if not forecast.overtime_minutes:
        return Said(said)
    over = _("That is {duration} after closing.")
    over = over.format(duration=duration_text(forecast.overtime_minutes))
    return Said(f"{said} {over}", "warn")
