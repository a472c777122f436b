"""PCs that ask with a code for several: a registrar makes the code and decides about each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from db.hq import site_tokens, streams
from db.hq.people import Person
from db.hq.site_tokens import Applicant, SiteToken
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.hq.enrolling import digest_of, made_up
from desk.hq.people import HqRole, note, require

MOST_PCS: Final = 100
LONGEST: Final = timedelta(days=90)


def new_token(
    connection: Connection,
    actor: Person,
    branch: str,
    at: datetime,
    *,
    most: int,
    valid: timedelta,
    new_id: IdMaker,
) -> str:
    """A code for PCs of a branch; only its digest is kept, and who made it.

    Args:
        most: so many PCs may ask; valid: so long.

    Raises:
        DeskError: "hq.no_right", "hq.token_size" (most, days).
    """
    require(actor, HqRole.REGISTRAR)
    if not (1 <= most <= MOST_PCS and timedelta() < valid <= LONGEST):
        raise DeskError("hq.token_size", most=MOST_PCS, days=LONGEST.days)
    if streams.head(connection, branch) is None:
        streams.make(connection, branch)
    code = made_up()
    site_tokens.add(connection, SiteToken(digest_of(code), branch, most, at, at + valid))
    note(connection, actor, "site_token_made", branch, str(most), at, new_id=new_id)
    return code


def decide(
    connection: Connection,
    actor: Person,
    device: UUID,
    at: datetime,
    *,
    wanted: bool,
    new_id: IdMaker,
) -> Applicant:
    """Approve a PC that waits, or turn it away; it hears so when it asks again.

    Raises:
        DeskError: "hq.no_right", "hq.no_applicant" (none, or decided already).
    """
    require(actor, HqRole.REGISTRAR)
    found = site_tokens.applied(connection, device)
    if found is None or found.decided_at is not None:
        raise DeskError("hq.no_applicant")
    site_tokens.decide(connection, device, at, wanted=wanted)
    what = "pc_approved" if wanted else "pc_turned_away"
    note(connection, actor, what, found.stream, str(device), at, new_id=new_id)
    return found
