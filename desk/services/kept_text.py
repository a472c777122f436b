"""What people word themselves, kept as personal data; events carry the ids of the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.domain.personal_code import Identifier, findings
from desk.domain.typed_text import cleaned, tidied
from desk.domain.visit import OPEN_STATES, Visit
from desk.services.env import Env
from desk.services.retention import expiry

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_MAX_REASON = 200


def reason_text(text: str) -> str:
    """A short reason without superfluous spaces.

    Raises:
        DeskError: "text.too_long" (maximum), "text.personal_code".
    """
    tidy = " ".join(cleaned(text).split())
    if len(tidy) > _MAX_REASON:
        raise DeskError("text.too_long", maximum=_MAX_REASON)
    if any(found.kind is Identifier.PERSONAL_CODE for found in findings(tidy)):
        raise DeskError("text.personal_code")
    return tidy


def kept(
    uow: UnitOfWork,
    env: Env,
    purpose: Purpose,
    text: str,
    before: UUID | None = None,
    *,
    from_day: date | None = None,
) -> UUID | None:
    """The row of personal data with a text, None for an empty one; signs unseen are not kept.

    Args:
        before: the row with the earlier wording; it stands when the text is the same.
        from_day: from when its time is counted; None = today.
    """
    tidy = tidied(text)
    if not tidy:
        return None
    if before is not None and text_of(uow, before) == tidy:
        return before
    at = env.clock()
    expires = expiry(env, purpose, from_day or local_day(at))
    return uow.persons.put(purpose, Person(text=tidy), at=at, expires=expires)


def text_of(reader: Reader, text_id: UUID | None) -> str:
    """A text that was kept; "" when there was none or it has been erased."""
    person = reader.persons.get(text_id) if text_id else None
    return person.text if person else ""


def kept_assistance(
    uow: UnitOfWork, env: Env, needed: Sequence[str], before: UUID | None = None
) -> UUID | None:
    """The row with what help is needed: ids of the content pack's list, each once."""
    return kept(uow, env, Purpose.ASSISTANCE, " ".join(dict.fromkeys(needed)), before)


def assistance_of(reader: Reader, visits: Iterable[Visit]) -> Mapping[UUID, tuple[str, ...]]:
    """What help the clients of open tickets need, by the visit's `assistance_id`, read at once."""
    ids = {v.assistance_id for v in visits if v.assistance_id and v.state in OPEN_STATES}
    return {one: tuple(row.text.split()) for one, row in reader.persons.get_many(ids).items()}
