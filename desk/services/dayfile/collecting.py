"""Rows being collected out of a file: each is checked whole, and a broken one is left out whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desk.domain.errors import DeskError
from desk.services.dayfile.model import MAX_ROWS, DayFile, Field, Problem, Row
from desk.services.dayfile.states import is_cancelled, is_known

MAX_LENGTH = {
    Field.REFERENCE: 200,
    Field.SERVICE: 200,
    Field.NAME: 120,
    Field.PHONE: 40,
    Field.EMAIL: 254,
}
MAX_MINUTES = 600
_MAX_PROBLEMS = 3 * MAX_ROWS  # a row may have several
_CONTACTS = (Field.PHONE, Field.EMAIL)
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_MINUTES = re.compile(r"(\d{1,4})(?:\s*min\w*\.?)?", re.ASCII)


@dataclass(slots=True)
class Collector:
    """Takes the values of one row after the other.

    Its methods raise DeskError "dayfile.too_many_rows" (limit) once there are more rows, or more
    lines that cannot be read, than any day has.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first_lines: dict[str, int] = field(default_factory=dict)
    complete: bool = True

    def add(
        self,
        line: int,
        values: Mapping[Field, str],
        read_start: Callable[[], datetime | None],
    ) -> None:
        """Check a row and keep it when nothing but warnings was found.

        Args:
            values: cleaned; fields that the file does not have are missing.
            read_start: gives the start, or raises DeskError; None for a cancelled booking.
        """
        found = [*self._reference_problems(line, values), *_length_problems(line, values)]
        start: datetime | None = None
        try:
            start = read_start()
        except DeskError as error:
            found.append(Problem(line, Field.START, error.code, error.params))
        found += _warnings(line, values)
        self.problems += found
        if all(problem.warning for problem in found):
            self.rows.append(_row(line, values, start))
        self._check_size()

    def broken(self, line: int, code: str, **params: object) -> None:
        """Note a line that could not be read, so that its reference is unknown."""
        self.problems.append(Problem(line, "", code, params))
        self.complete = False
        self._check_size()

    def result(self) -> DayFile:
        """The file read; problems in order of lines."""
        problems = sorted(self.problems, key=lambda problem: problem.line)
        seen = frozenset(self.first_lines)
        return DayFile(tuple(self.rows), tuple(problems), seen=seen, complete=self.complete)

    def _check_size(self) -> None:
        broken = len(self.problems) > _MAX_PROBLEMS
        if broken or len(self.rows) > MAX_ROWS:
            raise DeskError("dayfile.too_many_rows", limit=MAX_ROWS)

    def _reference_problems(self, line: int, values: Mapping[Field, str]) -> Iterator[Problem]:
        reference = values.get(Field.REFERENCE, "")
        if not reference:
            self.complete = False
            yield Problem(line, Field.REFERENCE, "dayfile.missing_reference")
            return
        first = self.first_lines.setdefault(reference, line)
        if first != line:
            yield Problem(line, Field.REFERENCE, "dayfile.duplicate_reference", {"first": first})


def _length_problems(line: int, values: Mapping[Field, str]) -> Iterator[Problem]:
    for name, limit in MAX_LENGTH.items():
        if name not in _CONTACTS and len(values.get(name, "")) > limit:
            yield Problem(line, name, "dayfile.too_long", {"limit": limit})


def _warnings(line: int, values: Mapping[Field, str]) -> Iterator[Problem]:
    phone, email, state = (values.get(key, "") for key in (*_CONTACTS, Field.STATE))
    if phone and not _is_phone(phone):
        yield Problem(line, Field.PHONE, "dayfile.bad_phone", warning=True)
    if email and not _is_email(email):
        yield Problem(line, Field.EMAIL, "dayfile.bad_email", warning=True)
    if values.get(Field.MINUTES) and _minutes(values) is None:
        yield Problem(line, Field.MINUTES, "dayfile.bad_minutes", {"max": MAX_MINUTES}, True)
    if state and not is_known(state):
        yield Problem(line, Field.STATE, "dayfile.unknown_state", warning=True)


def _row(line: int, values: Mapping[Field, str], start: datetime | None) -> Row:
    return Row(
        line=line,
        reference=values[Field.REFERENCE],
        start=start,
        minutes=_minutes(values),
        service_text=values.get(Field.SERVICE, ""),
        name=values.get(Field.NAME, ""),
        phone=_bounded(values, Field.PHONE),
        email=_bounded(values, Field.EMAIL),
        cancelled=is_cancelled(values.get(Field.STATE, "")),
    )


def _bounded(values: Mapping[Field, str], name: Field) -> str:
    """A wrong contact is kept, a person may make sense of it; not one beyond all measure."""
    value = values.get(name, "")
    return value if len(value) <= MAX_LENGTH[name] else ""


def _minutes(values: Mapping[Field, str]) -> int | None:
    found = _MINUTES.fullmatch(values.get(Field.MINUTES, ""))
    minutes = int(found[1]) if found else 0
    return minutes if 0 < minutes <= MAX_MINUTES else None


def _is_phone(text: str) -> bool:
    import phonenumbers  # large, and needed only while a file is read

    try:
        number = phonenumbers.parse(text, "LV")
    except phonenumbers.NumberParseException:
        return False
    return len(text) <= MAX_LENGTH[Field.PHONE] and phonenumbers.is_possible_number(number)


def _is_email(text: str) -> bool:
    return len(text) <= MAX_LENGTH[Field.EMAIL] and _EMAIL.fullmatch(text) is not None
