"""Any way through the workflow, on the real database: history grows, nothing closes half-done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from branch_at_work import Branch, refuses, wall
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from incident_people import AT, ERROR, GIFT, INSULT, Reviewing
from projections import dump
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.rebuild import rebuild_projections
from db.upgrade import prepare
from desk.domain import incident_states
from desk.domain.attachment import CleanFile, FileKind
from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentEvent, IncidentKind, IncidentState, Told
from desk.domain.incident_handling import (
    Act,
    ApologyForm,
    Care,
    Cause,
    ContactNeed,
    Support,
    TaskKind,
    WaitsFor,
)
from desk.domain.incident_levels import floor
from desk.domain.incident_moves import barred
from desk.domain.incident_typed import (
    ApologyTyped,
    BreachTyped,
    DetailTyped,
    EvidenceTyped,
    FindingsTyped,
)
from desk.domain.roles import Actor, Role
from desk.services import attachments, incidents
from desk.services import incident_detail as detail
from desk.services import incident_remedy as remedy
from desk.services import incident_review as review
from desk.services.incident_list import gathered

REPORTS = (INSULT, ERROR, GIFT)
TOLD = Told("Ilze", "phone", AT)
TODAY = wall(9).date()
FOR_LEADS = "for leads"
"""Words of the review that no reporter reads: of other people, or not shared yet."""

Step = Callable[..., Any]


def some_file(desk: Reviewing, report: UUID, number: int) -> UUID:
    """One of a report's pictures, or none that it has."""
    files = desk.get(report).handling.attachments
    return files[number % len(files)].id if files else UUID(int=1)


STEPS: dict[str, Step] = {
    "amend": lambda d, i, n, by: d(incidents.amend, i, REPORTS[n % 3], by=by),
    "acknowledge": lambda d, i, n, by: d(incidents.acknowledge, i, by=by),
    "told": lambda d, i, n, by: d(incidents.told, i, TOLD, headquarters=n % 2 == 0, by=by),
    "begin": lambda d, i, n, by: d(review.begin, i, by=by),
    "level": lambda d, i, n, by: d(review.confirm_level, i, f"{n % 4}", "x", by=by),
    "grade": lambda d, i, n, by: d(review.confirm_level, i, f"E{n % 5}", "x", by=by),
    "findings": lambda d, i, n, by: d(
        review.findings, i, FindingsTyped(causes=tuple(Cause)[: n % 3], lesson=FOR_LEADS), by=by
    ),
    "planned": lambda d, i, n, by: d(review.planned, i, by=by),
    "send_back": lambda d, i, n, by: d(review.send_back, i, "x", by=by),
    "block": lambda d, i, n, by: d(review.block, i, WaitsFor.POLICE, FOR_LEADS, by=by),
    "resume": lambda d, i, n, by: d(review.resume, i, by=by),
    "close": lambda d, i, n, by: d(review.close, i, "x", by=by),
    "reopen": lambda d, i, n, by: d(review.reopen, i, "x", by=by),
    "void": lambda d, i, n, by: d(review.void, i, "x", by=by),
    "hand_up": lambda d, i, n, by: d(review.hand_up, i, TOLD, by=by),
    "update": lambda d, i, n, by: d(review.update, i, "x", by=by),
    "missed": lambda d, i, n, by: d(review.missed, i, "review", FOR_LEADS, by=by),
    "detail": lambda d, i, n, by: d(
        detail.set_detail, i, DetailTyped(acts=tuple(Act)[n % 10 : n % 10 + n % 3]), by=by
    ),
    "evidence": lambda d, i, n, by: d(detail.evidence, i, EvidenceTyped(asked="x"), by=by),
    "attach": lambda d, i, n, by: d(
        attachments.attach, i, CleanFile(FileKind.PNG, bytes([n % 5]) * 9, 1, 1), "x", by=by
    ),
    "detach": lambda d, i, n, by: d(
        attachments.detach, i, some_file(d.__self__, i, n), "x", destroy=n % 2 == 0, by=by
    ),
    "care": lambda d, i, n, by: d(detail.care, i, Care((Support.TALK,)), by=by),
    "contact": lambda d, i, n, by: d(
        remedy.contact, i, tuple(ContactNeed)[n % 3], "x", AT if n % 2 else None, by=by
    ),
    "apology": lambda d, i, n, by: d(remedy.apology, i, ApologyTyped(ApologyForm.PHONE, AT), by=by),
    "correction": lambda d, i, n, by: d(remedy.correction, i, AT, AT if n % 2 else None, by=by),
    "complaint": lambda d, i, n, by: d(remedy.complaint, i, AT, by=by),
    "breach": lambda d, i, n, by: d(
        remedy.breach, i, BreachTyped(AT, not_reported=n % 2 == 0, decided="x"), by=by
    ),
}
"""Each with the report, a number to vary it, and who does it."""

WAY = ("begin", "detail", "apology", "findings", "contact", "close")
"""Steps that lead to an end; pure chance seldom gets there."""


