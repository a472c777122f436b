"""Parts of an incident's handling as people type them: with words in place of their ids.

Each is the record of `desk.domain.incident_handling` with its texts beside it; the ids of the
record itself are left empty, whoever keeps the texts fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from desk.domain.incident_handling import ApologyForm, Breach, Detail, Evidence, Findings
from desk.domain.incident_words import Told


@dataclass(frozen=True, slots=True)
class DetailTyped(Detail):
    """The detail; text: the longer account, protection: what was done at once to protect."""

    text: str = ""
    protection: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceTyped(Evidence):
    """Evidence; reference: the police's number, asked: from whom the recording was asked."""

    reference: str = ""
    police_outcome: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class BreachTyped(Breach):
    """A possible breach; told: how the data-protection officer was told, None = not yet.

    Args:
        contained: what was done at once; decided: why it was decided so.
    """

    contained: str = ""
    decided: str = ""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class FindingsTyped(Findings):
    """What the review found; lesson and note as worded."""

    lesson: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ApologyTyped:
    """An apology as ticked: how, when, and which of its parts it had."""

    form: ApologyForm
    at: datetime
    parts: tuple[str, ...] = ()


TEXTS: Mapping[type[Any], Mapping[str, str]] = {
    DetailTyped: {"text": "text_id", "protection": "protection_id"},
    EvidenceTyped: {
        "reference": "reference_id",
        "police_outcome": "police_outcome_id",
        "asked": "asked_id",
    },
    BreachTyped: {"contained": "contained_id", "decided": "decided_id"},
    FindingsTyped: {"lesson": "lesson_id", "note": "note_id"},
}
"""Of each kind, the texts and the fields in which their ids stand."""


def detail_typed(detail: Detail | None, texts: Mapping[UUID, str]) -> DetailTyped:
    """The detail as it was typed, for the form that puts it right; empty for none."""
    return DetailTyped(**_typed(DetailTyped, detail, texts)) if detail else DetailTyped()


def evidence_typed(evidence: Evidence | None, texts: Mapping[UUID, str]) -> EvidenceTyped:
    """The evidence as it was typed; empty for none."""
    return EvidenceTyped(**_typed(EvidenceTyped, evidence, texts)) if evidence else EvidenceTyped()


def findings_typed(findings: Findings | None, texts: Mapping[UUID, str]) -> FindingsTyped:
    """What was found as it was typed; empty for none."""
    return FindingsTyped(**_typed(FindingsTyped, findings, texts)) if findings else FindingsTyped()


def breach_typed(breach: Breach, texts: Mapping[UUID, str]) -> BreachTyped:
    """A breach as it was typed."""
    officer = breach.officer
    whom = texts.get(officer.whom_id, "") if officer and officer.whom_id else ""
    told = Told(whom, officer.how, officer.at) if officer else None
    values = {**_typed(BreachTyped, breach, texts), "officer": None, "told": told}
    return BreachTyped(**values)


def _typed(kind: type[Any], record: Any, texts: Mapping[UUID, str]) -> dict[str, Any]:
    names = TEXTS[kind]
    kept = {item.name: getattr(record, item.name) for item in fields(record)}
    words = {name: texts.get(kept[id_name], "") for name, id_name in names.items()}
    return {**kept, **dict.fromkeys(names.values()), **words}
