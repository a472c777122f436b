"""What a paper says of the incident log, so that a changed entry can be found by it later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from desk.domain.entry_log import LogLine, grouped, short
from desk.domain.paper_proof import DayProof, IncidentProof, LogStand
from desk.formats import datetime_text
from desk.i18n import _
from desk.reports import layout as look
from desk.reports.qr import qr_code

_QR = 26 * mm
_COLUMNS = 2


def incident_lines(proof: IncidentProof) -> Flowable:
    """Where an incident's events stand in the log, and how this paper was made."""
    made = proof.made
    entries = ", ".join(f"#{index}" for index in proof.entries)
    lines = [
        _("Entries {entries}; hash of the latest:").format(entries=entries),
        grouped(proof.leaf),
        *_stand(proof.log),
        _("As of event {seq}; program {program}, rules {rules}.").format(
            seq=made.seq, program=made.program, rules=made.rules
        ),
    ]
    heading = look.text(_("Incident log"), look.HEADING)
    return KeepTogether([heading, *(look.text(line, look.SMALL) for line in lines)])


def day_lines(proof: DayProof) -> list[Flowable]:
    """How the log stands, also for a machine, and the hash of each entry of the day."""
    said = [look.text(line, look.SMALL) for line in (*_stand(proof.log), _advice())]
    code = qr_code(proof.log.code, _QR)
    table = Table([[said, code]], [(180 * mm - _QR), _QR])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    heading = look.text(_("Incident log"), look.HEADING)
    return [KeepTogether([heading, table]), *_entries(proof.entries)]


def _stand(stand: LogStand) -> Iterator[str]:
    signed = datetime_text(stand.signed_at) if stand.signed_at else "?"
    yield _("The log's size and hash, signed by this PC {when}:").format(when=signed)
    yield stand.written


def _advice() -> str:
    return _(
        "Keep this page signed and on paper: with these figures `desk verify --root` tells later"
        " whether an entry was changed."
    )


def _entries(lines: Sequence[LogLine]) -> list[Flowable]:
    if not lines:
        return [look.text(_("Nothing was entered into it today."), look.SMALL)]
    cells = [look.text(_entry(line), look.SMALL) for line in lines]
    cells += [look.text("", look.SMALL)] * (-len(cells) % _COLUMNS)
    rows = [cells[place : place + _COLUMNS] for place in range(0, len(cells), _COLUMNS)]
    table = Table(rows, [180 * mm / _COLUMNS] * _COLUMNS)
    table.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5),
            ]
        )
    )
    return [table]


def _entry(line: LogLine) -> str:
    return f"#{line.index} · {short(line.leaf)} · {line.label or line.kind}"
