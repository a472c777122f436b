"""Checking the rows of the incident log: each against its line, each incident against itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from db.log_evidence import EntryRow, FileState, History, KeptText, TextState
from db.types import from_micros, to_micros
from desk.domain.annex import Doubt
from desk.domain.attachment import Attachment
from desk.domain.entry_log import LogLine, line_leaf
from desk.domain.log_check import Finding, Found

if TYPE_CHECKING:
    from db.log_evidence import LogEvidence

_NUMBER = re.compile(r"(.+-[0-9]{4})-([0-9]+)")
_AT_ONCE = 200
_HOLDER = "keys of sealed parts"
_ODD = {Doubt.NO_LINE: Found.INSERTED, Doubt.SECOND: Found.INSERTED, Doubt.GONE: Found.REMOVED}
_FILES = {
    FileState.KEY_GONE: Found.KEY_GONE,
    FileState.MISSING: Found.REMOVED,
    FileState.CHANGED: Found.CHANGED,
    FileState.SWAPPED: Found.SWAPPED,
    FileState.DAMAGED: Found.UNREADABLE,
}
_TEXTS = {TextState.KEY_GONE: Found.KEY_GONE, TextState.DAMAGED: Found.UNREADABLE}


class RowCheck:
    """One pass over all rows.

    Args:
        erased: ids of rows of personal data whose keys were destroyed, as the record beside the
            database has them.
        tell: is told now and then how many rows have been looked at.
    """

    def __init__(
        self,
        lines: Iterable[LogLine],
        evidence: LogEvidence,
        erased: Collection[bytes],
        tell: Callable[[int], None],
    ) -> None:
        self._lines = {line.row_id.bytes: line for line in lines}
        self._evidence = evidence
        self._erased = erased
        self._tell = tell
        self._left = dict(self._lines)
        self._owners: dict[bytes, EntryRow] = {}
        self._corrected: dict[bytes, bytes] = {}
        self._numbers: defaultdict[str, set[int]] = defaultdict(set)
        self._gaps: list[str] = []
        self._files: list[tuple[Attachment, EntryRow]] = []

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong with rows, incident by incident."""
        for done, history in enumerate(self._evidence.histories()):
            if done % _AT_ONCE == 0:
                self._tell(len(self._lines) - len(self._left))
            yield from self._history(history)
        for row in self._evidence.annex():
            yield from self._row(row, "annex")
        for row in self._evidence.holder_events():
            yield from self._row(row, _HOLDER)
        yield from self._holders()
        for row in self._evidence.corrections():
            self._corrected[row.subject] = min(row.texts)
            yield from self._row(row, self._named(row.subject, "correction"))
        yield from self._texts()
        yield from self._pictures()
        removed = [self._removed(line) for line in self._left.values()]
        yield from removed
        yield from self._missing({finding.entry for finding in removed})

    def _history(self, history: History) -> Iterator[Finding]:
        self._note_number(history.number)
        for row in history.rows:
            for text in row.texts:
                self._owners.setdefault(text, row)
            yield from self._row(row, row.entry)
        for file in history.files:
            owner = next(row for row in history.rows if file.id.bytes in row.texts)
            self._files.append((file, owner))
        yield from self._order(history)
        there = {row.seq for row in history.rows}
        missing = set(range(1, max(there, default=0) + 1)) - there
        self._gaps += [f"{history.number}/{seq} " for seq in sorted(missing)]
        shown = history.number or "?"
        if history.unreadable:
            yield Finding(Found.PROJECTION, None, shown, None, f"no replay: {history.unreadable}")
        elif history.differs:
            yield Finding(Found.PROJECTION, None, shown, None, ", ".join(history.differs))

    def _row(self, row: EntryRow, entry: str) -> Iterator[Finding]:
        line = self._left.pop(row.row_id, None)
        at = from_micros(row.at)
        if line is None:
            yield Finding(Found.INSERTED, None, entry, at, "no line in the log")
            return
        leaf = line_leaf(line.kind, row.row_id, to_micros(line.at), line.label, row.digest)
        if leaf != line.leaf:
            said = "" if line.label in ("", entry) else f"the log calls it {line.label}"
            yield Finding(Found.CHANGED, line.index, entry, line.at, said)

    def _holders(self) -> Iterator[Finding]:
        """Holders of keys that are not what the log says of them."""
        for holder_id, doubt in sorted(self._evidence.odd_holders().items()):
            said = f"holder {UUID(bytes=holder_id)}: {doubt.value}"
            yield Finding(_ODD.get(doubt, Found.CHANGED), None, _HOLDER, None, said)

    def _order(self, history: History) -> Iterator[Finding]:
        """The log has an incident's events in the order of their numbers."""
        known = [self._lines[row.row_id] for row in history.rows if row.row_id in self._lines]
        for before, line in pairwise(known):
            if line.index < before.index:
                entry = line.label or history.number
                said = f"stands before {before.label}"
                yield Finding(Found.REORDERED, line.index, entry, line.at, said)

    def _texts(self) -> Iterator[Finding]:
        kept = self._evidence.texts(self._owners)
        for text, owner in self._owners.items():
            state = kept.get(text)
            found = self._text(text, state) if state else None
            if found is not None:
                line = self._lines.get(owner.row_id)
                index = line.index if line else None
                said = "the text of this entry"
                yield Finding(found, index, owner.entry, from_micros(owner.at), said)

    def _text(self, text: bytes, kept: KeptText) -> Found | None:
        if kept.state is TextState.KEY_GONE and text in self._erased:
            return None
        if kept.state is not TextState.READABLE:
            return _TEXTS.get(kept.state)
        right = self._corrected.get(text, text)
        return None if kept.data_id == right else Found.SWAPPED

    def _pictures(self) -> Iterator[Finding]:
        """Pictures and scans, each against the address that its entry gives."""
        addresses = {file.address for file, _owner in self._files}
        for file, owner in self._files:
            state = self._evidence.file(file, addresses)
            found = _FILES.get(state)
            known = {_id.bytes for _id in (file.text_id, file.entry_id) if _id} & set(self._erased)
            if found is None or (state is FileState.KEY_GONE and known):
                continue
            line = self._lines.get(owner.row_id)
            said = f"the picture or scan of this entry ({file.kind.value.upper()})"
            index = line.index if line else None
            yield Finding(found, index, owner.entry, from_micros(owner.at), said)
        named = {file.id.bytes for file, _owner in self._files}
        for file_id in sorted(self._evidence.files() - named):
            said = f"picture or scan {UUID(bytes=file_id)}: no entry names it"
            yield Finding(Found.INSERTED, None, "", None, said)

    def _removed(self, line: LogLine) -> Finding:
        return Finding(Found.REMOVED, line.index, line.label or line.kind, line.at)

    def _missing(self, removed: set[str]) -> Iterator[Finding]:
        """Numbers that nobody has, as far as a removed line does not tell already."""
        for gap in (*self._gaps, *self._incident_gaps()):
            if not any(entry.startswith(gap) for entry in removed):
                yield Finding(Found.GAP, None, gap.rstrip(" /"), None, "the number is missing")

    def _incident_gaps(self) -> Iterator[str]:
        for series, serials in sorted(self._numbers.items()):
            for serial in sorted(set(range(1, max(serials) + 1)) - serials):
                yield f"{series}-{serial:04d}/"

    def _note_number(self, number: str) -> None:
        parts = _NUMBER.fullmatch(number)
        if parts is not None:
            self._numbers[parts[1]].add(int(parts[2]))

    def _named(self, text: bytes, what: str) -> str:
        owner = self._owners.get(text)
        return f"{owner.entry}: {what}" if owner else what
