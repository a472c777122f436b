"""Sealed parts of incidents: from level 2 on and of errors they go up, all others stay."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest
from branch_pc import Make
from sealed_reports import Reports
from sqlalchemy import select

from db.annex_cipher import open_key
from db.attachment_cipher import PORTION
from db.hq.database import transaction
from db.hq.lane_models import lane
from desk.domain.erasure import Why
from desk.domain.incident import IncidentKind
from desk.hq.work import Work
from desk.sync.wire import MOST_BYTES


def _there(work: Work) -> dict[tuple[UUID, int], tuple[str, int]]:
    """Sealed parts at headquarters: kind and bytes."""
    with transaction(work.engine) as connection:
        rows = connection.execute(select(lane).where(lane.c.kind != "person")).all()
    return {(row.row_id, row.part): (row.kind, len(row.sealed)) for row in rows}


def test_only_serious_ones_and_errors_send_their_annex(make: Make, work: Work) -> None:
    reports = Reports(pc := make())
    mild, serious = reports.report("1"), reports.report("2")
    error = reports.report("E1", IncidentKind.ERROR)
    reports.seal(mild)
    sent = {reports.seal(serious), reports.seal(error)}
    pc.round()
    assert {row_id for row_id, _part in _there(work)} == sent
    pc.round()
    assert {row_id for row_id, _part in _there(work)} == sent


def test_a_level_that_is_raised_later_sends_them_then(make: Make, work: Work) -> None:
    reports = Reports(pc := make())
    mild = reports.report("1")
    entry = reports.seal(mild)
    mild = reports.attach(mild, b"picture")
    pc.round()
    assert _there(work) == {}
    reports.level(mild, "3")
    pc.round()
    assert {row_id for row_id, _part in _there(work)} == {entry, mild.handling.attachments[0].id}


def test_a_picture_goes_in_portions_that_fit_and_comes_back_whole(
    make: Make, work: Work, tmp_path: Path
) -> None:
    reports = Reports(pc := make())
    pc.round()
    pc.copy_to(tmp_path / "backup")
    data = os.urandom(6 * PORTION + 5)
    incident = reports.report("2")
    entry = reports.seal(incident)
    incident = reports.attach(incident, data)
    file = incident.handling.attachments[0]
    sizes: list[int] = []
    real = pc.line.lane_up
    pc.line.lane_up = lambda entries: (  # type: ignore[method-assign]
        sizes.append(sum(len(one.sealed) for one in entries)) or real(entries)
    )
    pc.round()
    assert max(sizes) <= MOST_BYTES
    assert [part for row_id, part in sorted(_there(work)) if row_id == file.id] == list(range(8))
    pc.restore_from(tmp_path / "backup")
    for _ in range(2):
        pc.round()
    with pc.database.reader() as reader:
        assert reader.attachments.read(file.id) == data
        sealed = reader.annex.key(entry, reports.holder.id)
        assert sealed is not None
        assert open_key(entry, sealed, reports.pair.private)
        back = reader.annex.entries(incident.id)
    assert [(one.id, one.erased) for one in back] == [(entry, False)]


@pytest.mark.parametrize("at", range(3, 8))
def test_a_line_that_breaks_goes_on_where_it_was(make: Make, work: Work, at: int) -> None:
    reports = Reports(pc := make())
    incident = reports.attach(reports.report("2"), os.urandom(6 * PORTION))
    pc.write(2)
    pc.round(*[""] * at, "request")
    for _ in range(2):
        pc.round()
    file = incident.handling.attachments[0].id
    assert [part for row_id, part in sorted(_there(work)) if row_id == file] == list(range(7))


def test_an_erasure_takes_the_sealed_parts_from_headquarters(
    make: Make, work: Work, tmp_path: Path
) -> None:
    reports = Reports(pc := make())
    incident = reports.report("2")
    entry = reports.seal(incident)
    incident = reports.attach(incident, os.urandom(2 * PORTION))
    text = incident.handling.attachments[0].text_id
    assert text is not None
    pc.round()
    pc.copy_to(tmp_path / "backup")
    assert len(_there(work)) == 4
    with pc.database.unit_of_work() as uow:
        uow.annex.erase([entry], Why.REQUESTED, at=pc.clock())
        uow.erasures.erase([text], Why.REQUESTED, at=pc.clock())
        uow.commit()
    pc.round()
    assert _there(work) == {}
    pc.restore_from(tmp_path / "backup")
    for _ in range(2):
        pc.round()
    with pc.database.reader() as reader:
        assert [one.erased for one in reader.annex.entries(incident.id)] == [True]
        assert not reader.attachments.is_kept(incident.handling.attachments[0].id)
    assert _there(work) == {}


def test_pictures_never_go_before_operations(make: Make) -> None:
    reports = Reports(pc := make())
    reports.attach(reports.report("2"), b"picture")
    pc.write(3)
    order: list[str] = []
    push, up = pc.line.push, pc.line.lane_up
    pc.line.push = lambda batch: order.append("ops") or push(batch)  # type: ignore[method-assign,func-returns-value]
    pc.line.lane_up = lambda entries: (  # type: ignore[method-assign]
        order.append(entries[0].kind) or up(entries)  # type: ignore[func-returns-value]
    )
    pc.round()
    assert order == ["ops", "file"]  # the key went along with the operations
