"""The level of an aggression and the grade of an error: raised by facts, never lowered by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from desk.domain.incident import Answer, FirstReport, Incident, IncidentKind
from desk.domain.incident_handling import Act, Detail, Grade

THREAT: Final = "threat"
"""Id of the trigger that a threat was made; known to every institution."""

RAISES: Final[Mapping[str, str]] = {THREAT: "2"}
"""Triggers that raise the level, and to which: used where the content pack names none."""

NEAR_MISS: Final = "E0"
"""The grade of an error that was caught in time."""

SERIOUS: Final = frozenset({"2", "3", "E2", "E3", "E4"})
"""Levels and grades from which on the detail is due, and a superior has to be told at once."""

GRADED: Final = frozenset({IncidentKind.ERROR, IncidentKind.NEAR_MISS, IncidentKind.DATA})
"""Kinds that have a grade of error; an aggression has a level, others may go without."""

_HIGHEST, _THREATENED = "3", "2"
_THREATS: Final = frozenset({Act.THREAT_DIRECT, Act.THREAT_CONDITIONAL, Act.THREAT_VEILED})
_HURT: Final = frozenset({Grade.LOW, Grade.MODERATE, Grade.SEVERE, Grade.FATAL})


def raised_level(report: FirstReport, raises: Mapping[str, str] = RAISES) -> str:
    """The level an aggression has at least: it is only ever raised, never lowered (B2).

    A weapon shown or somebody hurt makes it 3, a threat at least 2.  Errors keep their grade; a
    near miss has the lowest unless another was typed.

    Args:
        report: as typed.
        raises: the least level by trigger id ("" = it raises nothing).
    """
    if report.kind is IncidentKind.NEAR_MISS:
        return report.level or NEAR_MISS
    if report.kind is not IncidentKind.AGGRESSION:
        return report.level
    facts = _least(Answer.YES in (report.weapon, report.hurt), report.triggers, raises)
    return max(report.level, facts)


def floor(incident: Incident, raises: Mapping[str, str] = RAISES) -> str:
    """The least level that the facts of a report and of its detail allow; "" = any (B2)."""
    if incident.kind is not IncidentKind.AGGRESSION:
        return ""
    armed_or_hurt = Answer.YES in (incident.weapon, incident.hurt)
    least = _least(armed_or_hurt, incident.triggers, raises)
    detail = incident.handling.detail
    return max(least, _by_detail(detail)) if detail else least


def _least(armed_or_hurt: bool, triggers: Iterable[str], raises: Mapping[str, str]) -> str:
    if armed_or_hurt:
        return _HIGHEST
    return max((raises.get(trigger, "") for trigger in triggers), default="")


def _by_detail(detail: Detail) -> str:
    if Act.WITH_OBJECT in detail.acts or detail.physical in _HURT:
        return _HIGHEST
    return _THREATENED if _THREATS & set(detail.acts) else ""


def scale(kind: IncidentKind) -> str:
    """What a kind's levels measure: "aggression", "error", or "other"."""
    if kind is IncidentKind.AGGRESSION:
        return "aggression"
    return "error" if kind in GRADED else "other"


def needs_level(incident: Incident) -> bool:
    """Whether a level or grade has to be confirmed before the report is closed."""
    return bool(incident.level) or scale(incident.kind) != "other"


def is_error(incident: Incident) -> bool:
    """Whether it asks for remedy, apology and cause: an error that was not caught in time."""
    return erred(incident.kind, incident.level)


def erred(kind: IncidentKind, level: str) -> bool:
    """As `is_error`, of a kind and its grade."""
    if kind is IncidentKind.ERROR:
        return level != NEAR_MISS
    return kind in GRADED and level > NEAR_MISS


def is_serious(incident: Incident) -> bool:
    """Whether its detail has to be known (B3.B)."""
    return incident.level in SERIOUS
