"""The structure of an iCalendar file: which lines belong to which event, with their numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from desk.domain.errors import DeskError
from desk.services.dayfile.cells import clean

_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_KEPT = ("VCALENDAR", "VEVENT")
_MAX_DEPTH = 10  # a calendar, an event, an alarm: three in practice

Broken = Callable[[int, str], None]
"""Is told the line and the code of what could not be read."""


class Property(NamedTuple):
    """A content line, taken apart and unescaped."""

    params: Mapping[str, str | list[str]]
    value: str

    def param(self, name: str) -> str:
        """A parameter's value; of several the first."""
        found = self.params.get(name, "")
        return found if isinstance(found, str) else found[0]


@dataclass(slots=True)
class Block:
    """A calendar or an event: its content lines as they are, by name.

    Args:
        calendar: the block that an event lies in.
    """

    name: str
    line: int
    calendar: Block | None = None
    lines: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> list[Property]:
        """The properties of a name.

        Raises:
            DeskError: "dayfile.bad_line" when one is malformed.
        """
        return [_take_apart(line) for line in self.lines.get(name, ())]

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """The cleaned text of the first property of a name; "" without one."""
        found = self.first(name)
        return clean(found.value) if found else ""


@dataclass(slots=True)
class _Splitter:
    broken: Broken
    stack: list[Block] = field(default_factory=list)
    calendars: list[Block] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)

    def begin(self, line: int, name: str) -> None:
        if name == "VEVENT" and any(block.name == "VEVENT" for block in self.stack):
            self.unwind("VEVENT")
        calendar = next((block for block in self.stack if block.name == "VCALENDAR"), None)
        block = Block(name, line, calendar)
        self.stack.append(block)
        if len(self.stack) > _MAX_DEPTH:
            raise DeskError("dayfile.malformed")
        if name == "VCALENDAR":
            self.calendars.append(block)

    def end(self, line: int, name: str) -> None:
        if not any(block.name == name for block in self.stack):
            self.broken(line, "dayfile.unexpected_end")
            return
        while self.stack[-1].name != name:
            self.unclosed(self.stack.pop())
        block = self.stack.pop()
        if name == "VEVENT":
            self.events.append(block)

    def unwind(self, name: str) -> None:
        while any(block.name == name for block in self.stack):
            self.unclosed(self.stack.pop())

    def unclosed(self, block: Block) -> None:
        self.broken(block.line, "dayfile.unclosed")

    def keep(self, name: str, content: str) -> None:
        if self.stack and self.stack[-1].name in _KEPT:
            self.stack[-1].lines.setdefault(name, []).append(content)


def split(text: str, broken: Broken) -> tuple[list[Block], list[Block]]:
    """The calendars and the events of a file; parts that are never closed are left out.

    Args:
        broken: is told of lines that are no content lines and of parts without an end.

    Raises:
        DeskError: "dayfile.malformed" for parts within parts without end.
    """
    splitter = _Splitter(broken)
    for line, content in _unfolded(text):
        found = _NAME.match(content)
        name = found.group().upper() if found else ""
        part = content.partition(":")[2].strip().upper()
        if name == "BEGIN":
            splitter.begin(line, part)
        elif name == "END":
            splitter.end(line, part)
        elif name:
            splitter.keep(name, content)
        elif content.strip():
            broken(line, "dayfile.bad_line")
            splitter.keep("", content)
    for block in splitter.stack:
        splitter.unclosed(block)
    return splitter.calendars, splitter.events


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines with the number of the physical line that each begins in."""
    first, parts = 0, [""]
    for number, physical in enumerate(io.StringIO(text, newline=""), start=1):
        bare = physical.rstrip("\r\n")
        if bare[:1] in (" ", "\t") and first:
            parts.append(bare[1:])
            continue
        if first:
            yield first, "".join(parts)
        first, parts = number, [bare]
    if first:
        yield first, "".join(parts)


def _take_apart(content: str) -> Property:
    from icalendar.parser import Contentline  # large, and needed only while a file is read

    content_line: Callable[[str], Any] = Contentline
    try:
        _name, params, value = content_line(content).parts()
    except ValueError:
        raise DeskError("dayfile.bad_line") from None
    return Property({name.upper(): value for name, value in params.items()}, value)
