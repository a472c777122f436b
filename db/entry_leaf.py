"""The bytes that the incident log's hashes cover: one documented form for each kind of row.

Form 1, JSON with sorted keys, ids in hexadecimal, instants in microseconds since 1970:

- incident_event: actor, at, body (the stored JSON text), form, id, incident, kind, recorded_at,
  seq, and `texts`: for every row of `person_data` that the body names, SHA-256 of its nonce and
  ciphertext.  So a changed text is found, and destroying a key changes nothing.
- annex_entry: actor, at, form, id, incident, and `sealed`, SHA-256 of its nonce and ciphertext.
- annex_holder: account, actor, at, form, holder, id, kind, proof and public of a row of
  `annex_holder_act`; the row of `annex_holder` has to agree with it (`db.holder_trust`).
- correction: actor, at, data (the row that holds the new fields), form, id, person, why, and
  `texts` of that row.

These forms never change; another one gets another number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import dialect

_FORM: Final = 1
_AT_ONCE: Final = 500
_ID: Final = re.compile(r'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')
_SEALED: Final = "SELECT id, nonce, ciphertext FROM person_data WHERE id IN ({})"

Sealed = Mapping[bytes, bytes]
"""SHA-256 of the nonce and ciphertext of rows of `person_data`, by id."""


def stored(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values as they lie in a table: ids as bytes, instants as numbers, JSON as text."""
    changes = _changes(table)
    return {
        name: value if value is None or name not in changes else changes[name](value)
        for name, value in row.items()
    }


def named_ids(body: str) -> frozenset[bytes]:
    """Everything in an event's body that is written like an id."""
    return frozenset(bytes.fromhex(found.replace("-", "")) for found in _ID.findall(body))


def sealed(connection: Connection, ids: Collection[bytes]) -> dict[bytes, bytes]:
    """What the log covers of rows of `person_data`; ids of other things are left out."""
    found: dict[bytes, bytes] = {}
    whole = sorted(ids)
    for start in range(0, len(whole), _AT_ONCE):
        some = tuple(whole[start : start + _AT_ONCE])
        asked = _SEALED.format(",".join("?" * len(some)))
        for row_id, nonce, ciphertext in connection.exec_driver_sql(asked, some):
            found[row_id] = sha256(nonce + ciphertext).digest()
    return found


def event_digest(row: Mapping[str, Any], texts: Sealed) -> bytes:
    """SHA-256 of a row of `incident_event` as it is stored.

    Args:
        row: its columns, ids as bytes, instants as microseconds, the body as JSON text.
        texts: at least the rows that the body names.
    """
    return _digest(
        actor=row["actor_id"].hex(),
        at=row["at"],
        body=msgspec.Raw(row["body"].encode()),
        id=row["id"].hex(),
        incident=row["incident_id"].hex(),
        kind=row["kind"],
        recorded_at=row["recorded_at"],
        seq=row["seq"],
        texts=_covered(named_ids(row["body"]), texts),
    )


def correction_digest(row: Mapping[str, Any], texts: Sealed) -> bytes:
    """SHA-256 of a row of `correction` as it is stored (arguments as in `event_digest`)."""
    return _digest(
        actor=row["actor_id"].hex(),
        at=row["at"],
        data=row["data_id"].hex(),
        id=row["id"].hex(),
        person=row["person_id"].hex(),
        texts=_covered((row["data_id"],), texts),
        why=row["why"],
    )


def annex_digest(row: Mapping[str, Any]) -> bytes:
    """SHA-256 of a row of `annex_entry` as it is stored; its keys are no part of it."""
    return _digest(
        actor=row["actor_id"].hex(),
        at=row["at"],
        id=row["id"].hex(),
        incident=row["incident_id"].hex(),
        sealed=sha256(row["nonce"] + row["ciphertext"]).hexdigest(),
    )


def holder_digest(row: Mapping[str, Any]) -> bytes:
    """SHA-256 of a row of `annex_holder_act` as it is stored."""
    return _digest(
        account=row["account_id"].hex() if row["account_id"] else None,
        actor=row["actor_id"].hex(),
        at=row["at"],
        holder=row["holder_id"].hex(),
        id=row["id"].hex(),
        kind=row["kind"],
        proof=row["proof"].hex(),
        public=row["public_key"].hex(),
    )


def holder_label(act: str, whose: str) -> str:
    """What happened to a holder in words, as a closing sheet names it.

    Args:
        whose: the login; "recovery code" for the institution's key.
    """
    return f"keys of sealed parts: {whose}" if act == "made" else f"keys {act}: {whose}"


def event_label(number: str, seq: int, kind: str) -> str:
    """An event in words: the incident's number, which of its events, and what was done."""
    return f"{number}/{seq} {kind}"


@cache
def _changes(table: Table) -> dict[str, Callable[[Any], Any]]:
    kinds = {column.name: column.type.bind_processor(dialect()) for column in table.c}
    return {name: change for name, change in kinds.items() if change is not None}


def _covered(ids: Iterable[bytes], texts: Sealed) -> dict[str, str]:
    return {one.hex(): texts[one].hex() for one in ids if one in texts}


def _digest(**parts: object) -> bytes:
    return sha256(msgspec.json.encode({"form": _FORM, **parts}, order="sorted")).digest()
