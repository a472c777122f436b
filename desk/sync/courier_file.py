"""What a stick carries when the line is dead: one file, sealed for its reader, signed by its maker.

A line of text with the version; the header in plain words, which says between whom it goes; then
pieces, each packed and sealed for the reader alone; then the maker's signature over all of it.
Integers before headers and pieces tell their length (big-endian, four bytes); zero ends them.
"""

from __future__ import annotations

import errno
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO, Annotated, Any, Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta, Struct

from db.layout import settle
from desk.domain.errors import DeskError
from desk.sync.lane_bodies import (
    MOST_KEYS,
    LaneEntry,
    LanePage,
    LaneUp,
    WitnessAsked,
    Witnessed,
)
from desk.sync.sealed_box import open_box, seal_for
from desk.sync.wire import Batch, Head, Hello, Name, Number, Page, Pushed

VERSION: Final = 1
_NAME: Final = b"branch-desk courier "
_TAG: Final = b"branch-desk/courier/1\0"
_LONGEST_FIRST_LINE: Final = 40
_MOST_HEADER: Final = 4096
_MOST_PIECE: Final = 16 * 1024 * 1024
_MOST_INFLATED: Final = 64 * 1024 * 1024
_SIGNATURE: Final = 64
_LENGTH: Final = 4
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY: Final = (errno.EROFS, errno.EACCES, errno.EPERM)

Sign = Callable[[bytes], bytes]
Open = Callable[[bytes], bytes]
Progress = Callable[[int], None]
"""Told how far it is, in percent."""


class Way(StrEnum):
    """Where a file goes."""

    UP = "up"  # from a branch to headquarters
    DOWN = "down"  # and the answer


class Header(Struct, frozen=True):
    """What a file says of itself to whoever finds it: ids and numbers, nothing of a person.

    Args:
        number: of the branch's file, higher each time; of an answer, of the file that it answers.
    """

    way: Way
    device: UUID
    hq: UUID
    number: Number
    at: datetime
    program: Name


class Answer(Struct, frozen=True):
    """The first piece of an answer: how headquarters and this PC stand.

    Args:
        head: the PC's last operation that headquarters have; streams, rewound, erased: as in
            `Welcome`.
        keys: all entries of the lane stand at the end, because the PC had asked for them.
    """

    head: Head
    history: UUID
    streams: dict[Name, Number]
    at: datetime
    rewound: tuple[Name, ...] = ()
    erased: Number = 0
    keys: bool = False


class LaneAsked(Struct, frozen=True):
    """What a PC knows of its branch's lane.

    Args:
        erased: the number of the last erasure; keys: it was restored, and lacks its keys.
    """

    erased: Number
    keys: bool = False


class LaneKept(Struct, frozen=True):
    """Entries that headquarters took from a file, so that they need not go again.

    Args:
        entries: keys as they came, because one may have changed meanwhile; parts without content.
    """

    entries: Annotated[tuple[LaneEntry, ...], Meta(max_length=MOST_KEYS)]


_KINDS: Final[dict[bytes, type[Any]]] = {
    b"h": Hello,
    b"b": Batch,
    b"a": Answer,
    b"p": Pushed,
    b"c": Page,
    b"e": LaneAsked,
    b"k": LaneUp,
    b"w": WitnessAsked,
    b"l": LanePage,
    b"t": LaneKept,
    b"r": Witnessed,
}
_LETTERS: Final = {kind: letter for letter, kind in _KINDS.items()}


class Writer:
    """Writes the pieces of a file, as `written` gives it."""

    def __init__(self, file: IO[bytes], receiver: bytes) -> None:
        self._file, self._receiver, self._digest = file, receiver, sha256()

    def put(self, piece: Struct) -> None:
        """One more piece, sealed for the reader."""
        plain = _LETTERS[type(piece)] + zlib.compress(msgspec.json.encode(piece), 6)
        self.raw_part(seal_for(self._receiver, plain))

    def raw_part(self, part: bytes) -> None:
        """A part as it lies in the file, after its length."""
        self.raw(len(part).to_bytes(_LENGTH, "big") + part)

    def raw(self, data: bytes) -> None:
        """Bytes that the signature covers."""
        self._digest.update(data)
        self._file.write(data)

    def end(self, sign: Sign) -> None:
        """No more pieces: the signature."""
        self.raw_part(b"")
        self._file.write(sign(_TAG + self._digest.digest()))


