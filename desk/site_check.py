"""Whether what IT wants to set for a PC can be right; everything that is wrong is named at once."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any, Final

from desk.domain.address import is_safe
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.services.content.bundled import bundled_pack
from desk.services.counters import counter_label

CODE_KEY: Final = "hq.enrol_code"
"""Among the answers, but never in the site file."""

_HOURS: Final = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_CODE: Final = re.compile(r"[0-9A-Za-z -]{8,40}")
_MOST_RATE: Final = 1_000_000
_YES: Final = frozenset({"true", "yes", "1", "on"})
_NO: Final = frozenset({"false", "no", "0", "off"})

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be; said without quoting a secret."""

    key: str
    message: str


def flat(tables: Mapping[str, Any]) -> dict[str, Any]:
    """TOML's tables as "hq.address" and the like."""
    found: dict[str, Any] = {}
    for key, value in tables.items():
        if isinstance(value, Mapping):
            found |= {f"{key}.{name}": inner for name, inner in value.items()}
        else:
            found[key] = value
    return found


def of_text(key: str, text: str) -> Any:
    """A value as `--set` gives it, in the kind that its key wants where it can be read so."""
    if _KINDS.get(key) is bool and text.lower() in _YES | _NO:
        return text.lower() in _YES
    if _KINDS.get(key) is int and text.isdecimal():
        return int(text)
    return text


def faults(answers: Mapping[str, Any]) -> list[Fault]:
    """Everything that is wrong, in the order of the answers; nothing when all of it can be."""
    found = []
    for key, value in answers.items():
        if (message := _fault(key, value)) is not None:
            found.append(Fault(key, message))
    return found + _between(answers, {fault.key for fault in found})


def _fault(key: str, value: Any) -> str | None:
    kind = _KINDS.get(key)
    if kind is None:
        return f"there is no such setting; there are: {', '.join(_KINDS)}"
    if type(value) is not kind:
        return f"has to be {_KIND_NAMES[kind]}"
    check = _CHECKS.get(key)
    if check is None or value == "":
        return None
    return check(value)


def _between(answers: Mapping[str, Any], wrong: set[str]) -> list[Fault]:
    """What only several values together tell, where each by itself can be."""
    found = []
    institution, branch = answers.get("institution", ""), answers.get("branch", "")
    if branch and not institution:
        found.append(Fault("branch", "needs an institution"))
    elif branch and not wrong & {"institution", "branch"} and (no := _branch(institution, branch)):
        found.append(Fault("branch", no))
    if answers.get(CODE_KEY) and not answers.get("hq.address"):
        found.append(Fault(CODE_KEY, "needs hq.address"))
    return found


@cache
def _branches(institution: str) -> dict[str, str]:
    """The parent of each branch, "" for one that has none."""
    return {one.id: one.parent or "" for one in bundled_pack(institution).branches}


def _institution(value: str) -> str | None:
    try:
        _branches(value)
    except DeskError as error:
        return error_text(error)
    return None


def _branch(institution: str, value: str) -> str | None:
    known = _branches(institution)
    if value not in known:
        heads = ", ".join(sorted(name for name, parent in known.items() if not parent))
        return f"{institution} has no branch {value!r}; there are: {heads}"
    if known[value]:
        return f"{value!r} is a sub-branch: its PCs are set up for {known[value]!r}"
    return None


def _counter(value: str) -> str | None:
    try:
        counter_label(value)
    except DeskError as error:
        return error_text(error)
    return None


def _folder(value: str) -> str | None:
    path = Path(value)
    if not path.is_absolute():
        return "has to be a whole path"
    return f"{value} is a file" if path.is_file() else None


def _address(value: str) -> str | None:
    return None if is_safe(value) else "has to begin with https:// and name a server"


def _authority(value: str) -> str | None:
    if not Path(value).is_absolute():
        return "has to be a whole path"
    try:
        known = ssl.create_default_context(cafile=value).cert_store_stats()["x509"]
    except FileNotFoundError:
        return f"{value} is not there"
    except (OSError, ssl.SSLError):
        return f"{value} holds no certificates in PEM form"
    return None if known else f"{value} holds no certificates in PEM form"


def _code(value: str) -> str | None:
    return None if _CODE.fullmatch(value.strip()) else "does not look like an enrolment code"


def _source(value: str) -> str | None:
    if "://" in value:
        return _address(value)
    return None if Path(value).is_absolute() else "has to be https://… or a whole path"


def _file(value: str) -> str | None:
    if not Path(value).is_absolute():
        return "has to be a whole path"
    return None if Path(value).is_file() else f"{value} is not there"


def _hours(value: str) -> str | None:
    found = _HOURS.fullmatch(value)
    try:
        if found and time.fromisoformat(found[1]) != time.fromisoformat(found[2]):
            return None
    except ValueError:
        pass
    return "has to be like 19:00-06:00"


def _rate(value: int) -> str | None:
    return None if 0 <= value <= _MOST_RATE else f"has to be from 0 to {_MOST_RATE} KB/s"


_KIND_NAMES: Final[dict[type, str]] = {str: "a text", int: "a number", bool: "true or false"}
_KINDS: Final[dict[str, type]] = {
    "institution": str,
    "branch": str,
    "counter": str,
    "data_dir": str,
    "autostart": bool,
    "hq.address": str,
    "hq.ca_file": str,
    CODE_KEY: str,
    "updates.enabled": bool,
    "updates.source": str,
    "updates.root": str,
    "updates.hours": str,
    "updates.rate": int,
    "updates.cache": str,
}
_CHECKS: Final[dict[str, Callable[[Any], str | None]]] = {
    "institution": _institution,
    "counter": _counter,
    "data_dir": _folder,
    "hq.address": _address,
    "hq.ca_file": _authority,
    CODE_KEY: _code,
    "updates.source": _source,
    "updates.root": _file,
    "updates.hours": _hours,
    "updates.rate": _rate,
    "updates.cache": _folder,
}
KEYS: Final = tuple(_KINDS)
