"""Projections equal a replay of their events, byte for byte."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from making import ACTOR, acknowledged, act, booked, change, issue, reported
from projections import dump
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.rebuild import rebuild_projections
from db.unit_of_work import UnitOfWork
from desk.domain import visit_undo
from desk.domain.account import Account, AccountAction
from desk.domain.appointment import AppointmentAction
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind, Step, Told
from desk.domain.person import Person, Purpose
from desk.domain.roles import Role
from desk.domain.visit import Action


def _details(text_id: UUID) -> dict[Action, dict[str, object]]:
    """Details of each kind of event; all texts are the same row."""
    text = str(text_id)
    return {
        Action.PARK: {"reason": "copy"},
        Action.TRANSFER: {"counter": "5", "service": "photo"},
        Action.STOP: {"reason_id": text},
        Action.LEAVE: {"mistake": True},
        Action.FINISH: {"outcome": "refused", "reason_id": text, "legal_basis_id": text},
        Action.ADD_SERVICE: {"service": "photo"},
        Action.REMOVE_SERVICE: {"service": "passport"},
        Action.SET_NOTE: {"note_id": text},
        Action.SET_CONTACT: {"contact_id": text},
        Action.SET_ASSISTANCE: {"assistance_id": text},
        Action.TICK: {"tick": "document", "on": True},
        Action.INTERRUPT: {"call_id": text},
        Action.RESUME: {"call_id": text},
        Action.COMPLETE: {"reason_id": text, "legal_basis_id": text, "told": True},
        Action.CORRECT: {"state": "served", "outcome": "consulted", "why_id": text},
    }


def _walk(uow: UnitOfWork, clock: VirtualClock, number: str, chance: random.Random) -> None:
    """A visit with up to thirty random actions, an undo among them now and then."""
    text_id = uow.persons.put(Purpose.VISIT_NOTE, Person(text="x"), at=clock(), expires=None)
    details = _details(text_id)
    history = [issue(uow, clock, number)]
    for kind in chance.choices(list(Action), k=40):
        data = details.get(kind, {})
        if kind is Action.UNDO and len(history) > 1:
            data = visit_undo.snapshot(history[-2])
        elif kind is Action.UNDO:
            continue
        try:
            history.append(act(uow, clock, history[-1], kind, chance.choice("34"), **data))
        except DeskError:
            continue


@pytest.mark.parametrize("seed", range(4))
def test_a_replay_gives_the_same_rows(
    database: Database, clock: VirtualClock, data_folder: Path, seed: int
) -> None:
    chance = random.Random(seed)
    with database.unit_of_work() as uow:
        for serial in range(1, 11):
            _walk(uow, clock, f"A{serial:03d}", chance)
        uow.commit()
    live = dump(data_folder)
    assert len(live["period"]) > 20
    _rebuild(database)
    assert dump(data_folder) == live


def test_a_replay_mends_and_keeps_everything_else(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    report = FirstReport(
        IncidentKind.AGGRESSION,
        clock(),
        triggers=("refusal",),
        steps=(Step("calm", clock()),),
        told=Told("head", "phone", clock()),
    )
    with database.unit_of_work() as uow:
        visit = act(uow, clock, issue(uow, clock), Action.CALL)
        booking = change(uow, clock, booked(uow, clock), AppointmentAction.ARRIVE)
        booked(uow, clock, "")
        whom = uow.persons.put(Purpose.INCIDENT_TOLD, Person(text="x"), at=clock(), expires=None)
        acknowledged(uow, clock, reported(uow, clock, report, whom_id=whom))
        anna = Account(make_id(), "anna", Role.CLERK, "Anna", "", "h")
        uow.accounts.add(anna, actor_id=ACTOR, at=clock())
        promoted = replace(anna, role=Role.HEAD, name="A")
        uow.accounts.update(promoted, AccountAction.CHANGE, actor_id=ACTOR, at=clock())
        account = uow.accounts.get(anna.id)
        uow.commit()
    live = dump(data_folder)
    raw = connect(database_path(data_folder), KEY)
    raw.execute("UPDATE ticket SET state = 'served', open = 0")
    raw.execute("DELETE FROM period")
    raw.execute("UPDATE appointment SET state = 'cancelled'")
    raw.execute("UPDATE incident SET level = 'x'")
    raw.execute("UPDATE account SET role = 'it'")
    raw.close()
    assert all(dump(data_folder)[name] != live[name] for name in ("ticket", "period", "account"))
    _rebuild(database)
    assert dump(data_folder) == live
    with database.reader() as reader:
        assert reader.visits.get(visit.id) == visit
        assert reader.appointments.get(booking.id) == booking
        assert reader.accounts.get(anna.id) == account


def _rebuild(database: Database) -> None:
    with database.unit_of_work() as uow:
        before = uow.outbox.count()
        rebuild_projections(uow)
        assert uow.outbox.count() == before
        uow.commit()
