"""A USB stick between a branch's PC and headquarters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from branch_pc import Branch
from virtual import make_id

from db.lane_cipher import PersonKey
from desk.domain.entry_log import Occasion, Root
from desk.domain.erasure import Why
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.hq.courier import Carried, Counter
from desk.hq.work import Work
from desk.sync.courier import Courier, Packed, Unpacked

NAME = "Krišjānis Ozolsberģis"


@dataclass
class Stick:
    """A stick between one branch and headquarters; `asked`, `answer` lie on it."""

    pc: Branch
    work: Work
    folder: Path

    @property
    def asked(self) -> Path:
        return self.folder / "riga-2.up"

    @property
    def answer(self) -> Path:
        return self.folder / "riga-2.down"

    @property
    def courier(self) -> Courier:
        return Courier(self.pc.database, self.pc.clock, make_id, "1.0")

    def out(self) -> Packed:
        self.pc.clock.advance(seconds=60)
        return self.courier.pack(self.asked)

    def carry(self) -> Carried:
        return Counter(self.work.engine, self.work.clock).take(self.asked, self.answer)

    def back(self) -> Unpacked:
        return self.courier.unpack(self.answer)

    def there_and_back(self) -> tuple[Packed, Carried, Unpacked]:
        return self.out(), self.carry(), self.back()

    def refusal(self, step: Callable[[], object]) -> str:
        """Why a step is refused; nothing of the branch's is lost by it."""
        before = self.pc.held()
        with pytest.raises(DeskError) as refused:
            step()
        assert self.pc.held() == before
        assert not list(self.folder.glob("*.part"))
        return refused.value.code


def put(pc: Branch, name: str = NAME) -> UUID:
    """A client of a booking."""
    with pc.database.unit_of_work() as uow:
        person = Person(name=name, phone="+37129418273")
        made = uow.persons.put(Purpose.APPOINTMENT, person, at=pc.clock(), expires=None)
        uow.commit()
    return made


def correct(pc: Branch, person: UUID, name: str) -> None:
    """The name was wrong."""
    with pc.database.unit_of_work() as uow:
        uow.persons.correct(person, Person(name=name), at=pc.clock())
        uow.commit()


def erase(pc: Branch, person: UUID) -> None:
    """They asked for it."""
    with pc.database.unit_of_work() as uow:
        uow.erasures.erase([person], Why.REQUESTED, at=pc.clock())
        uow.commit()
    pc.database.scrub()


def log(pc: Branch) -> Root:
    """A line more in the incident log, and a signed checkpoint."""
    with pc.database.unit_of_work() as uow:
        uow.entry_log.append("incident_event", row := make_id(), row.bytes)
        made = uow.entry_log.checkpoint(Occasion.START)
        uow.commit()
    return Root(made.size, made.root)


def key(pc: Branch, person: UUID) -> PersonKey:
    """What opens a client."""
    with pc.database.reader() as reader:
        return reader.lane.person_keys([person])[person]
