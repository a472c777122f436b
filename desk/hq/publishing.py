"""Content packs on their way out: published by one person, released or rejected by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from db.hq import publications
from db.hq.publications import Publication
from desk.domain.errors import DeskError
from desk.hq.identity import sign
from desk.hq.people import HqRole, note, require
from desk.hq.writing import Pen
from desk.sync.down import CONTENT_RELEASE, ContentRelease, release_text
from desk.sync.wire import HQ_STREAM, MOST_BYTES

PUBLISHED, REJECTED = "published", "rejected"
"""The deeds of publishing and rejecting; that of releasing is named as its operation."""

MOST_REASON: Final = 500
"""Characters of the reason for which a pack is rejected."""

Fingerprint = Callable[[bytes], str]
"""The fingerprint in hex of an encoded pack; refuses what is none."""


def publish(pen: Pen, draft: Publication) -> Publication:
    """Keep a pack that was checked, for another person to release.

    Raises:
        DeskError: "hq.no_right", "content.older" (given, own), "content.too_large" (limit).
    """
    require(pen.person, HqRole.EDITOR)
    require_newer(pen, draft)
    if len(draft.body) > MOST_BYTES:
        raise DeskError("content.too_large", limit=MOST_BYTES)
    publications.add(pen.connection, draft)
    _note(pen, PUBLISHED, draft)
    return draft


def require_newer(pen: Pen, given: Publication) -> None:
    """DeskError "content.older" (given, own) unless a pack is newer than all that were released."""
    own = publications.newest(pen.connection, given.institution)
    if given.version <= own:
        raise DeskError("content.older", given=given.version, own=own)


def release(pen: Pen, number: UUID, fingerprint: Fingerprint) -> Publication:
    """Send a published pack to the branches, signed, when a second person says so.

    Raises:
        DeskError: "hq.no_right", "hq.publication_unknown", "hq.released", "hq.same_person",
            "hq.rejected", "content.older" (given, own), "hq.publication_changed";
            "content.damaged" (reason).
    """
    require(pen.person, HqRole.RELEASER)
    found = _open(pen, number)
    if found.published_by == pen.person.id:
        raise DeskError("hq.same_person")
    require_newer(pen, found)
    if fingerprint(found.body) != found.sha256:
        raise DeskError("hq.publication_changed")
    publications.release(pen.connection, found.id, pen.person.id, pen.at)
    pen.write(HQ_STREAM, CONTENT_RELEASE, found.institution, _body(pen, found))
    return found


def reject(pen: Pen, number: UUID, why: str) -> Publication:
    """Decide that a published pack is not released; its version can be published once more.

    For whoever may release, and for the person who published it and takes it back.

    Args:
        why: what the editor has to mend.

    Raises:
        DeskError: "hq.reason" (maximum), "hq.no_right", "hq.publication_unknown", "hq.released",
            "hq.rejected".
    """
    reason = why.strip()
    if not reason or len(reason) > MOST_REASON:
        raise DeskError("hq.reason", maximum=MOST_REASON)
    require(pen.person, HqRole.RELEASER, HqRole.EDITOR)
    found = _open(pen, number)
    if found.published_by != pen.person.id:
        require(pen.person, HqRole.RELEASER)
    publications.reject(pen.connection, found.id, pen.person.id, pen.at, reason)
    _note(pen, REJECTED, found)
    return found


def _open(pen: Pen, number: UUID) -> Publication:
    """A publication that nobody has decided on."""
    found = publications.find(pen.connection, number)
    if found is None:
        raise DeskError("hq.publication_unknown")
    if found.released_at is not None:
        raise DeskError("hq.released")
    if found.rejected_at is not None:
        raise DeskError("hq.rejected")
    return found


def _body(pen: Pen, found: Publication) -> ContentRelease:
    text = release_text(found.id, found.institution, found.version, found.body)
    return ContentRelease(
        id=found.id,
        institution=found.institution,
        pack_id=found.pack_id,
        version=found.version,
        sha256=found.sha256,
        body=found.body,
        signature=sign(pen.connection, text),
        published_by=found.published_by,
        released_by=pen.person.id,
        office=pen.person.office,
        at=pen.at,
    )


def _note(pen: Pen, kind: str, of: Publication) -> None:
    subject = f"{of.institution} {of.version}"
    note(pen.connection, pen.person, kind, HQ_STREAM, subject, pen.at, new_id=pen.new_id)
