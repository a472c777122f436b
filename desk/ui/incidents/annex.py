"""The way from a report to its sealed identity annex."""

from __future__ import annotations

from uuid import UUID

from desk.domain.roles import RIGHTS, Right
from desk.ui.context import Context


def open_annex_of(context: Context, incident_id: UUID) -> None:
    """Head and deputy open what is sealed; everybody else can only add to it."""
    from desk.ui.annex.ask import open_annex
    from desk.ui.annex.form import open_annex_form

    opens = Right.OPEN_ANNEX in RIGHTS[context.actor.role]
    (open_annex if opens else open_annex_form)(context, incident_id)
