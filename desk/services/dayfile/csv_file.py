"""Day files as CSV, the way spreadsheets in Latvia save them.

Separated by semicolon, comma or tab; in UTF-8, UTF-16 or Windows-1257; with quoted cells that may
hold line breaks.  `# covers: riga-2 2026-11-24` above the header declares a full list of a day.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from desk.domain.errors import DeskError
from desk.services.dayfile.cells import clean, unguard
from desk.services.dayfile.collecting import Collector
from desk.services.dayfile.columns import Layout, layout
from desk.services.dayfile.covering import read_covers
from desk.services.dayfile.model import Covers, DayFile, Field, Problem, refused
from desk.services.dayfile.starts import read_start
from desk.services.dayfile.states import is_cancelled

SEPARATORS = ";\t,"
_MAX_RECORD_LINES = 50
_COMMENT = re.compile(r'"?#')
_COVERS = re.compile(r'"?#\s*covers:(?P<value>[^"]*)"?', re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<sep>[;,\t])"?\s*', re.IGNORECASE)


def read_csv(text: str, mapping: Mapping[str, str] | None = None) -> DayFile:
    """The bookings of a CSV file.

    Args:
        text: the decoded file.
        mapping: a person's choice over our reading of the headers: header -> field or "".

    Raises:
        DeskError: "dayfile.too_many_rows".
    """
    lines = list(io.StringIO(text, newline=""))
    collector = Collector()
    covers, place, separator = _read_top(lines, collector)
    if place is None:
        return refused("dayfile.empty")
    separator = separator or _detect(lines, place, mapping)
    records = _records(lines, place, separator)
    header_line, headers = next(records)
    columns = layout(headers or (), mapping)
    if headers is None or columns.missing:
        return _without_columns(header_line, columns)
    _read_rows(records, columns, len(headers), collector)
    read = collector.result()
    return replace(read, columns=columns.headers, unmapped=columns.unmapped, covers=covers)


def _read_top(lines: Sequence[str], collector: Collector) -> tuple[Covers | None, int | None, str]:
    """What stands above the header: a cover, a separator; and where the header is."""
    covers: Covers | None = None
    separator = ""
    for place, line in enumerate(lines):
        bare = line.strip(" \r\n;,\t")
        if found := _SEPARATOR_LINE.fullmatch(line.strip("\r\n")):
            separator = found["sep"]
        elif _COMMENT.match(bare):
            covers = _covers(place + 1, bare, collector) or covers
        elif bare:
            return covers, place, separator
    return covers, None, separator


def _covers(line: int, comment: str, collector: Collector) -> Covers | None:
    found = _COVERS.fullmatch(comment)
    if found is None:
        return None
    try:
        return read_covers(found["value"])
    except DeskError as error:
        collector.problems.append(Problem(line, "covers", error.code))
        return None


def _detect(lines: Sequence[str], place: int, mapping: Mapping[str, str] | None) -> str:
    """The separator by which most headers are understood; else that with most columns."""

    def understood(separator: str) -> tuple[int, int]:
        _line, headers = next(_records(lines, place, separator))
        return len(layout(headers or (), mapping).places), len(headers or ())

    return max(SEPARATORS, key=understood)


def _records(
    lines: Sequence[str], place: int, separator: str
) -> Iterator[tuple[int, list[str] | None]]:
    """Records with the line that each begins in; None for one that cannot be read.

    A reader is made for every record, so that a quote that is never closed spoils its own line
    and not the rest of the file.
    """
    while place < len(lines):
        reader = csv.reader(
            islice(lines, place, place + _MAX_RECORD_LINES), delimiter=separator, strict=True
        )
        try:
            cells = next(reader)
        except csv.Error:
            yield place + 1, None
            place += 1
        else:
            yield place + 1, cells
            place += reader.line_num


def _read_rows(
    records: Iterator[tuple[int, list[str] | None]],
    columns: Layout,
    width: int,
    collector: Collector,
) -> None:
    for line, cells in records:
        if cells is None:
            collector.broken(line, "dayfile.bad_line")
        elif any(cell.strip() for cell in cells[width:]):
            collector.broken(line, "dayfile.too_many_cells", columns=width)
        elif any(cell.strip() for cell in cells):
            _read_row(line, cells, columns, collector)


def _read_row(line: int, cells: Sequence[str], columns: Layout, collector: Collector) -> None:
    values = {
        name: unguard(clean(cells[place]))
        for name, place in columns.places.items()
        if place < len(cells)
    }
    if surname := values.pop(Field.SURNAME, ""):
        values[Field.NAME] = f"{values.get(Field.NAME, '')} {surname}".strip()

    def start() -> datetime | None:
        text, day = values.get(Field.START, ""), values.get(Field.DATE, "")
        return (
            read_start(text, day)
            if text or day or not is_cancelled(values.get(Field.STATE, ""))
            else None
        )

    collector.add(line, values, start)


def _without_columns(line: int, columns: Layout) -> DayFile:
    problems = tuple(
        Problem(line, name, "dayfile.missing_column", {"field": str(name)})
        for name in columns.missing
    )
    return DayFile((), problems, columns.headers, columns.unmapped, complete=False)
