"""What headquarters write themselves: the bodies that go down, and the receipts that come up.

Fields are only ever added, with a default.  `by` is the id of a person at headquarters and `office`
their position, in the words a branch reads; names stay at headquarters, where they can be erased.
"""

from __future__ import annotations

from datetime import date, datetime, time
from hashlib import sha256
from struct import pack
from typing import Annotated, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta, Struct

from desk.domain.errors import DeskError
from desk.sync.wire import Number, Signature

DOWN_SCHEMA: Final = 1
"""Version of all bodies that go down; raised when a field's meaning changes."""

CONTENT_RELEASE: Final = "content_release"
HOURS_EXCEPTION: Final = "hours_exception"
STAFF_LIST: Final = "staff_list"
BULLETIN: Final = "bulletin"
INCIDENT_ANSWER: Final = "incident_answer"
"""Kinds that go down."""

RELEASE_RECEIVED: Final = "release_received"
BULLETIN_RECEIVED: Final = "bulletin_received"
BULLETIN_READ: Final = "bulletin_read"
CHANGE_REFUSED: Final = "change_refused"
"""Kinds that come up; each is the name of the branch's table whose columns are the body."""

_RELEASE: Final = b"branch-desk/release/1\0"

Short = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=4000)]


class Wording(Struct, frozen=True):
    """A text in the languages of the program; without one, the Latvian text is shown."""

    lv: Annotated[str, Meta(min_length=1, max_length=4000)]
    en: Long = ""
    ru: Long = ""


class ContentRelease(Struct, frozen=True):
    """A content pack, published by one person and released by another (stream "hq").

    A branch of another institution passes it by; `require_release` before anything is opened.

    Args:
        id: of the release; body: the encoded pack; sha256: its fingerprint in hex, as the branch
            reports it of the pack in force.
        signature: headquarters' over `release_text`.
    """

    id: UUID
    institution: Short
    pack_id: Short
    version: Number
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    body: bytes
    signature: Signature
    published_by: UUID
    released_by: UUID
    office: Short
    at: datetime


class HoursException(Struct, frozen=True):
    """Other hours on a day; a later one for the same day and site takes its place.

    In stream "hq" for every branch, else for the branch alone, which comes before it.

    Args:
        site: of the branch; "" = all of its sites.
        intervals: on the wall clock; none = closed all day.
        withdrawn: the day is again as if there had been none.
    """

    id: UUID
    day: date
    intervals: tuple[tuple[time, time], ...]
    reason: Wording
    by: UUID
    office: Short
    at: datetime
    site: Short = ""
    withdrawn: bool = False


class StaffMember(Struct, frozen=True):
    """Somebody who works at a branch; only ever sealed."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    position: Short = ""
    phone: Short = ""
    email: Short = ""


class Staff(Struct, frozen=True):
    """What a box of a staff list holds: everybody, in the order in which they are shown."""

    members: tuple[StaffMember, ...]


class SealedFor(Struct, frozen=True):
    """Something that one PC alone can open (`desk.sync.sealed_box`)."""

    device: UUID
    box: bytes


class StaffList(Struct, frozen=True):
    """Who works at a branch from a day on; the latest one is the whole list (a branch's stream).

    Args:
        boxes: a `Staff` as JSON, sealed for each PC that the branch had.
    """

    id: UUID
    valid_from: date
    boxes: tuple[SealedFor, ...]
    by: UUID
    office: Short
    at: datetime


class Bulletin(Struct, frozen=True):
    """A message to everybody at the branches, or at one (IP-23).

    Args:
        id: the same again, with a higher version, changes or withdraws it.
        until: the last day on which it is shown; None = until it is withdrawn.
        must_read: it is put before each person once, who says that they have read it.
    """

    id: UUID
    text: Wording
    by: UUID
    office: Short
    at: datetime
    version: Number = 1
    until: date | None = None
    must_read: bool = False
    withdrawn: bool = False


class IncidentAnswer(Struct, frozen=True):
    """What headquarters say to a report (a branch's stream); without anybody's name.

    Args:
        number: of the report, as people call it.
    """

    id: UUID
    incident_id: UUID
    number: Short
    text: Annotated[str, Meta(min_length=1, max_length=4000)]
    by: UUID
    office: Short
    at: datetime


class ReleaseReceived(Struct, frozen=True):
    """A release reached a branch's PC.

    Args:
        outcome: "installed", "known" (it was in force already) or "refused"; reason: then the
            error's code.
    """

    id: UUID
    release_id: UUID
    outcome: Short
    at: datetime
    reason: Short = ""


class BulletinReceived(Struct, frozen=True):
    """A bulletin reached a branch's PC."""

    id: UUID
    bulletin_id: UUID
    version: Number
    at: datetime


class BulletinRead(Struct, frozen=True):
    """Somebody at a branch says that they have read a bulletin.

    Args:
        actor_id: their account; role: as which they were signed in.
    """

    id: UUID
    bulletin_id: UUID
    version: Number
    actor_id: UUID
    role: Short
    at: datetime


class ChangeRefused(Struct, frozen=True):
    """A PC could not apply an operation of headquarters; `code` is the error's."""

    id: UUID
    op_id: UUID
    code: Short
    at: datetime


def release_text(release_id: UUID, institution: str, version: int, body: bytes) -> bytes:
    """What headquarters sign of a release: which one it is, of what, and every byte of it."""
    name = institution.encode()
    head = release_id.bytes + pack(">QH", version, len(name)) + name
    return _RELEASE + head + sha256(body).digest()


def require_release(release: ContentRelease, hq_key: bytes) -> None:
    """Refuse a pack that headquarters did not sign.

    Args:
        hq_key: headquarters' Ed25519 key, as the PC was told when it was taken in.

    Raises:
        DeskError: "content.signature".
    """
    text = release_text(release.id, release.institution, release.version, release.body)
    try:
        Ed25519PublicKey.from_public_bytes(hq_key).verify(release.signature, text)
    except (InvalidSignature, ValueError) as error:
        raise DeskError("content.signature", version=release.version) from error
