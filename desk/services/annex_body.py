"""What is sealed, as bytes and back."""

from __future__ import annotations

import msgspec

from desk.domain.annex import FileKey, Identity, Opening, Sealed
from desk.domain.errors import DeskError


class _Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of them is there."""

    identity: Identity | None = None
    opening: Opening | None = None
    file: FileKey | None = None


def encoded(what: Sealed) -> bytes:
    """The bytes of an entry's body."""
    if isinstance(what, Identity):
        return msgspec.json.encode(_Body(identity=what))
    if isinstance(what, FileKey):
        return msgspec.json.encode(_Body(file=what))
    return msgspec.json.encode(_Body(opening=what))


def decoded(body: bytes) -> Sealed:
    """An entry's body; DeskError "annex.damaged" when it is of no known form."""
    try:
        found = msgspec.json.decode(body, type=_Body)
    except msgspec.DecodeError as error:
        raise DeskError("annex.damaged") from error
    what = found.identity or found.opening or found.file
    if what is None:
        raise DeskError("annex.damaged")
    return what
