"""The access log: who looked at what and why (PD-01, PD-03).  A look is a record opened, exported,
printed, or a settled search; lists without names are none."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.roles import Actor
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


class Look(StrEnum):
    """What was done; stored as text."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    OPEN = "open"
    SEARCH = "search"
    EXPORT = "export"
    IMPORT = "import"
    PRINT = "print"
    ACCOUNT = "account"


def looked(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    what: Look,
    subject_kind: str,
    subject_id: UUID | None,
    purpose: str,
) -> None:
    """Write a line of the access log, in the transaction of the look itself.

    Args:
        subject_kind: "account", "appointment", "visit", "incident", "day" ...
        subject_id: the record; None when a whole day or list was meant.
        purpose: a short code of the work it was for, e.g. "day_sheet"; no personal data.
    """
    uow.access_log.add(env.clock(), actor.account_id, what.value, subject_kind, subject_id, purpose)
