"""Open reports as they were read last, with their clocks: a report changes only with its version.

The count on the tab is asked for with every key pressed, and most reports are the same then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.incident import Incident
from desk.domain.incident_clock_rules import clocks
from desk.domain.incident_clocks import Clock, Limits

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_MOST = 4096


class KnownReports:
    """What is remembered is only ever replaced whole, so that two threads may ask."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: Mapping[UUID, tuple[Incident, tuple[Clock, ...]]] = {}

    def of(self, reader: Reader, versions: Mapping[UUID, int]) -> tuple[Incident, ...]:
        """The reports with these ids, as they stand in these versions."""
        known = self._known
        stale = [
            one
            for one, version in versions.items()
            if one not in known or known[one][0].version != version
        ]
        if stale:
            fresh = {one.id: (one, clocks(one, self._limits)) for one in reader.notices.of(stale)}
            room = dict(known) if len(known) + len(fresh) <= _MOST else {}
            known = self._known = {**room, **fresh}
        missing = [one for one in versions if one not in known]
        assert not missing  # they were listed in the same look at the database
        return tuple(known[one][0] for one in versions)

    def clocks(self, incident: Incident) -> tuple[Clock, ...]:
        """The clocks of a report."""
        found = self._known.get(incident.id)
        if found is not None and found[0].version == incident.version:
            return found[1]
        return clocks(incident, self._limits)
