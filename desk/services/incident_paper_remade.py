"""An incident's paper made again, as it must have been when it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.entry_log import Occasion
from desk.domain.errors import DeskError
from desk.domain.paper import IncidentPaper
from desk.domain.paper_proof import LogStand, PaperMade
from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.incident_paper import laid_out, readable_events, rules_of
from desk.services.incident_paper_words import Source
from desk.services.kept_text import text_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Remade:
    """A paper made again.

    Args:
        doubts: marks that stand in it for what cannot be told any more, and why.
        rules: whether the content pack of that time is still there.
    """

    paper: IncidentPaper
    doubts: Mapping[str, str]
    rules: bool


def remade(uow: UnitOfWork, env: Env, actor: Actor, made: PaperMade) -> Remade:
    """An incident's paper made again as it must have been; logged as a look.

    To be called in the paper's language.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown", also when it has
            no such event.
    """
    actor.require(Right.PRINT)
    events = readable_events(uow, actor, made.incident)
    if not 0 < made.seq <= len(events):
        raise DeskError("incident.unknown")
    looked(uow, env, actor, Look.OPEN, "incident", made.incident, "verify_paper")
    doubtful = _Doubtful(uow, made)
    source = Source(doubtful.text, doubtful.name)
    signed = [
        one.at
        for one in uow.entry_log.checkpoints()
        if one.size == made.size and one.at <= made.at and one.occasion == Occasion.INCIDENT_PAPER
    ]
    root = uow.entry_log.root_at(made.size)
    stand = LogStand(made.size, root, signed[-1] if signed else None)
    paper = laid_out(uow, env, events[: made.seq], source, made, stand)
    return Remade(paper, doubtful.doubts, made.rules == rules_of(env))


@dataclass(slots=True)
class _Doubtful:
    """Words as of an instant; what was erased or put right since is a mark."""

    reader: Reader
    made: PaperMade
    doubts: dict[str, str] = field(default_factory=dict)
    marks: dict[UUID, str] = field(default_factory=dict)

    def text(self, text_id: UUID | None) -> str:
        if text_id is None:
            return ""
        if self.reader.persons.get(text_id) is None:
            return self._mark(text_id, "a text has been erased since")
        corrected = self.reader.erasures.corrections([text_id]).get(text_id)
        if corrected is not None and corrected > self.made.at:
            return self._mark(text_id, "a text has been put right since")
        return text_of(self.reader, text_id)

    def name(self, account_id: UUID) -> str:
        row = self.reader.erasures.staff().get(account_id)
        held = self.reader.erasures.held([row]) if row else {}
        if row is None or row not in held:
            return self._mark(account_id, "a name has been erased since") if row else ""
        corrected = self.reader.erasures.corrections([row]).get(row, held[row].at)
        if max(held[row].at, corrected) > self.made.at:
            return self._mark(account_id, "a name has been changed since")
        return self.reader.accounts.names().get(account_id, "")

    def _mark(self, row_id: UUID, why: str) -> str:
        mark = self.marks.setdefault(row_id, f"[[{len(self.marks) + 1}]]")
        self.doubts[mark] = why
        return mark
