"""Which incidents' sealed parts headquarters get."""

from __future__ import annotations

from desk.domain.incident import IncidentKind
from desk.domain.incident_levels import SERIOUS, erred


def goes_up(kind: IncidentKind, level: str) -> bool:
    """Whether the sealed annex and the pictures of an incident go to headquarters.

    From level 2 on, and of every error that was not caught in time; of all others they stay in the
    branch.  A level that is raised later sends them then.

    Args:
        level: as confirmed or, before that, as reported; "" when none was given yet.
    """
    return level in SERIOUS or erred(kind, level)
