"""Incidents as rows of a list: nothing in them identifies a client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desk.domain.board import IncidentRow
from desk.domain.clock import local_day
from desk.domain.incident import IncidentKind, IncidentState, Place
from desk.domain.incident_moves import OPEN
from desk.formats import short_day_text, time_text
from desk.i18n import _, language
from desk.services.env import Env
from desk.ui.incidents.texts import KIND_TEXTS, PLACE_TEXTS, STATE_TEXTS, triggers_of
from desk.ui.widgets.row_model import Row

_CALM = "0"
_SERIOUS = frozenset({"2", "3", "E3", "E4"})


def rows_of(found: Sequence[IncidentRow], env: Env) -> list[Row]:
    """New reports first, under a heading of their own, then open ones, then those that ended."""
    counted = [row for row in found if _only_counted(row)]
    rest = [row for row in found if not _only_counted(row)]
    new = [row for row in rest if row.state == IncidentState.REPORTED]
    known = [row for row in rest if row.state != IncidentState.REPORTED]
    open_ = [row for row in known if IncidentState(row.state) in OPEN]
    ended = [row for row in known if IncidentState(row.state) not in OPEN]
    groups = (
        (_("New, nobody has taken note yet"), new),
        (_("Open ones"), open_),
        (_("Ended ones"), ended),
        (_("Heated talks, only counted"), counted),
    )
    rows: list[Row] = []
    for title, members in groups:
        if members:
            rows.append(Row(f"heading:{title}", title, right=str(len(members)), heading=True))
            rows += [_row(one, env) for one in members]
    return rows


def _only_counted(found: IncidentRow) -> bool:
    """A heated talk (level 0): a tally, which nobody has to deal with (B2)."""
    calm = found.kind == IncidentKind.AGGRESSION and found.level == _CALM
    return calm and found.state == IncidentState.REPORTED


def _row(found: IncidentRow, env: Env) -> Row:
    new = found.state == IncidentState.REPORTED
    untold = _("not told yet") if not found.told else ""
    reporter = _("yours") if found.own else found.reporter
    return Row(
        str(found.incident_id),
        _title(found, env),
        _joined([when_text(found, env), place_text(found), reporter, untold, found.number]),
        number=found.level or "–",
        right="" if new else _(STATE_TEXTS[IncidentState(found.state)]),
        tone=_tone(found, new=new),
    )


def _tone(found: IncidentRow, *, new: bool) -> str:
    if not new:
        late = found.overdue and IncidentState(found.state) in OPEN
        return "danger" if late else "" if IncidentState(found.state) in OPEN else "dim"
    return "danger" if found.level in _SERIOUS else "warn" if not found.told else ""


def _title(found: IncidentRow, env: Env) -> str:
    kind = IncidentKind(found.kind)
    names = {item.id: item.text.get(language()) for item in triggers_of(env, kind)}
    what = ", ".join(names.get(trigger, trigger) for trigger in found.triggers)
    return f"{_(KIND_TEXTS[kind])}: {what}" if what else _(KIND_TEXTS[kind])


def when_text(found: IncidentRow, env: Env) -> str:
    """ "today 10.48", "ot. 24.11. 10.48"."""
    day = local_day(found.occurred_at)
    if day == local_day(env.clock()):
        return _("today {time}").format(time=time_text(found.occurred_at))
    return f"{short_day_text(day)} {time_text(found.occurred_at)}"


def place_text(found: IncidentRow) -> str:
    """Where it was: the counter's number when it was at one."""
    if found.place == Place.COUNTER and found.counter:
        return _("counter {counter}").format(counter=found.counter)
    return _(PLACE_TEXTS[Place(found.place)])


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
