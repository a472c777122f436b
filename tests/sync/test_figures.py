"""Daily figures: a closed day goes up in numbers, and headquarters see no one in it."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from branch_pc import Branch
from virtual import make_id

from db.hq.database import transaction
from desk.domain import incident_states
from desk.domain.day_figures import DayFigures, day_figures
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentAction, IncidentEvent, IncidentKind
from desk.hq.figures import BranchDay, branch_day
from desk.hq.projecting import catch_up
from desk.hq.work import Work

DAY = date(2026, 11, 24)


def _close(pc: Branch, version: int, tickets: int, site: str = "riga-2") -> DayFigures:
    empty = day_figures((), (), (), pc.clock())
    told = {**msgspec.to_builtins(empty), "tickets": tickets}
    with pc.database.unit_of_work() as uow:
        uow.aggregates.add(site, DAY, version, told)
        uow.commit()
    return msgspec.convert(told, DayFigures)


def _day(work: Work, day: date = DAY) -> BranchDay:
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        return branch_day(connection, "riga-2", day)


def _report(pc: Branch, serial: int, kind: IncidentKind, level: str) -> None:
    first = FirstReport(kind, pc.clock(), level=level, text="Kliedza Jānis Qbērziņš.")
    facts = {
        **incident_states.report_data(first, None, None),
        "site": "riga-2",
        "day": DAY.isoformat(),
        "number": f"riga-2-2026-{serial:04d}",
        "counter": "3",
        "service": "passport",
        "waited_minutes": 18,
    }
    now = pc.clock()
    event = IncidentEvent(
        make_id(), make_id(), 1, IncidentAction.REPORT, now, now, make_id(), facts
    )
    with pc.database.unit_of_work() as uow:
        uow.incidents.add(incident_states.apply(None, event), event)
        uow.commit()


def test_a_closed_day_is_seen_in_figures(pc: Branch, work: Work) -> None:
    sent = _close(pc, 2, 41), _close(pc, 2, 7, "riga-2a")
    pc.round()
    told = _day(work)
    assert [(one.site, one.figures) for one in told.sites] == [
        ("riga-2", sent[0]),
        ("riga-2a", sent[1]),
    ]
    assert _day(work, date(2026, 11, 23)).sites == ()


def test_a_day_that_was_closed_again_replaces_its_figures(pc: Branch, work: Work) -> None:
    _close(pc, 2, 41)
    pc.round()
    assert _day(work).sites[0].figures.tickets == 41
    _close(pc, 4, 43)
    _close(pc, 3, 42)
    pc.round()
    assert [one.figures.tickets for one in _day(work).sites] == [43]


def test_only_serious_reports_and_errors_stand_beside_them(pc: Branch, work: Work) -> None:
    cases = [("aggression", "1"), ("aggression", "2"), ("error", "E1"), ("gift", "")]
    for serial, (kind, level) in enumerate(cases, 1):
        _report(pc, serial, IncidentKind(kind), level)
    pc.round()
    told = _day(work)
    assert [one.number[-1] for one in told.incidents] == ["2", "3"]
    assert "Qb" not in repr(told)
    assert _day(work, date(2026, 11, 25)).incidents == ()


def test_an_unknown_branch_is_refused(work: Work) -> None:
    with transaction(work.engine) as connection, pytest.raises(DeskError, match=r"hq\.stream"):
        branch_day(connection, "nowhere", DAY)
