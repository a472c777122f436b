"""Sealed parts of incidents: from level 2 on and of errors they go up, all others stay."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from branch_pc import Branch
from sqlalchemy import select
from virtual import VirtualClock, make_id

from db.annex_cipher import SealedEntry, Wrapped, new_pair, open_key, seal_entry, seal_key
from db.attachment_cipher import PORTION, new_key
from db.hq.database import transaction
from db.hq.lane_models import lane
from db.stores.annex_rows import EntryRow, KeyHolder
from desk.domain import incident_states
from desk.domain.annex import HolderKind
from desk.domain.attachment import Attachment, FileKind
from desk.domain.erasure import Why
from desk.domain.incident import FirstReport, Incident, IncidentAction, IncidentEvent, IncidentKind
from desk.domain.person import Person, Purpose
from desk.domain.record_data import record_written
from desk.domain.sealed_up import goes_up
from desk.hq.work import Work
from desk.sync.wire import MOST_BYTES

Make = Callable[..., Branch]
WHO = make_id()
NAME = "Jānis Qbērziņš"
_SAID_BY_EVENT = {"at", "by", "removed_at", "removed_by", "why_id", "destroyed"}


@pytest.fixture
def make(
    work: Work, clock: VirtualClock, tmp_path: Path, database_template: Path
) -> Iterator[Make]:
    """A maker of branches' PCs that headquarters have taken in."""
    made: list[Branch] = []

    def make_one(name: str = "riga-2") -> Branch:
        folder = tmp_path / f"pc-{len(made)}"
        folder.mkdir()
        shutil.copyfile(database_template, folder / database_template.name)
        made.append(Branch(folder, work, clock, name))
        return made[-1]

    yield make_one
    for one in made:
        one.database.close()


class Reports:
    """Incidents of a branch, and one holder of the annex's keys."""

    def __init__(self, pc: Branch) -> None:
        self.pc, self.pair, self.count = pc, new_pair(), 0
        kept = Wrapped(b"s" * 16, 1, 64, b"n" * 12, b"w")
        holder = KeyHolder(make_id(), HolderKind.RECOVERY, None, self.pair.public, kept)
        self.holder = holder
        with pc.database.unit_of_work() as uow:
            uow.annex.add_holder(holder, pc.clock())
            uow.commit()

    def report(self, level: str, kind: IncidentKind = IncidentKind.AGGRESSION) -> Incident:
        """An incident's first report."""
        self.count += 1
        first = FirstReport(kind, self.pc.clock(), level=level, text="Kliedza.")
        facts = {
            **incident_states.report_data(first, None, None),
            "site": "riga-2",
            "day": "2026-11-24",
            "number": f"riga-2-2026-{self.count:04d}",
            "counter": "3",
            "service": "passport",
            "waited_minutes": 18,
        }
        return self._happened(None, make_id(), IncidentAction.REPORT, facts)

    def _happened(
        self, before: Incident | None, which: UUID, kind: IncidentAction, data: dict[str, object]
    ) -> Incident:
        now, seq = self.pc.clock(), before.version + 1 if before else 1
        event = IncidentEvent(make_id(), which, seq, kind, now, now, WHO, data)
        after = incident_states.follow(before, event)
        with self.pc.database.unit_of_work() as uow:
            uow.incidents.add(after, event)
            uow.commit()
        return after

    def level(self, before: Incident, level: str) -> Incident:
        """A head reads the report and confirms another level."""
        read = self._happened(before, before.id, IncidentAction.ACKNOWLEDGE, {})
        return self._happened(read, before.id, IncidentAction.LEVEL, {"level": level})

    def seal(self, incident: Incident) -> UUID:
        """An entry of the sealed annex."""
        entry_id = make_id()
        body = seal_entry(incident.id, entry_id, NAME.encode())
        row = EntryRow(
            entry_id,
            incident.id,
            self.pc.clock(),
            WHO,
            SealedEntry(body.nonce, body.ciphertext, b""),
        )
        with self.pc.database.unit_of_work() as uow:
            sealed = seal_key(entry_id, body.key, self.holder.public)
            uow.annex.add_entry(row, [(self.holder.id, sealed)])
            uow.commit()
        return entry_id

    def attach(self, before: Incident, data: bytes) -> Incident:
        """A picture that is no sealed one."""
        file_id, key = make_id(), new_key()
        with self.pc.database.unit_of_work() as uow:
            text_id = uow.persons.put(
                Purpose.INCIDENT_FILE, Person(text="Durvis"), at=self.pc.clock(), expires=None
            )
            address = uow.attachments.add(file_id, key, data, text_id=text_id)
            uow.commit()
        said = Attachment(file_id, address, FileKind.JPEG, len(data), 9, 9, 0, text_id)
        record = {k: v for k, v in record_written(said).items() if k not in _SAID_BY_EVENT}
        return self._happened(before, before.id, IncidentAction.ATTACH, record)


def _there(work: Work) -> dict[tuple[UUID, int], tuple[str, int]]:
    """Sealed parts at headquarters: kind and bytes."""
    with transaction(work.engine) as connection:
        rows = connection.execute(select(lane).where(lane.c.kind != "person")).all()
    return {(row.row_id, row.part): (row.kind, len(row.sealed)) for row in rows}


@pytest.mark.parametrize(
    ("kind", "level", "goes"),
    [
        *((IncidentKind.AGGRESSION, level, level in "23") for level in ("0", "1", "2", "3")),
        *((IncidentKind.ERROR, level, level != "E0") for level in ("", "E0", "E1", "E2", "E4")),
        (IncidentKind.NEAR_MISS, "E0", False),
        (IncidentKind.NEAR_MISS, "E1", True),
        (IncidentKind.DATA, "", False),
        (IncidentKind.DATA, "E1", True),
        (IncidentKind.GIFT, "", False),
        (IncidentKind.AGGRESSION, "", False),
    ],
)
def test_which_incidents_go_up(kind: IncidentKind, level: str, goes: bool) -> None:
    assert goes_up(kind, level) is goes


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
    assert order == ["ops", "person", "file"]