class Workflow(RuleBasedStateMachine):
    """Three reports of three kinds, four people, anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        prepare(self.folder, KEY)
        self.clock = VirtualClock(wall(9))
        self.database = Database.open(self.folder, KEY, make_id, self.clock, DEVICE)
        self.desk = Reviewing(Branch(self.database, self.clock))
        desk = self.desk
        self.people = (desk.head, desk.deputy, desk.anna, desk.inese)
        self.reports: list[UUID] = []
        self.known: dict[UUID, tuple[IncidentEvent, ...]] = {}

    def teardown(self) -> None:
        before = dump(self.folder)
        with self.database.unit_of_work() as uow:
            rebuild_projections(uow)
            uow.commit()
        assert dump(self.folder) == before, "a replay gives the same rows"
        self.database.close()
        shutil.rmtree(self.folder)

    @initialize()
    def first_reports(self) -> None:
        for number, first in enumerate(REPORTS):
            made = self.desk.do(incidents.report, first, by=self.people[-1 - number])
            self.reports.append(made.id)

    def tried(self, step: Callable[[], Any]) -> None:
        """A refusal leaves everything as it was; anything else than a refusal is a bug."""
        before = self.everything()
        try:
            step()
        except DeskError:
            assert self.everything() == before

    def everything(self) -> list[Any]:
        with self.database.reader() as reader:
            return [(reader.incidents.get(i), reader.incidents.events(i)) for i in self.reports]

    @rule(
        name=st.sampled_from(sorted(STEPS)),
        report=st.integers(0, 2),
        number=st.integers(0, 30),
        person=st.sampled_from([0, 0, 0, 1, 1, 2, 3]),
    )
    def anything(self, name: str, report: int, number: int, person: int) -> None:
        by, meant = self.people[person], self.reports[report]
        self.tried(lambda: STEPS[name](self.desk.do, meant, number, by))

    @rule(report=st.integers(0, 2), person=st.integers(0, 1), level=st.integers(0, 3))
    def a_way_to_the_end(self, report: int, person: int, level: int) -> None:
        by, meant = self.people[person], self.reports[report]
        for name in WAY:
            self.tried(lambda name=name: STEPS[name](self.desk.do, meant, 1, by))
            self.tried(lambda: STEPS["level"](self.desk.do, meant, level, by))
            self.tried(lambda: STEPS["grade"](self.desk.do, meant, level, by))

    @precondition(lambda self: len(self.reports) < 6)
    @rule(
        grade=st.integers(1, 4),
        left_out=st.sampled_from(("", "detail", "apology", "findings", "mended", "level", "sent")),
    )
    def everything_but_one_thing(self, grade: int, left_out: str) -> None:
        """All that a new error asks for save one thing, which closing has to miss."""
        head, deputy = self.people[0], self.people[1]
        meant = self.desk.do(incidents.report, ERROR, by=self.people[2]).id
        self.reports.append(meant)
        owner = head.account_id
        steps: dict[str, Callable[[Actor], Any]] = {
            "begin": lambda by: STEPS["begin"](self.desk.do, meant, 1, by),
            "level": lambda by: self.desk.do(review.confirm_level, meant, f"E{grade}", "x", by=by),
            "detail": lambda by: STEPS["detail"](self.desk.do, meant, 1, by),
            "apology": lambda by: STEPS["apology"](self.desk.do, meant, 1, by),
            "findings": lambda by: STEPS["findings"](self.desk.do, meant, 1, by),
            "mended": lambda by: self.desk.do(
                remedy.add_task, meant, TaskKind.CORRECTIVE, "x", owner, TODAY, by=by
            ),
            "sent": lambda by: STEPS["correction"](self.desk.do, meant, 1, by),
        }
        for name, step in steps.items():
            for by in (head, deputy) if name != left_out else ():
                self.tried(lambda step=step, by=by: step(by))
        for one in self.desk.get(meant).handling.open_tasks if left_out != "sent" else ():
            self.tried(lambda one=one: self.desk.do(remedy.task_done, meant, one.id, by=head))
        for by in (head, deputy):
            self.tried(lambda by=by: STEPS["close"](self.desk.do, meant, 1, by))

    @rule(
        report=st.integers(0, 2),
        kind=st.sampled_from(TaskKind),
        owner=st.integers(0, 3),
        person=st.integers(0, 3),
    )
    def a_task(self, report: int, kind: TaskKind, owner: int, person: int) -> None:
        meant, who = self.reports[report], self.people[owner].account_id
        self.tried(
            lambda: self.desk.do(
                remedy.add_task, meant, kind, "x", who, TODAY, by=self.people[person]
            )
        )

    @rule(report=st.integers(0, 2), person=st.integers(0, 3), worked=st.none() | st.booleans())
    def a_task_ends(self, report: int, person: int, worked: bool | None) -> None:
        meant = self.reports[report]
        for one in self.desk.get(meant).handling.tasks:
            if worked is None:
                self.tried(
                    lambda one=one: self.desk.do(
                        remedy.task_done, meant, one.id, by=self.people[person]
                    )
                )
            else:
                self.tried(
                    lambda one=one: self.desk.do(
                        remedy.task_checked, meant, one.id, worked, by=self.people[person]
                    )
                )

    @rule(report=st.integers(0, 2), into=st.integers(0, 2), person=st.integers(0, 3))
    def a_merger(self, report: int, into: int, person: int) -> None:
        one, other = self.reports[report], self.reports[into]
        self.tried(lambda: self.desk.do(review.merge, one, other, by=self.people[person]))

    @rule(report=st.integers(0, 2), people=st.sets(st.integers(0, 3)), person=st.integers(0, 3))
    def whom_it_concerns(self, report: int, people: set[int], person: int) -> None:
        named = [self.people[one].account_id for one in people]
        meant, by = self.reports[report], self.people[person]
        self.tried(lambda: self.desk.do(review.set_concerned, meant, named, by=by))

    @invariant()
    def history_only_grows(self) -> None:
        for incident, events in self.everything():
            before = self.known.get(incident.id, ())
            assert events[: len(before)] == before
            self.known[incident.id] = events
            assert incident_states.replay(events) == incident
        with self.database.reader() as reader:
            kept = {one.id for one in reader.incidents.list("riga-2")}
            assert kept >= set(self.reports), "no report goes"
            size = reader.entry_log.size()
        assert size == sum(map(len, self.known.values())), "each event has its line"

    @invariant()
    def nothing_closes_with_an_open_remedy(self) -> None:
        """Said anew, without the program's own table of what stands against closing."""
        with self.database.reader() as reader:
            for one in self.reports:
                incident = reader.incidents.get(one)
                if incident.state is IncidentState.CLOSED:
                    settled(incident, reader.incidents.merged_into(one))

    @invariant()
    def no_role_sees_what_it_must_not(self) -> None:
        for incident, _ in self.everything():
            for person in self.people:
                own = incident.reporter_id == person.account_id
                if person.role is Role.CLERK:
                    self._as_clerk(incident, person, own=own)
                else:
                    shown = self.desk.read(self._gathered, incident.id, by=person)
                    assert shown.handling == incident.handling
            with refuses("incident.not_yours"):
                self.desk.read(self._gathered, incident.id, by=self.desk.branch.it)

    def _as_clerk(self, incident: Incident, clerk: Actor, *, own: bool) -> None:
        listed = {row.incident_id for row in self.desk.read(incidents.rows, by=clerk)}
        assert (incident.id in listed) is own
        if not own:
            with refuses("incident.not_yours"):
                self.desk.read(self._gathered, incident.id, by=clerk)
            return
        shown = self.desk.read(self._gathered, incident.id, by=clerk)
        assert (shown.handling.concerned, shown.handling.missed) == ((), ())
        assert (shown.closing, shown.merged, shown.twins) == ((), (), ())
        assert FOR_LEADS not in repr(shown)

    @staticmethod
    def _gathered(reader: Any, _env: Any, actor: Actor, incident_id: UUID) -> Any:
        return gathered(reader, actor, incident_id)

    @invariant()
    def nobody_reviews_their_own_and_no_level_is_below_the_facts(self) -> None:
        for incident, _ in self.everything():
            handling = incident.handling
            assert incident.level >= floor(incident)
            if handling.reviewer_id:
                assert not barred(incident, handling.reviewer_id)
            if handling.confirmed and not handling.superior:
                assert not barred(incident, handling.confirmed.by)

    @invariant()
    def what_stands_still_knows_where_it_was(self) -> None:
        for incident, _ in self.everything():
            still = incident.state in (IncidentState.RETURNED, IncidentState.BLOCKED)
            assert still == bool(incident.handling.before)


