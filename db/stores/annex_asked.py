"""What is asked of, and written to, the tables of the sealed annex."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.sql import ColumnElement

from db.models import (
    annex_entry,
    annex_holder,
    annex_holder_act,
    annex_key,
    attachment_key,
    erasure_log,
    incident,
    incident_event,
)
from desk.domain.incident import ENDED

_ENDS: Final = ("close", "void", "merge")
_LIVE: Final = annex_holder.c.revoked_at.is_(None)
HOLDERS: Final = select(annex_holder).where(_LIVE).order_by(annex_holder.c.id)
RETIRED: Final = (
    select(annex_holder)
    .where(annex_holder.c.account_id == bindparam("account"), ~_LIVE)
    .where(exists().where(annex_key.c.holder_id == annex_holder.c.id))
)
_WAITING: Final = _LIVE & (annex_holder.c.waiting == 1)
_HAS_KEY: Final = exists().where(annex_key.c.entry_id == annex_entry.c.id)
ENTRIES: Final = (
    select(annex_entry, _HAS_KEY.label("readable"))
    .where(annex_entry.c.incident_id == bindparam("incident"))
    .order_by(annex_entry.c.position)
)
KEY: Final = select(annex_key.c.sealed).where(
    annex_key.c.entry_id == bindparam("entry"), annex_key.c.holder_id == bindparam("holder")
)
ANY_KEY: Final = select(annex_key.c.entry_id).limit(1)
_other = annex_key.alias()
_live_other = annex_holder.alias()


def _held_by_live(entry_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a holder who is not revoked has a key of an entry."""
    return exists(
        select(_other.c.entry_id)
        .join(_live_other, _live_other.c.id == _other.c.holder_id)
        .where(_other.c.entry_id == entry_id, _live_other.c.revoked_at.is_(None))
    )


MISSING: Final = (
    select(annex_key.c.entry_id, annex_key.c.sealed, annex_holder.c.id, annex_holder.c.public_key)
    .join(annex_holder, _LIVE)
    .where(annex_key.c.holder_id == bindparam("source"))
    .where(annex_key.c.entry_id > bindparam("after"))
    .where(annex_holder.c.id.in_(bindparam("receivers", expanding=True)))
    .where(
        ~exists().where(
            _other.c.entry_id == annex_key.c.entry_id, _other.c.holder_id == annex_holder.c.id
        )
    )
    .order_by(annex_key.c.entry_id)
    .limit(bindparam("most"))
)
DONE: Final = (
    update(annex_holder)
    .where(_WAITING)
    .where(
        ~exists(
            select(annex_entry.c.id).where(
                _held_by_live(annex_entry.c.id),
                ~exists()
                .where(
                    annex_key.c.entry_id == annex_entry.c.id,
                    annex_key.c.holder_id == annex_holder.c.id,
                )
                .correlate(annex_entry, annex_holder),
            )
        )
    )
    .values(waiting=False)
)
_REVOKED: Final = annex_key.c.holder_id.in_(select(annex_holder.c.id).where(~_LIVE))
DROP_SPARE: Final = delete(annex_key).where(_REVOKED, _held_by_live(annex_key.c.entry_id))
EMPTY: Final = (
    update(annex_holder)
    .where(~_LIVE, ~exists().where(annex_key.c.holder_id == annex_holder.c.id))
    .where(func.length(annex_holder.c.wrapped) > 0)
    .values(wrapped=b"", salt=b"", nonce=b"")
)
ADD_HOLDER: Final = insert(annex_holder)
ADD_ACT: Final = insert(annex_holder_act)
HOLDER: Final = select(annex_holder).where(annex_holder.c.id == bindparam("holder"))
ADD_ENTRY: Final = insert(annex_entry)
ADD_KEY: Final = insert(annex_key)
SET_HOLDER: Final = update(annex_holder).where(annex_holder.c.id == bindparam("key"))
ERASE: Final = delete(annex_key).where(annex_key.c.entry_id == bindparam("entry"))
ERASE_FILE: Final = delete(attachment_key).where(attachment_key.c.entry_id == bindparam("entry"))
ADD_LINE: Final = insert(erasure_log)
READABLE: Final = (
    select(annex_entry.c.id, annex_entry.c.at)
    .where(_HAS_KEY)
    .where(annex_entry.c.id.in_(bindparam("ids", expanding=True)))
)
OF: Final = (
    select(annex_entry.c.id)
    .where(_HAS_KEY)
    .where(annex_entry.c.incident_id.in_(bindparam("ids", expanding=True)))
)
_ANNEXED: Final[Select[Any]] = select(
    annex_entry.c.incident_id,
    func.count().label("entries"),
    func.min(annex_entry.c.at).label("oldest"),
).where(_HAS_KEY)
ANNEXED_ALL: Final = _ANNEXED.group_by(annex_entry.c.incident_id)
ENDED_BEFORE: Final = (
    select(annex_entry.c.incident_id)
    .distinct()
    .join(incident, incident.c.id == annex_entry.c.incident_id)
    .where(_HAS_KEY)
    .where(incident.c.state.in_(sorted(state.value for state in ENDED)))
    .where(
        select(func.max(incident_event.c.at))
        .where(
            incident_event.c.incident_id == annex_entry.c.incident_id,
            incident_event.c.kind.in_(_ENDS),
        )
        .scalar_subquery()
        < bindparam("before")
    )
    .limit(bindparam("most"))
)
END: Final = (
    select(incident_event.c.at, incident_event.c.kind)
    .where(incident_event.c.incident_id == bindparam("incident"))
    .where(incident_event.c.kind.in_(_ENDS))
    .order_by(incident_event.c.seq.desc())
    .limit(1)
)
ORPHANS: Final = (
    select(func.count()).select_from(annex_entry).where(_HAS_KEY, ~_held_by_live(annex_entry.c.id))
)

ORPHANS_OF: Final = ORPHANS.where(annex_entry.c.incident_id == bindparam("incident"))
