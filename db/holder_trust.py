"""Which holders of annex keys this program made: those that the incident log knows.

Whoever can write into the file can put a holder there with a key of their own; without its line in
the log nothing is sealed for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from db.entry_leaf import holder_digest
from desk.domain.annex import Doubt, HolderAct
from desk.domain.entry_log import HOLDER, line_leaf

_HOLDERS: Final = "SELECT id, account_id, public_key, created_at, revoked_at FROM annex_holder"
_EVENTS: Final = """
    SELECT event.*, line.kind AS line_kind, line.at AS line_at, line.label, line.leaf
    FROM annex_holder_act AS event LEFT JOIN entry_log AS line ON line.row_id = event.id
    ORDER BY event.position
    """
_OVER: Final = frozenset({HolderAct.ENDED.value, HolderAct.REFUSED.value})

Row = Mapping[str, Any]


def events(connection: Connection) -> Iterator[Row]:
    """What happened to holders, first to last, as far as the log agrees with each row."""
    rows: list[Any] = list(connection.exec_driver_sql(_EVENTS).mappings())
    return filter(_has_line, rows)


def doubts(connection: Connection) -> dict[bytes, Doubt]:
    """Holders, live or not, that are not as the log has them, and why."""
    known: defaultdict[bytes, list[Row]] = defaultdict(list)
    for event in events(connection):
        known[event["holder_id"]].append(event)
    there: list[Any] = list(connection.exec_driver_sql(_HOLDERS).mappings())
    rows: dict[bytes, Row] = {row["id"]: row for row in there}
    found = {one: Doubt.GONE for one in known if one not in rows}
    taken: set[bytes | None] = set()
    for holder_id in sorted(rows, key=lambda one: (_place(known.get(one)), one)):
        row, told = rows[holder_id], known.get(holder_id, [])
        doubt = _doubt(row, told)
        live = row["revoked_at"] is None
        if doubt is None and live and row["account_id"] in taken:
            doubt = Doubt.SECOND
        if doubt is not None:
            found[holder_id] = doubt
        elif live:
            taken.add(row["account_id"])
    return found


def _doubt(row: Row, told: list[Row]) -> Doubt | None:
    made = next((one for one in told if one["kind"] == HolderAct.MADE.value), None)
    if made is None:
        return Doubt.NO_LINE
    said = (made["account_id"], made["public_key"], made["at"])
    if said != (row["account_id"], row["public_key"], row["created_at"]):
        return Doubt.CHANGED
    over = any(one["kind"] in _OVER for one in told)
    if row["revoked_at"] is None:
        return Doubt.ENDED if over else None
    return None if over else Doubt.REVOKED


def _place(told: list[Row] | None) -> float:
    """Whoever was made first is the one; what nobody made comes last."""
    return float(told[0]["position"]) if told else float("inf")


def _has_line(row: Row) -> bool:
    if row["leaf"] is None or (row["line_kind"], row["line_at"]) != (HOLDER, row["at"]):
        return False
    digest = holder_digest(row)
    return bool(row["leaf"] == line_leaf(HOLDER, row["id"], row["at"], row["label"], digest))
