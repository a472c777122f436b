"""Which incidents are for headquarters: the one rule that both ends use (B3.B, B7, A10)."""

from __future__ import annotations

from typing import Final

from desk.domain.incident import IncidentKind
from desk.domain.incident_levels import SERIOUS, erred

_COUNTS_UNTIL_GRADED: Final = frozenset({IncidentKind.ERROR, IncidentKind.DATA})


def goes_up(kind: IncidentKind, level: str) -> bool:
    """Whether headquarters see a report, and get its sealed annex and pictures.

    From level 2 on (B3.B, B7), and every error that reached somebody (A10).  A mistake that was
    caught in time (E0) stays in the branch, whatever it was about: it is counted, and headquarters
    get the sum.  While nobody has graded an error or a loss of data it counts as one that reached
    somebody: the 72 hours for a breach run meanwhile (GDPR Article 33).  A level that is raised, or
    a grade that is given later, is looked at again.

    Args:
        level: as confirmed or, before that, as reported; "" when none was given yet.
    """
    if not level:
        return kind in _COUNTS_UNTIL_GRADED
    return level in SERIOUS or erred(kind, level)
