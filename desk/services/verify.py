"""Checking the incident log: every row against its line, every line against what was signed.

Reads no text and shows none: of personal data it sees hashes, and whether keys still fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.closing_sheet import ClosingSheet
from desk.domain.entry_log import Checkpoint, LogLine, Root, short
from desk.domain.log_check import Finding, Found, LogCheck, RootCheck, check_roots
from desk.domain.merkle import Range
from desk.services.verify_rows import RowCheck

if TYPE_CHECKING:
    from db.log_evidence import LogEvidence
    from db.unit_of_work import Reader

Tell = Callable[[int], None]
"""Is told the percentage that is done."""


def verify(
    reader: Reader,
    roots: Iterable[Root] = (),
    *,
    sheet: ClosingSheet | None = None,
    erased: Collection[UUID] = (),
    tell: Tell = lambda percent: None,
) -> LogCheck:
    """Check the whole log.

    Args:
        roots: as printed on closing sheets, in any order; sheet: a whole one.
        erased: rows of personal data that the record of erasures names.
    """
    log, asked = reader.entry_log, (*roots, *((sheet.root,) if sheet else ()))
    lines, checkpoints = list(log.lines()), log.checkpoints()
    evidence = log.evidence()
    sizes = {one.size for one in asked} | {one.size for one in checkpoints}
    known = _roots(lines, sizes)
    findings = [Finding(Found.UNGUARDED, entry=name) for name in sorted(evidence.unguarded())]
    findings += [*_gaps(lines), *_signed(lines, checkpoints, evidence, known)]
    gone = {row_id.bytes for row_id in erased}
    total = max(len(lines), 1)
    rows = RowCheck(lines, evidence, gone, lambda done: tell(done * 100 // total))
    findings += rows.findings()
    compared = check_roots(asked, known, lines)
    findings += _printed(compared, len(lines))
    findings += _on_sheet(sheet, lines) if sheet else ()
    tell(100)
    last = checkpoints[-1] if checkpoints else None
    bad = sum(one.found in (Found.SIGNATURE, Found.LOG_CHANGED) for one in findings)
    return LogCheck(
        size=len(lines),
        root=known[len(lines)],
        checkpoints=len(checkpoints) - bad,
        last=last,
        note=evidence.note(last),
        findings=tuple(dict.fromkeys(findings)),
        roots=compared,
    )


def _roots(lines: Sequence[LogLine], sizes: set[int]) -> dict[int, bytes]:
    """The log's hash at each size that it has had, and at its own."""
    part = Range()
    known = {0: part.root()}
    for line in lines:
        part.append(line.leaf)
        if part.size in sizes:
            known[part.size] = part.root()
    known[part.size] = part.root()
    return known


def _gaps(lines: Sequence[LogLine]) -> Iterator[Finding]:
    expected = 0
    for line in lines:
        for index in range(expected, line.index):
            said = f"the log has no line {index}; {line.label or line.kind} comes next"
            yield Finding(Found.GAP, index, "", line.at, said)
        expected = line.index + 1


def _signed(
    lines: Sequence[LogLine],
    checkpoints: Iterable[Checkpoint],
    evidence: LogEvidence,
    known: dict[int, bytes],
) -> Iterator[Finding]:
    """Checkpoints that nobody signed, or that the log no longer agrees with."""
    by_size: defaultdict[int, list[Checkpoint]] = defaultdict(list)
    for one in checkpoints:
        by_size[one.size].append(one)
        if not evidence.signed(one):
            said = f"checkpoint of size {one.size}"
            yield Finding(Found.SIGNATURE, None, "", one.at, said)
    good, told = 0, set[Finding]()
    for size, made in sorted(by_size.items()):
        wrong = [one for one in made if one.root != known.get(size)]
        if not wrong:
            good = size
        for one in wrong:
            until = min(size, len(lines))
            said = f"signed at size {size}, the log has {len(lines)}; lines {good} to {until - 1}"
            yield Finding(Found.LOG_CHANGED, good, "", one.at, said)
            told.update(_backwards(lines[max(good - 1, 0) : until]))
    yield from sorted(told, key=lambda finding: finding.index or 0)


def _backwards(lines: Sequence[LogLine]) -> Iterator[Finding]:
    """Lines recorded earlier than the one before them; asked only where the log was changed."""
    for before, line in pairwise(lines):
        if line.at < before.at:
            said = f"stands after {before.label or before.kind}, which was recorded later"
            yield Finding(Found.REORDERED, line.index, line.label, line.at, said)


def _printed(compared: Iterable[RootCheck], size: int) -> Iterator[Finding]:
    for one in compared:
        asked = one.root.size
        if one.matches:
            continue
        if one.doubted:
            said = f"not the root of size {asked}, though a later one is right: typed wrongly?"
        elif one.matches is None:
            said = f"{asked} lines when it was printed, {size} now"
        else:
            said = f"not the root of size {asked} any more"
        where = "" if one.doubted else f"; changed at or after line {one.since}"
        yield Finding(Found.ROOT, one.since, "", None, said + where)


def _on_sheet(sheet: ClosingSheet, lines: Sequence[LogLine]) -> Iterator[Finding]:
    """Each entry that a sheet names, by its hash; and the sheet itself."""
    if sheet.edited:
        yield Finding(Found.PRINTED, detail="the sheet's page and its file differ: it was edited")
    for entry in sheet.entries:
        line = lines[entry.index] if entry.index < len(lines) else None
        if line is None:
            said = f"printed {entry.short}; the log has no such line now"
            yield Finding(Found.PRINTED, entry.index, entry.label, None, said)
        elif (short(line.leaf), line.label or line.kind) != (entry.short, entry.label):
            now = f"now {short(line.leaf)} {line.label or line.kind}"
            said = f"printed {entry.short}, {now}"
            yield Finding(Found.PRINTED, entry.index, entry.label, line.at, said)
