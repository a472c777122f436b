"""What a mirror keeps beside the database: how far it is, so that it goes on where it stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from db.mirror_files import Point

STATE_NAME: Final = "mirror.json"
LOCK_NAME: Final = "mirroring.lock"


class Position(msgspec.Struct, frozen=True):
    """A committed frame of the log, the last one that the mirror holds.

    Args:
        salt: the round of the log; frames: how many frames of it the mirror holds.
        mark: the last frame's checksum, which no other frame at its place has.
    """

    salt: bytes = b""
    frames: int = 0
    mark: bytes = b""


class State(msgspec.Struct, frozen=True):
    """How far the mirror is, and how the last look went.

    Args:
        place: the mirror's own folder in the second place.
        generation, number: the part that was written last; 0 = none yet.
        bytes: size of the generation's parts together.
        born: when the generation was begun.
        position: up to where the log is mirrored.
        sealed: the database file's stamp when it equalled what the mirror held; whatever came
            later lies in the log.
        point: the newest state that is safe; None = none yet.
        looked: when the agent looked last; latest: the newest change it saw then.
        problem: code of what was wrong then, "" when all went well.
        copying: percent of a new snapshot that are there; None = none is being made.
        record: the state of the record of erasures that the generation's snapshot belongs to.
    """

    place: str
    generation: int = 0
    number: int = 0
    bytes: int = 0
    born: Point | None = None
    position: Position = Position()
    sealed: tuple[int, int, int] | None = None
    point: Point | None = None
    looked: Point | None = None
    problem: str = ""
    copying: int | None = None
    record: str = ""


def read_state(folder: Path) -> State | None:
    """The state kept in a data folder; None when there is none that can be read."""
    try:
        return msgspec.json.decode((folder / STATE_NAME).read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None


def write_state(folder: Path, state: State) -> None:
    """Keep the state; after a power cut an older one does no harm."""
    draft = folder / f"{STATE_NAME}.new"
    draft.write_bytes(msgspec.json.encode(state))
    draft.replace(folder / STATE_NAME)


def forget_state(folder: Path) -> None:
    """Begin anew with the next mirror."""
    (folder / STATE_NAME).unlink(missing_ok=True)
