"""The incident log as a list that only grows: its lines, and signed statements about its size.

A *line* stands for one row: an incident's event, an entry of the sealed annex, what happened to a
holder of its keys, a correction of a text.  A *checkpoint* says which hash the list had at a size,
signed by this PC; its text has the form of a C2SP/transparency-log checkpoint, so that other tools
and headquarters can read it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from desk.domain.merkle import HASH_BYTES, leaf_hash

ORIGIN = "branch-desk/incident-log"
EVENT, ANNEX, CORRECTION = "incident_event", "annex_entry", "correction"
HOLDER = "annex_holder"

_GROUP = 4
_SHORT = 16
_ED25519 = b"\x01"
_ROOT = re.compile(r"(\d{1,12})\s*:\s*([0-9a-fA-F\s-]+)")


class Occasion(StrEnum):
    """Why a checkpoint was made."""

    START = "start"
    DAY_CLOSE = "day_close"
    CLOSING_SHEET = "closing_sheet"
    INCIDENT_PAPER = "incident_paper"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log.

    Args:
        index: 0, 1, 2 ...; row_id: of the row that it stands for; at: when that was recorded.
        label: the row in words, e.g. "riga-2-2026-0042/3 close"; "" where it has none.
        leaf: the hash of it all.
    """

    index: int
    kind: str
    row_id: UUID
    at: datetime
    label: str
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a device says of the log: at this size it has this hash."""

    size: int
    root: bytes
    at: datetime
    device_id: UUID
    occasion: str
    signature: bytes = b""

    @property
    def text(self) -> str:
        """What is signed."""
        root = b64encode(self.root).decode()
        at = self.at.astimezone(UTC).isoformat()
        return f"{ORIGIN}\n{self.size}\n{root}\ndevice {self.device_id}\nat {at}\n"

    def note(self, public: bytes) -> str:
        """The text with its signature, as a signed note (C2SP).

        Args:
            public: the device's key.
        """
        name = f"{ORIGIN}/{self.device_id}"
        key_id = sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]
        return f"{self.text}\n— {name} {b64encode(key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Root:
    """A hash that was written down elsewhere: on a closing sheet, at headquarters."""

    size: int
    root: bytes


def line_leaf(kind: str, row_id: bytes, micros: int, label: str, digest: bytes) -> bytes:
    """The leaf of a line: its five parts as lines of text, hashed as RFC 6962 says.

    Args:
        row_id: 16 bytes; micros: when it was recorded, microseconds since 1970.
        digest: SHA-256 of the row itself.
    """
    text = f"{kind}\n{row_id.hex()}\n{micros}\n{label}\n{digest.hex()}\n"
    return leaf_hash(text.encode())


def grouped(digest: bytes) -> str:
    """A hash as people read it aloud: groups of four hexadecimal digits."""
    text = digest.hex()
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def short(leaf: bytes) -> str:
    """The beginning of a hash, long enough that nobody finds another entry with it."""
    return grouped(leaf[: _SHORT // 2])


def read_root(text: str) -> Root:
    """A root as typed, e.g. "128:9f3a 02c1 ...", groups and hyphens as one likes.

    Raises:
        ValueError: when it is none.
    """
    found = _ROOT.fullmatch(text.strip())
    digits = re.sub(r"[\s-]", "", found[2]) if found else ""
    if found is None or len(digits) != 2 * HASH_BYTES:
        raise ValueError("a root is SIZE:HEX with 64 hexadecimal digits")
    return Root(int(found[1]), bytes.fromhex(digits))
