"""Which side a report of each kind has beside its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desk.domain.incident import Channel, FirstReport, IncidentKind
from desk.services.moments import moment_of
from desk.ui.context import Context
from desk.ui.incidents.ladder import LadderPane
from desk.ui.incidents.moment_pane import MomentPane
from desk.ui.incidents.remedy_pane import EMAIL_ERROR, RemedyPane
from desk.ui.incidents.side import Side
from desk.ui.incidents.texts import ladder_of
from desk.ui.widgets.layout import column


class RemedySide(Side):
    """What puts an error right; it follows the type of error that is ticked."""

    def __init__(self, context: Context, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.pane = RemedyPane(context.env, now)
        column(self).addWidget(self.pane)
        self.pane.changed.connect(self.changed)

    def filled(self, report: FirstReport) -> FirstReport:
        """The report with its remedy."""
        self.pane.show_email(_by_email(report))
        return replace(report, remedy=self.pane.remedy())

    def use(self, report: FirstReport) -> None:
        """Show what was ticked earlier."""
        self.pane.use(report.remedy, email=_by_email(report))


def _by_email(report: FirstReport) -> bool:
    """An error in an e-mail has a correction of its own."""
    return report.channel is Channel.EMAIL or EMAIL_ERROR in report.triggers


def side_of(
    context: Context, kind: IncidentKind, now: Callable[[], datetime], *, anew: bool
) -> Side | None:
    """The side of a kind; None = the fields stand alone.

    Args:
        anew: a new report; what was done about an error is changed in its review later.
    """
    if kind is IncidentKind.AGGRESSION:
        known = ladder_of(context.env)
        return LadderPane(context, known, now) if known is not None else None
    if (moment := moment_of(context.env, kind)) is not None:
        return MomentPane(context, moment, now)
    return RemedySide(context, now) if anew and kind is IncidentKind.ERROR else None
