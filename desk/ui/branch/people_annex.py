"""In one line: who opens the sealed parts of incidents, and what is missing."""

from __future__ import annotations

from uuid import UUID

from desk.i18n import _
from desk.services.annex_holders import Holders, HolderState


def is_well(found: Holders) -> bool:
    """Whether nobody waits, and nothing can be lost."""
    health = found.health
    waits = any(line.state in (HolderState.WAITS, HolderState.NO_KEYS) for line in found.lines)
    missing = health.recovery is HolderState.NO_KEYS
    return not (waits or health.orphans or health.doubtful or missing)


def annex_summary(found: Holders, reader_id: UUID) -> str:
    """Who opens, who waits; whether the institution's key is missing; the reader's fingerprint."""
    parts = []
    if opens := _names(found, HolderState.OPENS):
        parts.append(_("Sealed parts of incidents are opened by: {names}.").format(names=opens))
    else:
        parts.append(_("Nobody opens the sealed parts of incidents yet."))
    if waits := _names(found, HolderState.WAITS):
        parts.append(_("Waiting for keys: {names}.").format(names=waits))
    if found.health.recovery is HolderState.NO_KEYS:
        parts.append(
            _(
                "The institution's own key is missing: with a forgotten password they may be lost."
                " IT runs `desk annex recovery-key` with the recovery code."
            )
        )
    if found.health.orphans:
        parts.append(_("Some can be opened by nobody: see `desk annex status`."))
    if found.health.doubtful:
        parts.append(
            _("The incident log does not know some of the keys: tell headquarters and IT.")
        )
    own = next((line.fingerprint for line in found.lines if line.account_id == reader_id), "")
    if own:
        parts.append(_("Fingerprint of your own keys: {print}.").format(print=own))
    return " ".join(parts)


def _names(found: Holders, state: HolderState) -> str:
    return ", ".join(line.name for line in found.lines if line.state is state)