@contextmanager
def written(path: Path, header: Header, receiver: bytes, sign: Sign) -> Iterator[Writer]:
    """A new file; it has its name once it is whole and on the disk, and nothing is left otherwise.

    Args:
        receiver: the Ed25519 key of whoever may read it; sign: with the maker's.

    Raises:
        DeskError: "courier.exists" (name) when another kind of file lies there, "courier.full",
            "courier.read_only", "courier.unreachable" (name).
    """
    _require_ours(path)
    draft = path.with_name(f"{path.name}.part")
    with _explained(path):
        try:
            with draft.open("wb") as file:
                writer = Writer(file, receiver)
                writer.raw(_NAME + b"%d\n" % VERSION)
                writer.raw_part(msgspec.json.encode(header))
                yield writer
                writer.end(sign)
            settle(draft, path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file whose header was read: nothing in it is believed before `checked`.

    Args:
        start: where the pieces begin.
    """

    path: Path
    header: Header
    start: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is whole, and as its maker signed it.

    Args:
        digest: of all that was signed; pieces: the digest of each one.
    """

    sealed: Sealed
    digest: bytes
    pieces: tuple[bytes, ...]

    def read(self, opened: Open, told: Progress = lambda percent: None) -> Iterator[Any]:
        """The pieces, one after another; what changed since it was checked is refused.

        Args:
            opened: opens a box with the reader's key.

        Raises:
            DeskError: "courier.damaged", "courier.other_reader", "courier.unreadable" (name).
        """
        path = self.sealed.path
        with _readable(path), path.open("rb") as file:
            file.seek(self.sealed.start)
            for n, digest in enumerate(self.pieces, 1):
                piece = _part(file, _MOST_PIECE)
                if sha256(piece).digest() != digest:
                    raise DeskError("courier.damaged")
                yield _plain(piece, opened)
                told(100 * n // len(self.pieces))


def look(path: Path) -> Sealed:
    """Read what a file says of itself.

    Raises:
        DeskError: "courier.not_one", "courier.newer", "courier.cut", "courier.damaged",
            "courier.unreadable" (name).
    """
    with _readable(path), path.open("rb") as file:
        first = file.readline(_LONGEST_FIRST_LINE)
        if not first.startswith(_NAME) or not first[len(_NAME) : -1].isdigit():
            raise DeskError("courier.not_one")
        if int(first[len(_NAME) : -1]) > VERSION:
            raise DeskError("courier.newer")
        try:
            header = msgspec.json.decode(_part(file, _MOST_HEADER), type=Header)
        except (msgspec.MsgspecError, ValueError) as error:
            raise DeskError("courier.damaged") from error
        return Sealed(path, header, file.tell())


def checked(sealed: Sealed, maker: bytes) -> Checked:
    """Read a file to its end: whole, and signed by its maker.

    Args:
        maker: the Ed25519 key of whoever must have made it.

    Raises:
        DeskError: "courier.cut", "courier.damaged" (not as it was signed, or by somebody else),
            "courier.unreadable" (name).
    """
    with _readable(sealed.path), sealed.path.open("rb") as file:
        digest, pieces = sha256(file.read(sealed.start)), list[bytes]()
        while piece := _part(file, _MOST_PIECE):
            digest.update(len(piece).to_bytes(_LENGTH, "big") + piece)
            pieces.append(sha256(piece).digest())
        digest.update(bytes(_LENGTH))
        signature, more = file.read(_SIGNATURE), file.read(1)
    if len(signature) < _SIGNATURE:
        raise DeskError("courier.cut")
    try:
        Ed25519PublicKey.from_public_bytes(maker).verify(signature, _TAG + digest.digest())
    except InvalidSignature as error:
        raise DeskError("courier.damaged") from error
    if more:
        raise DeskError("courier.damaged")
    return Checked(sealed, digest.digest(), tuple(pieces))


def opener(private: bytes) -> Open:
    """Opens boxes that were sealed for the public half of an Ed25519 key."""
    return lambda box: open_box(private, box)


def _part(file: IO[bytes], most: int) -> bytes:
    length = int.from_bytes(_exactly(file, _LENGTH), "big")
    if length > most:
        raise DeskError("courier.damaged")
    return _exactly(file, length)


def _exactly(file: IO[bytes], size: int) -> bytes:
    found = file.read(size)
    if len(found) < size:
        raise DeskError("courier.cut")
    return found


def _plain(box: bytes, opened: Open) -> Any:
    try:
        plain = opened(box)
    except DeskError as error:
        raise DeskError("courier.other_reader") from error
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(plain[1:], _MOST_INFLATED)
        if not unpack.eof:
            raise DeskError("courier.damaged")
        return msgspec.json.decode(text, type=_KINDS[plain[:1]])
    except (zlib.error, msgspec.MsgspecError, KeyError, ValueError) as error:
        raise DeskError("courier.damaged") from error


def _require_ours(path: Path) -> None:
    """Only a file of this kind may be replaced."""
    with _explained(path):
        if not path.exists():
            return
        with path.open("rb") as file:
            if file.read(len(_NAME)) == _NAME:
                return
    raise DeskError("courier.exists", name=path.name)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DeskError("courier.full") from error
        code = "courier.read_only" if error.errno in _READ_ONLY else "courier.unreachable"
        raise DeskError(code, name=path.name) from error


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeskError("courier.unreadable", name=path.name) from error


def number_after(last: int, now: datetime) -> int:
    """The number of the next file: higher than the last one, also when a backup forgot some."""
    return max(last + 1, int(now.timestamp()))
