"""Content packs that headquarters release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desk.domain.errors import DeskError
from desk.services import content_store
from desk.services.content import codec
from desk.services.content.schema import Pack
from desk.sync.down import ContentRelease, require_release
from desk.sync.late import Late
from desk.sync.received import Applying, Received

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_HOME: Final = "home_branch"
INSTALLED, KNOWN, REFUSED = "installed", "known", "refused"


def apply_release(applying: Applying, received: Received) -> None:
    """Put a released pack in force, and tell headquarters so.

    One of another institution is passed by; so is one from before the pack in force, as a new PC
    reads of all that was ever released.

    Raises:
        DeskError: "sync.body", "content.signature", "content.damaged", "content.too_large",
            "content.release_differs" when the pack is not what its release says, "content.older"
            (given, own), "content.home_missing" (branch).
    """
    release, uow = received.read(ContentRelease), applying.uow
    own = content_store.current(uow)
    if release.institution != own.info.institution:
        return
    require_release(release, applying.enrolment.hq_key)
    if _is_history(uow, release, own):
        _note(uow, release, KNOWN)
        return
    given = codec.decode(release.body)
    _require_said(release, given)
    if given == own:
        _note(uow, release, KNOWN)
        return
    content_store.take_over(
        uow,
        given,
        own,
        home=uow.meta.get(_HOME, ""),
        at=applying.clock(),
        account_id=release.released_by,
        body=release.body,
    )
    _note(uow, release, INSTALLED)


def refused_release(uow: UnitOfWork, received: Received, code: str) -> None:
    """Tell headquarters why a release is not in force here; nothing of one that is no release."""
    try:
        release = received.read(ContentRelease)
    except DeskError:
        return
    _note(uow, release, REFUSED, code)


def _is_history(uow: UnitOfWork, release: ContentRelease, own: Pack) -> bool:
    installed = uow.erasures.pack_installed_at()
    older = release.version < own.info.version
    return older and installed is not None and release.at <= installed


def _require_said(release: ContentRelease, given: Pack) -> None:
    said = (release.pack_id, release.version, release.institution, release.sha256)
    info = given.info
    if said != (info.id, info.version, info.institution, codec.sha256(release.body)):
        raise DeskError("content.release_differs", version=release.version)


def _note(uow: UnitOfWork, release: ContentRelease, outcome: str, code: str = "") -> None:
    if not uow.from_hq.release_known(release.id):
        uow.from_hq.note_release(release.id, outcome, code)


RELEASES: Final = Late(apply_release, refused_release)
