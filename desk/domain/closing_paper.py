"""The closing report as frozen values: the day in figures, without anything personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.domain.paper_proof import DayProof

Lines = tuple[tuple[str, str], ...]
"""Label and value, already in words."""


@dataclass(frozen=True, slots=True)
class ClosingPaper:
    """A day's closing report.

    Args:
        institution, branch: full names.
        hours: as shown to clients, with who set them; state: closed when and by which role.
        sections: headings with their lines, in order.
        by_hour: hour, clients who came, clients done.
        by_service: name, visits, average minutes.
        notes: what needs a look: gaps, exceptions.
        proof: the incident log as it stands, and the day's entries in it.
        signed_by: who closed the day; "" while it is open.
    """

    institution: str
    branch: str
    day: date
    state: str
    summary: Lines
    sections: tuple[tuple[str, Lines], ...]
    by_hour: tuple[tuple[int, int, int], ...]
    by_service: tuple[tuple[str, int, int], ...]
    notes: tuple[str, ...]
    signed_by: str
    printed_at: datetime
    printed_by: str
    proof: DayProof | None = None
