"""A picture or a scan that belongs to a report: what is known of it without opening it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class FileKind(StrEnum):
    """What is kept: whatever is added is made anew as one of these."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"


class CopyPurpose(StrEnum):
    """Why a copy leaves the program; the code that the access log keeps."""

    POLICE = "police"
    COMPLAINT = "complaint"
    DAMAGE = "damage"  # whoever mends or pays for what was broken
    HEADQUARTERS = "headquarters"
    PERSON = "person"  # the person's own request (GDPR 15)


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A picture or scan made anew: pixels alone, nothing of what the source's file carried.

    Args:
        pages: of a PDF; width, height: in pixels, of a picture.
    """

    kind: FileKind
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a report says of a picture or scan.

    Args:
        address: SHA-256 of its ciphertext in hexadecimal, under which it is proven.
        size: of what is kept, in bytes.
        text_id: the row of personal data that says what it shows, and with which it is erased;
            None for a sealed one.
        entry_id: the entry of the sealed annex that holds its key; None for an open one.
        at, by: when it was added, and by whom.
        removed_at: when it was taken out, with the reason `why_id`; destroyed: at once and for
            good, not at the end of its period.
    """

    id: UUID
    address: str
    kind: FileKind
    size: int
    width: int = 0
    height: int = 0
    pages: int = 0
    text_id: UUID | None = None
    entry_id: UUID | None = None
    at: datetime | None = None
    by: UUID | None = None
    removed_at: datetime | None = None
    removed_by: UUID | None = None
    why_id: UUID | None = None
    destroyed: bool = False

    @property
    def sealed(self) -> bool:
        """Whether only those who open the sealed annex see it."""
        return self.entry_id is not None

    @property
    def removed(self) -> bool:
        """Whether it was taken out of the report."""
        return self.removed_at is not None
