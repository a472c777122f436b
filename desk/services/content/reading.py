"""Reading the TOML files of one pack folder, with every problem of shape noted, none hidden."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from desk.services.content import schema
from desk.services.content.schema_client import ClientPhrase
from desk.services.content.shape import shape_problems

FILES: dict[str, dict[str, type]] = {
    "documents.toml": {"documents": schema.Document},
    "branches.toml": {"branches": schema.Branch},
    "hours.toml": {"hours": schema.HoursVersion, "exceptions": schema.HoursException},
    "calendar.toml": {"moved_days": schema.MovedDay, "terms": schema.Term},
    "topics.toml": {"topics": schema.Topic},
    "services.toml": {"services": schema.Service},
    "directory.toml": {"contacts": schema.Contact},
    "scripts.toml": {"scripts": schema.Script},
    "ladders.toml": {"ladders": schema.Ladder},
    "moments.toml": {"moments": schema.Moment},
    "client.toml": {"client_phrases": ClientPhrase},
    "checklists.toml": {"opening": schema.OpeningItem},
    "values.toml": {"values": schema.Option, "tips": schema.Text, "glossary": schema.Option},
}
"""Which arrays each file may hold, by the field of `Pack` they fill; all files are optional."""

RULES: dict[str, type] = {"rules": schema.Rule}
"""The same for every file in the folder `rules`."""

_WALL_TIME = re.compile(r"\d\d:\d\d")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in a pack: in which file, where in it, and what is wrong (in English, for IT)."""

    file: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Located:
    """An item of a pack and where it stands."""

    file: str
    path: str
    item: Any

    def problem(self, reason: str) -> Problem:
        """A problem of this item."""
        return Problem(self.file, self.path, reason)


@dataclass(slots=True)
class Reading:
    """What one folder says, before packs are merged.

    Args:
        label: stands before file names in problems: "" or e.g. "handbook/".
        items: by field of `Pack`; only items whose shape is right.
        policy: policy.toml as it stands, since a pack may set only what differs.
    """

    folder: Path
    label: str = ""
    info: schema.PackInfo | None = None
    items: dict[str, list[Located]] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, file: str, path: str, reason: str) -> None:
        """Note a problem of one of the folder's files."""
        self.problems.append(Problem(self.label + file, path, reason))

    def of(self, name: str) -> list[Located]:
        """The items of one field of `Pack`."""
        return self.items.get(name, [])


def read(folder: Path, label: str = "") -> Reading:
    """Read a pack folder as far as it can be read; faults are in `problems`, never raised."""
    reading = Reading(folder, label)
    reading.info = _read_info(reading)
    for name, arrays in FILES.items():
        _read_arrays(reading, name, arrays)
    for path in sorted((folder / "rules").glob("*.toml")):
        _read_arrays(reading, f"rules/{path.name}", RULES)
    reading.policy = _load(reading, "policy.toml") or {}
    known = {"pack.toml", "policy.toml", *FILES}
    for path in sorted(folder.glob("*.toml")):
        if path.name not in known:
            reading.note(path.name, "", "is not a file of a content pack")
    return reading


def read_info(folder: Path) -> schema.PackInfo | None:
    """What pack.toml says, without the rest; None when it cannot be read."""
    return _read_info(Reading(folder))


def _read_info(reading: Reading) -> schema.PackInfo | None:
    raw = _load(reading, "pack.toml")
    if raw is None:
        if not (reading.folder / "pack.toml").exists():
            reading.note("pack.toml", "", "is missing")
        return None
    found = list(shape_problems(raw, schema.PackInfo))
    for where, why in found:
        reading.note("pack.toml", where, why)
    return None if found else msgspec.convert(raw, schema.PackInfo)


def _load(reading: Reading, name: str) -> dict[str, Any] | None:
    """The file's content with wall times completed; None when absent or not TOML."""
    path = reading.folder / name
    if not path.exists():
        return None
    try:
        content: dict[str, Any] = _complete_times(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        reading.note(name, _line(str(error)), f"is not TOML: {error}")
    except (OSError, UnicodeDecodeError) as error:
        reading.note(name, "", f"cannot be read: {type(error).__name__}")
    else:
        return content
    return None


def _line(message: str) -> str:
    found = re.search(r"line \d+", message)
    return found.group() if found else "end of file"


def _complete_times(raw: Any, key: str = "") -> Any:
    """Turn "08:30" within `intervals` into the "08:30:00" that the time type asks for."""
    if isinstance(raw, dict):
        return {name: _complete_times(value, name) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_complete_times(value, key) for value in raw]
    if key == "intervals" and isinstance(raw, str) and _WALL_TIME.fullmatch(raw):
        return f"{raw}:00"
    return raw


def _read_arrays(reading: Reading, name: str, arrays: dict[str, type]) -> None:
    raw = _load(reading, name) or {}
    for key, value in raw.items():
        if key not in arrays:
            reading.note(name, key, "unknown field")
        elif not isinstance(value, list):
            reading.note(name, key, "must be an array of tables")
        else:
            reading.items.setdefault(key, []).extend(_items(reading, name, key, value, arrays[key]))


def _items(
    reading: Reading, name: str, key: str, raw: list[Any], item_type: type
) -> Iterator[Located]:
    for number, value in enumerate(raw, start=1):
        path = place(key, number, value)
        found = list(shape_problems(value, item_type))
        for where, why in found:
            reading.note(name, f"{path}.{where}" if where else path, why)
        if not found:
            yield Located(reading.label + name, path, msgspec.convert(value, item_type))


def place(key: str, number: int, raw: Any) -> str:
    """How a person finds an array's item: "rules[3] AP-01" (counted from 1)."""
    name = raw.get("id") if isinstance(raw, dict) else None
    return f"{key}[{number}] {name}" if isinstance(name, str) and name else f"{key}[{number}]"
