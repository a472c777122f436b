"""What every use case is given besides its unit of work: time, ids, rules, calendar, authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.domain.incident_clocks import Limits
from desk.domain.uptime import UptimeClock
from desk.domain.workdays import WorkCalendar
from desk.services.calendar import terms
from desk.services.content.schema import Branch, Pack, Policy, Service
from desk.services.known_reports import KnownReports
from desk.services.nearby import Nearby, NobodyNear

_APOLOGISE = frozenset({"SE-04", "SE-07"})
"""Rules that ask for an apology after an error of our own; a pack without them asks for none."""

if TYPE_CHECKING:
    from desk.services.queue_authority import QueueAuthority


@dataclass(frozen=True)
class Env:
    """The surroundings of a use case; made once by `desk.app`, anew when content changes.

    Args:
        pack: the institution's content pack in force.
        device_id: this database's own id.
        home_branch: the branch the device belongs to; sub-branches follow from the pack.
        uptime: the PC's own counter, for waits that a changed clock must not shorten.
        demo: the demonstration: an invented day with a clock of its own.
        practice: a demonstration to practise in: every screen and paper says so.
        nearby: carries a quiet request to colleagues.
    """

    clock: Clock
    new_id: IdMaker
    pack: Pack
    calendar: WorkCalendar
    device_id: UUID
    institution: str
    home_branch: str
    authority: QueueAuthority
    uptime: UptimeClock
    demo: bool = False
    practice: bool = False
    nearby: Nearby = field(default_factory=NobodyNear)

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """The service catalogue by id."""
        return {service.id: service for service in self.pack.services}

    @cached_property
    def branches(self) -> Mapping[str, Branch]:
        """The institution's branches and sub-branches by id."""
        return {branch.id: branch for branch in self.pack.branches}

    @cached_property
    def limits(self) -> Limits:
        """The terms of reports' clocks, counted by the institution's calendar."""
        apologise = bool(_APOLOGISE & {rule.id for rule in self.pack.rules})
        return Limits.of(terms(self.pack), self.calendar, apologise=apologise)

    @cached_property
    def reports(self) -> KnownReports:
        """Open reports with their clocks, as they were read last."""
        return KnownReports(self.limits)

    @property
    def policy(self) -> Policy:
        """What HQ can set.

        Raises:
            DeskError: "content.no_policy" when the pack has none.
        """
        if self.pack.policy is None:
            raise DeskError("content.no_policy", pack=self.pack.info.id)
        return self.pack.policy

    def branch(self, site: str) -> Branch:
        """A branch by its id.

        Raises:
            DeskError: "site.unknown".
        """
        try:
            return self.branches[site]
        except KeyError:
            raise DeskError("site.unknown", site=site) from None

    def service(self, service_id: str) -> Service:
        """A service of the catalogue by its id.

        Raises:
            DeskError: "service.unknown".
        """
        try:
            return self.services[service_id]
        except KeyError:
            raise DeskError("service.unknown", service=service_id) from None
