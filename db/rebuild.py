"""Projections made anew from their events: what the tables say must always be what happened."""

from __future__ import annotations

from db.unit_of_work import UnitOfWork


def rebuild_projections(uow: UnitOfWork) -> None:
    """Empty every projection and replay its events; the caller commits."""
    uow.visits.rebuild()
    uow.appointments.rebuild()
    uow.incidents.rebuild()
    uow.accounts.rebuild()
    uow.calls.rebuild()
    uow.follow_ups.rebuild()
    uow.days.rebuild()
