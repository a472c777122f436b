"""The practice: its script, its checks against real records, the order of its situations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from branch_at_work import Branch, wall

from desk.domain.incident import FirstReport, IncidentKind, Step, Told
from desk.domain.person import Person
from desk.domain.phone_call import CallNote
from desk.domain.roles import Actor
from desk.domain.visit import Outcome, Priority, Visit
from desk.services import appointments, incidents, phone_calls, practice, queue
from desk.services.content.bundled import bundled_pack
from desk.services.practice import Progress
from desk.services.practice_checks import CHECKS, Look, done
from desk.services.practice_script import Check, morning, read_script, source, texts
from desk.ui.keys import KEYS

SCRIPT = morning()
STEPS = [step.id for step in SCRIPT.steps]


def test_the_script_has_twelve_to_fourteen_situations_each_with_a_task() -> None:
    assert 12 <= len(STEPS) == len(set(STEPS)) <= 14
    assert all(step.tasks and step.rules for step in SCRIPT.steps)
    minutes = [step.minute for step in SCRIPT.steps]
    assert minutes == sorted(minutes)


def test_every_text_is_there_in_three_languages_of_its_own() -> None:
    for place, text in texts(SCRIPT):
        said = (text.lv, text.en, text.ru)
        assert all(one.strip() for one in said), place
        assert len(set(said)) == 3, place
        assert not set(text.ru.lower()).isdisjoint("абвгдежзиклмнопрстуфх"), place


def test_placeholders_and_keys_are_known() -> None:
    known = {entry.id for entry in KEYS}
    for step in SCRIPT.steps:
        for task in step.tasks:
            keyed = ["{key}" in said for said in (task.text.lv, task.text.en, task.text.ru)]
            assert keyed == [bool(task.key)] * 3, (step.id, task.key)
            assert task.key in known | {""}
            assert task.check.name in CHECKS


def test_every_check_is_used() -> None:
    used = {task.check.name for step in SCRIPT.steps for task in step.tasks}
    assert used == set(CHECKS)


@pytest.mark.parametrize("institution", ["pmlp", "atd"])
def test_every_situation_rests_on_a_rule_of_each_institution(institution: str) -> None:
    pack = bundled_pack(institution)
    assert [step.id for step in SCRIPT.steps if " · " not in source(pack, step)] == []


def test_an_unknown_field_or_a_missing_language_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_script('[[steps]]\nid = "a"\nminute = 1\nscore = 3')
    with pytest.raises(msgspec.ValidationError):
        read_script('[[steps]]\nid = "a"\nminute = 1\nrules = []\ntasks = []\ntitle.lv = "a"')


class Desk:
    """Anna at work, step by step, with a client who waits."""

    def __init__(self, branch: Branch) -> None:
        self.branch, self.anna = branch, branch.anna
        self.since = branch.clock.now

    def look(self, check: Check, seen: frozenset[str] = frozenset()) -> bool:
        with self.branch.database.reader() as reader:
            return done(Look(reader, self.branch.env, self.anna, self.since, seen), check)

    def do(self, use_case: Callable[..., object], *values: object, **named: object) -> object:
        self.branch.clock.advance(seconds=5)
        return self.branch.do(use_case, *values, by=self.anna, **named)

    def walk_in(self, **named: object) -> Visit:
        self.branch.clock.advance(seconds=5)
        found = self.branch.do(queue.take_in_walk_in, ["passport"], by=self.branch.inese, **named)
        assert isinstance(found, Visit)
        return found

    def booked(self, minutes: int) -> UUID:
        start = self.branch.clock.now.replace(second=0) + timedelta(minutes=minutes)
        found = self.branch.do(
            appointments.book,
            by=self.branch.inese,
            start=start,
            minutes=10,
            service="passport",
            person=Person("Zelma Rasaspura"),
            confirm_outside=True,
        )
        return UUID(str(found.id))

    def serving(self) -> Visit:
        visit = self.walk_in()
        self.do(queue.call_next)
        self.do(queue.start)
        return visit


@pytest.fixture
def desk(branch: Branch) -> Desk:
    return Desk(branch)


def _called(desk: Desk) -> None:
    desk.walk_in()
    desk.do(queue.call_next)


def _recalled(desk: Desk) -> None:
    _called(desk)
    desk.do(queue.recall)


def _started(desk: Desk) -> None:
    desk.serving()


def _ticked(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.tick, visit.id, "document_presented", True)


def _finished(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.finish, visit.id, Outcome.SOLVED)


def _taken_in(desk: Desk) -> None:
    desk.do(queue.take_in_booking, desk.booked(20))


def _priority(desk: Desk) -> None:
    desk.do(queue.take_in_walk_in, ["passport"], priority=Priority.ACCESSIBILITY)


def _parked(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.park, visit.id, "payment")


def _brought_back(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.park, visit.id, "payment")
    desk.do(queue.requeue, visit.id)


def _transferred(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.transfer, visit.id, counter="1")


def _interrupted(desk: Desk) -> None:
    desk.serving()
    call = desk.do(phone_calls.begin)
    desk.do(phone_calls.end, call.id)  # type: ignore[attr-defined]


def _call_noted(desk: Desk) -> None:
    call = desk.do(phone_calls.begin)
    desk.do(phone_calls.note, call.id, CallNote("documents"))  # type: ignore[attr-defined]


def _no_show(desk: Desk) -> None:
    _called(desk)
    for _again in range(2):
        desk.do(queue.recall)
    desk.do(queue.no_show)


def _noted(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.set_note, visit.id, "filmē")


def _first(desk: Desk, **more: object) -> FirstReport:
    return FirstReport(IncidentKind.AGGRESSION, desk.branch.clock.now, **more)  # type: ignore[arg-type]


def _stamped(desk: Desk) -> None:
    steps = (Step("warn", desk.branch.clock.now),)
    desk.do(incidents.save_draft, IncidentKind.AGGRESSION, _first(desk, steps=steps))


def _reported(desk: Desk) -> None:
    desk.do(incidents.report, _first(desk))


def _told(desk: Desk) -> None:
    told = Told("supervisor", "in_person", desk.branch.clock.now)
    desk.do(incidents.report, _first(desk, told=told))


def _nothing_told(desk: Desk) -> None:
    _reported(desk)


def _another_tick(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.tick, visit.id, "document_presented", True)
    desk.do(queue.tick, visit.id, "document_presented", False)


def _refused(desk: Desk) -> None:
    visit = desk.serving()
    desk.do(queue.finish, visit.id, Outcome.REFUSED)


def _call_unchecked(desk: Desk) -> None:
    desk.do(queue.call_this, appointment_id=desk.booked(1), reason="returned")


def _plain_walk_in(desk: Desk) -> None:
    desk.do(queue.take_in_walk_in, ["passport"])


def _still_on_the_phone(desk: Desk) -> None:
    desk.serving()
    desk.do(phone_calls.begin)


def _ring(desk: Desk) -> None:
    desk.do(phone_calls.begin)


def _draft_without_steps(desk: Desk) -> None:
    desk.do(incidents.save_draft, IncidentKind.AGGRESSION, _first(desk))


SOLVED = Check(name="finished", outcome=Outcome.SOLVED)
CASES = {
    "called": (_called, _plain_walk_in, None),
    "recalled": (_recalled, _called, None),
    "started": (_started, _called, None),
    "ticked": (_ticked, _another_tick, None),
    "finished": (_finished, _refused, SOLVED),
    "taken_in": (_taken_in, _call_unchecked, None),
    "priority_used": (_priority, _plain_walk_in, None),
    "parked": (_parked, _started, None),
    "brought_back": (_brought_back, _parked, None),
    "transferred": (_transferred, _parked, None),
    "interrupted": (_interrupted, _still_on_the_phone, None),
    "call_noted": (_call_noted, _ring, None),
    "no_show": (_no_show, _recalled, None),
    "note_taken": (_noted, _started, None),
    "steps_stamped": (_stamped, _draft_without_steps, None),
    "incident_reported": (_reported, _stamped, None),
    "told": (_told, _nothing_told, None),
}


def test_all_checks_have_a_case() -> None:
    assert {*CASES, "screen_opened"} == set(CHECKS)


@pytest.mark.parametrize("name", CASES)
def test_a_check_is_true_after_the_right_action_and_only_after_it(desk: Desk, name: str) -> None:
    right, wrong, given = CASES[name]
    check = given or Check(name=name)
    assert not desk.look(check)
    wrong(desk)
    assert not desk.look(check), "after something else"
    desk.branch.clock.advance(minutes=1)
    _free(desk)
    desk.since = desk.branch.clock.now
    assert not desk.look(check)
    right(desk)
    assert desk.look(check)


@pytest.mark.parametrize("name", CASES)
def test_what_came_before_the_situation_or_from_a_colleague_does_not_count(
    desk: Desk, name: str
) -> None:
    right, _wrong, given = CASES[name]
    right(desk)
    check = given or Check(name=name)
    somebody_else = Actor(desk.branch.inese.account_id, "Inese", desk.anna.role, "riga-2", "9")
    with desk.branch.database.reader() as reader:
        look = Look(reader, desk.branch.env, somebody_else, desk.since)
        assert not done(look, check)
    if name != "steps_stamped":  # an unfinished report is what it is, whenever it was begun
        desk.branch.clock.advance(minutes=1)
        desk.since = desk.branch.clock.now
        assert not desk.look(check)


def _free(desk: Desk) -> None:
    """Whatever the wrong action left at the counter is cleared away."""
    with desk.branch.database.reader() as reader:
        call = phone_calls.running(reader, desk.branch.env, desk.anna)
        visit = reader.visits.at_counter("riga-2", wall(9).date(), "3")
    if call is not None:
        desk.do(phone_calls.end, call.call.id)
    if visit is not None:
        desk.do(queue.park, visit.id, "payment")
        desk.do(queue.leave, visit.id)
    with desk.branch.database.reader() as reader:
        left = reader.visits.open_of("riga-2", wall(9).date())
    for other in left:
        desk.do(queue.leave, other.id)


def test_a_screen_counts_when_it_was_opened(desk: Desk) -> None:
    check = Check(name="screen_opened", screen="duties")
    assert not desk.look(check, frozenset({"today"}))
    assert desk.look(check, frozenset({"duties"}))


def test_early_and_late_are_told_apart(desk: Desk) -> None:
    early = msgspec.convert({"name": "taken_in", "arrivals": ["early"]}, Check)
    two = Check(name="taken_in", least=2)
    desk.do(queue.take_in_booking, desk.booked(3))
    assert not desk.look(early)
    desk.do(queue.take_in_booking, desk.booked(45))
    assert desk.look(early) and desk.look(two)


NOW = datetime.fromisoformat("2026-11-24T07:00:00+00:00")


def test_put_off_comes_again_after_the_others_and_skipped_does_not() -> None:
    known = Progress(STEPS[0], NOW)
    seen = []
    for how in ("later", "skipped", *["practised"] * (len(STEPS) - 2)):
        seen.append(known.step)
        known = practice.moved(known, SCRIPT, how)
    assert seen == STEPS
    assert (known.step, known.later, known.skipped) == (STEPS[0], (STEPS[0],), (STEPS[1],))
    known = practice.moved(known, SCRIPT, "practised")
    assert (known.step, known.later) == ("", ())
    assert known.practised == (*STEPS[2:], STEPS[0])


def test_another_round_takes_what_was_left_out_or_everything() -> None:
    ended = Progress("", NOW, practised=tuple(STEPS[1:]), skipped=(STEPS[0],), people=7)
    once_more = practice.again(ended, SCRIPT)
    assert (once_more.step, once_more.skipped, once_more.people) == (STEPS[0], (), 7)
    assert practice.moved(once_more, SCRIPT, "practised").step == ""
    whole = practice.again(Progress("", NOW, practised=tuple(STEPS)), SCRIPT)
    assert (whole.step, whole.practised) == (STEPS[0], ())


def test_putting_the_last_one_off_offers_it_again() -> None:
    left = Progress(STEPS[-1], NOW, practised=tuple(STEPS[:-1]))
    assert practice.moved(left, SCRIPT, "later").step == STEPS[-1]