def settled(incident: Incident, merged: tuple[Incident, ...]) -> None:
    """A closed report leaves nothing open, neither its own nor of those that go on in it."""
    handling = incident.handling
    for one in (incident, *merged):
        assert all(task.done_at for task in one.handling.tasks)
    graded = incident.kind in (IncidentKind.AGGRESSION, IncidentKind.ERROR)
    assert not graded or handling.confirmed
    if incident.level in ("2", "3", "E2", "E3", "E4"):
        assert handling.detail
    if incident.kind is IncidentKind.ERROR and incident.level != "E0":
        assert handling.apology and handling.findings and handling.findings.causes
        assert any(task.kind is TaskKind.CORRECTIVE for task in handling.tasks)
    contacts = [one.handling.contact for one in (incident, *merged)]
    contact = next((one for one in contacts if one), None)
    assert not contact or contact.need is not ContactNeed.NEEDED or contact.at
    corrections = [one.handling.correction for one in (incident, *merged)]
    correction = next((one for one in corrections if one), None)
    assert not correction or correction.sent_at
    breaches = [one.handling.breach for one in (incident, *merged)]
    breach = next((one for one in breaches if one), None)
    assert not breach or breach.reported_at or breach.not_reported


TestWorkflow = Workflow.TestCase
TestWorkflow.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
