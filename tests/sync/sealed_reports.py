"""Incidents of a branch with sealed entries and pictures."""

from __future__ import annotations

from uuid import UUID

from branch_pc import Branch
from virtual import make_id

from db.annex_cipher import SealedEntry, Wrapped, new_pair, seal_entry, seal_key
from db.attachment_cipher import new_key
from db.stores.annex_rows import EntryRow, KeyHolder
from desk.domain import incident_states
from desk.domain.annex import HolderKind
from desk.domain.attachment import Attachment, FileKind
from desk.domain.incident import FirstReport, Incident, IncidentAction, IncidentEvent, IncidentKind
from desk.domain.person import Person, Purpose
from desk.domain.record_data import record_written

WHO = make_id()
NAME = "Jānis Qbērziņš"
_SAID_BY_EVENT = {"at", "by", "removed_at", "removed_by", "why_id", "destroyed"}


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
