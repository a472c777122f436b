"""Pictures and scans of incidents: kept in portions, read whole, swept once their key is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, insert, select

from db.attachment_cipher import address_of, open_file, seal_file
from db.models import attachment_chunk, attachment_key
from db.stores.base import Store, StoreReader
from desk.domain.errors import DeskError

_KEY: Final = select(attachment_key).where(attachment_key.c.attachment_id == bindparam("file"))
_PORTIONS: Final = (
    select(attachment_chunk.c.ciphertext)
    .where(attachment_chunk.c.attachment_id == bindparam("file"))
    .order_by(attachment_chunk.c.number)
)
_ADD_KEY: Final = insert(attachment_key)
_ADD_PORTION: Final = insert(attachment_chunk)
_DROP_PORTIONS: Final = delete(attachment_chunk).where(
    attachment_chunk.c.attachment_id == bindparam("file")
)
_LEFT: Final = (
    select(attachment_chunk.c.position)
    .where(~exists().where(attachment_key.c.attachment_id == attachment_chunk.c.attachment_id))
    .limit(bindparam("most"))
)
_DROP: Final = delete(attachment_chunk).where(attachment_chunk.c.position == bindparam("place"))


class AttachmentReader(StoreReader):
    """Questions about pictures and scans."""

    def is_kept(self, file_id: UUID) -> bool:
        """Whether a file is not erased."""
        return self._one(_KEY, file=file_id) is not None

    def read(self, file_id: UUID, key: bytes | None = None) -> bytes:
        """A file, decrypted.

        Args:
            key: of one whose key lies in the sealed annex.

        Raises:
            DeskError: "attachment.erased", "attachment.sealed" without the key that it needs,
                "attachment.damaged".
        """
        row = self._one(_KEY, file=file_id)
        if row is None:
            raise DeskError("attachment.erased")
        wanted = key or row.key
        if wanted is None:
            raise DeskError("attachment.sealed")
        return open_file(file_id, wanted, tuple(self._portions(file_id)))

    def _portions(self, file_id: UUID) -> Iterator[bytes]:
        return (row.ciphertext for row in self._all(_PORTIONS, file=file_id))


class AttachmentStore(AttachmentReader, Store):
    """Writes of pictures and scans; the event that names one is the incident's."""

    def add(
        self,
        file_id: UUID,
        key: bytes,
        data: bytes,
        *,
        text_id: UUID | None = None,
        entry_id: UUID | None = None,
    ) -> str:
        """Keep a file, encrypted.

        Args:
            text_id: the row of personal data with which it is erased; or
            entry_id: the entry of the sealed annex that holds the key, which is not kept here.

        Returns:
            its address.
        """
        kept = None if entry_id else key
        self._write(_ADD_KEY, attachment_id=file_id, text_id=text_id, entry_id=entry_id, key=kept)
        portions = seal_file(file_id, key, data)
        for number, portion in enumerate(portions):
            self._write(_ADD_PORTION, attachment_id=file_id, number=number, ciphertext=portion)
        self._journal.point("attachment", file_id)
        return address_of(portions)

    def drop(self, file_id: UUID) -> None:
        """Remove the bytes of a file whose key was destroyed just now."""
        if self.is_kept(file_id):
            raise ValueError("its key is still here")
        self._write(_DROP_PORTIONS, file=file_id)

    def sweep(self, most: int) -> int:
        """Remove some portions that no key opens any more; gives how many."""
        left = self._all(_LEFT, most=most)
        for row in left:
            self._write(_DROP, place=row.position)
        return len(left)
