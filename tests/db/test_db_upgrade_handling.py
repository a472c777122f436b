"""Incidents reported with an earlier program: they go on being handled, and a replay agrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from making import ACTOR, SITE, TODAY
from projections import dump
from sqlalchemy import insert
from virtual import DEVICE, KEY, VirtualClock, make_id

import db.upgrade
from db.database import Database
from db.engine import open_engine
from db.layout import database_path
from db.models import incident, incident_event
from db.rebuild import rebuild_projections
from db.stores.incident_rows import event_row, incident_row
from desk.domain import incident_states
from desk.domain.event_data import written
from desk.domain.incident import (
    FirstReport,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    IncidentState,
    Step,
)
from desk.domain.incident_handling import Handling

A = IncidentAction
HEAD = make_id()


def _reports(clock: VirtualClock) -> Iterator[tuple[Incident, list[IncidentEvent]]]:
    """One as reported, one amended and acknowledged, one without a level."""
    insult = FirstReport(
        IncidentKind.AGGRESSION, clock(), level="1", steps=(Step("warn", clock()),)
    )
    gift = FirstReport(IncidentKind.GIFT, clock())
    for serial, first in enumerate((insult, replace(insult, level="2"), gift), start=1):
        data = {
            **incident_states.report_data(first, None, None),
            "site": SITE,
            "day": written(TODAY),
            "number": f"{SITE}-2026-{serial:04}",
        }
        made = IncidentEvent(make_id(), make_id(), 1, A.REPORT, clock(), clock(), ACTOR, data)
        events = [made]
        if first.level == "2":
            calmer = incident_states.report_data(replace(first, level="0"), None, None)
            events.append(replace(made, id=make_id(), seq=2, kind=A.AMEND, data=calmer))
            seen = replace(made, id=make_id(), seq=3, kind=A.ACKNOWLEDGE, actor_id=HEAD, data={})
            events.append(seen)
        yield incident_states.replay(events), events


@pytest.fixture
def old(tmp_path: Path, clock: VirtualClock) -> Path:
    """A data folder as the program before left it."""
    from alembic import command

    folder = tmp_path / "old"
    folder.mkdir()
    engine = open_engine(database_path(folder), KEY)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(db.upgrade._VERSION_TABLE)
        config = db.upgrade._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        for report, events in _reports(clock):
            for event in events:
                connection.execute(insert(incident_event), event_row(event))
            row = incident_row(report)
            del row["handling"]
            connection.execute(insert(incident).values(row))
    engine.dispose()
    return folder


def test_old_reports_have_an_empty_handling_and_are_what_their_events_tell(
    old: Path, clock: VirtualClock
) -> None:
    opened = Database.open(old, KEY, make_id, clock, DEVICE)
    with opened.reader() as reader:
        found = sorted(reader.incidents.list(SITE), key=lambda one: one.number)
        told = [incident_states.replay(reader.incidents.events(one.id)) for one in found]
    assert found == told
    assert [one.handling for one in found] == [Handling("1"), Handling("0"), Handling()]
    assert [one.state for one in found] == [
        IncidentState.REPORTED,
        IncidentState.ACKNOWLEDGED,
        IncidentState.REPORTED,
    ]
    before = dump(old)["incident"]
    assert len(before) == 3
    with opened.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    opened.close()
    assert dump(old)["incident"] == before


def test_an_old_report_goes_on(old: Path, clock: VirtualClock) -> None:
    opened = Database.open(old, KEY, make_id, clock, DEVICE)
    with opened.unit_of_work() as uow:
        (known,) = uow.incidents.list(SITE, states=[IncidentState.ACKNOWLEDGED])
        event = IncidentEvent(
            make_id(), known.id, known.version + 1, A.REVIEW, clock(), clock(), HEAD
        )
        uow.incidents.add(incident_states.apply(known, event), event)
        uow.commit()
    with opened.reader() as reader:
        after = reader.incidents.get(known.id)
        assert known.id in {one.id for one in reader.incidents.open(SITE)}
    opened.close()
    assert (after.state, after.handling.reviewer_id) == (IncidentState.UNDER_REVIEW, HEAD)
