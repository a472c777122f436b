"""How a booking follows the visit that it became, one allowed step at a time."""

from __future__ import annotations

from desk.domain.appointment import (
    EXPECTED_STATES,
    Appointment,
    AppointmentAction,
    AppointmentState,
)
from desk.domain.appointment_states import REOPENS_TO, expected_state
from desk.domain.event_data import written
from desk.domain.visit import OPEN_STATES, TicketState, Visit
from desk.domain.waiting import arrived_at

_S = AppointmentState
_A = AppointmentAction

_TO_COME = EXPECTED_STATES | {_S.CONFLICT}
_RESULTS = {
    TicketState.SERVING: _S.SERVING,
    TicketState.SERVED: _S.SERVED,
    TicketState.NO_SHOW: _S.NO_SHOW,
}
_FORWARD = {_S.ARRIVED: _A.START, _S.SERVING: _A.SERVE}
_RANK = {_S.ARRIVED: 1, _S.SERVING: 2, _S.SERVED: 3}


def wanted(appointment: Appointment, visit: Visit) -> AppointmentState:
    """The state a booking has to have beside its visit.

    A client who was called without check-in is still expected until seen; if the visit ends
    before that, the client did not come.  A ticket issued by mistake leaves the booking expected.
    Stopped and left say how the visit ended; the booking itself then stays at "arrived".
    """
    if visit.state is TicketState.LEFT and visit.by_mistake:
        return expected_state(appointment)
    if visit.state in _RESULTS:
        return _RESULTS[visit.state]
    if arrived_at(visit) is not None:
        return _S.ARRIVED
    return expected_state(appointment) if visit.state in OPEN_STATES else _S.NO_SHOW


def next_step(
    appointment: Appointment, visit: Visit
) -> tuple[AppointmentAction, dict[str, object]] | None:
    """The next event that brings a booking where its visit is; None when it is there."""
    state, target = appointment.state, wanted(appointment, visit)
    if state is target or (state in _TO_COME and target in _TO_COME):
        return None
    if state in _TO_COME | _RANK.keys() and target is _S.NO_SHOW:
        return _to_no_show(state, visit)
    if state in _TO_COME:
        return _A.ARRIVE, {"visit_id": written(visit.id)}
    if _RANK.get(state, 4) < _RANK.get(target, 0):
        return _FORWARD[state], {}
    return _A.REOPEN, _back(appointment, target, visit)


def _to_no_show(
    state: AppointmentState, visit: Visit
) -> tuple[AppointmentAction, dict[str, object]]:
    if state in (_S.SERVING, _S.SERVED):
        return _A.REOPEN, {"state": _S.ARRIVED.value}
    return _A.NO_SHOW, {"visit_id": written(visit.id)}


def _back(appointment: Appointment, target: AppointmentState, visit: Visit) -> dict[str, object]:
    allowed = REOPENS_TO[appointment.state]
    if target in allowed:
        state = target
    else:
        state = _S.ARRIVED if _S.ARRIVED in allowed else expected_state(appointment)
    linked = None if state in _TO_COME else written(visit.id)
    return {"state": state.value, "visit_id": linked}
