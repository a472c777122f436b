"""Every state, every action, everybody: where it leads, and the reason for every no (B4)."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest
from incident_making import (
    COLLEAGUE,
    CONCERNED,
    DEPUTY,
    FILE,
    HEAD,
    OTHER,
    OWNER,
    A,
    S,
    after,
    event,
    in_state,
    task,
)
from visit_making import CLERK, NINE

from desk.domain import incident_states
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.incident import Incident, IncidentAction, IncidentState
from desk.domain.incident_handling import TaskKind
from desk.domain.incident_moves import MOVES, REVIEWS, may, refused
from desk.domain.roles import Role

TABLE = """
             new      known    review   actions  await    closed   returned blocked  merged   voided
report       exists   exists   exists   exists   exists   exists   exists   exists   exists   exists
amend        REP      ackd     ackd     ackd     ackd     closed   back     ackd     merged   voided
told         same     same     same     same     same     closed   same     same     merged   voided
detail       same     same     same     same     same     closed   same     same     merged   voided
acknowledge  ACK      ackd     ackd     ackd     ackd     closed   returned ackd     merged   voided
review       new      REV      same     same     same     closed   returned blocked  merged   voided
level        new      REV      same     same     same     closed   returned same     merged   voided
concerns     same     same     same     same     same     closed   same     same     merged   voided
hand_up      REV      REV      same     same     same     closed   same     same     merged   voided
task         same     same     same     same     ACT      closed   same     same     merged   voided
task_done    same     same     same     AWA      no_task  closed   same     same     same     voided
task_checked same     same     same     same     same     same     same     same     same     voided
contact      same     same     same     same     same     closed   same     same     merged   voided
apology      same     same     same     same     same     closed   same     same     merged   voided
correction   same     same     same     same     same     closed   same     same     merged   voided
complaint    same     same     same     same     same     closed   same     same     merged   voided
breach       same     same     same     same     same     closed   same     same     merged   voided
evidence     same     same     same     same     same     closed   same     same     merged   voided
attach       same     same     same     same     same     closed   same     same     merged   voided
detach       same     same     same     same     same     closed   same     same     merged   voided
care         same     same     same     same     same     same     same     same     merged   voided
findings     new      REV      same     same     same     closed   returned same     merged   voided
update       new      same     same     same     same     closed   same     same     merged   voided
missed       same     same     same     same     same     same     same     same     merged   voided
planned      new      early    tasks    planned  planned  closed   returned blocked  merged   voided
return       RET      RET      RET      RET      RET      closed   returned blocked  merged   voided
block        new      BLO      BLO      BLO      BLO      closed   returned blocked  merged   voided
resume       goes_on  goes_on  goes_on  goes_on  goes_on  closed   back     back     merged   voided
merge        MER      MER      MER      MER      MER      closed   MER      MER      merged   voided
close        new      early    tasks_no tasks_no CLO      closed   returned blocked  merged   voided
reopen       open     open     open     open     open     REV      open     open     merged   voided
void         VOI      VOI      VOI      VOI      VOI      closed   VOI      VOI      merged   voided
annex        same     same     same     same     same     same     same     same     merged   voided
"""
"""One column for each state.  Capitals: it leads there; "same", "back", "tasks": as the report
stands; anything else is a refusal."""

NOTICE: dict[str, object] = {"whom_id": OTHER, "how": "phone", "at": NINE}
STATES = {
    "REP": S.REPORTED,
    "ACK": S.ACKNOWLEDGED,
    "REV": S.UNDER_REVIEW,
    "ACT": S.ACTIONS_OPEN,
    "AWA": S.AWAITING_CLOSE,
    "CLO": S.CLOSED,
    "RET": S.RETURNED,
    "BLO": S.BLOCKED,
    "MER": S.MERGED,
    "VOI": S.VOIDED,
    "back": S.ACKNOWLEDGED,
    "tasks": S.ACTIONS_OPEN,
}
CODES = {
    "exists": "exists",
    "ackd": "acknowledged_already",
    "new": "not_acknowledged",
    "early": "not_in_review",
    "planned": "planned_already",
    "tasks_no": "close_tasks",
    "open": "open_still",
}


def cells() -> list[tuple[IncidentAction, IncidentState, str]]:
    """The table, cell by cell."""
    _, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (A(name), state, cell)
        for name, *row in rows
        for state, cell in zip(IncidentState, row, strict=True)
    ]


def data_of(incident: Incident, action: IncidentAction) -> dict[str, object]:
    """What an event of a kind has to say so that nothing else stands against it."""
    if action in (A.TASK_DONE, A.TASK_CHECKED):
        wanted = action is A.TASK_DONE
        return {"task_id": next(t.id for t in incident.handling.tasks if t.open is wanted)}
    if action is A.TASK:
        return task()
    if action is A.CONCERNS:
        return {"accounts": [CONCERNED]}
    now = written(incident.recorded_at)
    more: dict[IncidentAction, dict[str, object]] = {
        A.AMEND: {"kind": "gift"},
        A.TOLD: NOTICE,
        A.HAND_UP: NOTICE,
        A.CONTACT: {"need": "unknown"},
        A.APOLOGY: {"form": "phone", "at": now},
        A.CORRECTION: {"found_at": now},
        A.BREACH: {"aware_at": now},
        A.MERGE: {"into": OTHER},
        A.BLOCK: {"waits_for": "police"},
        A.ATTACH: {"id": OTHER, "address": "00", "kind": "png", "size": 1},
        A.DETACH: {"attachment_id": FILE, "why_id": OTHER},
    }
    return more.get(action, {})


def test_the_table_is_whole() -> None:
    named = {(action, state) for action, state, _ in cells()}
    assert named == set(product(IncidentAction, IncidentState))
    assert set(MOVES) == set(IncidentAction)


@pytest.mark.parametrize(("action", "state", "cell"), cells())
def test_every_state_and_action(action: IncidentAction, state: IncidentState, cell: str) -> None:
    before = in_state(state)
    actor = CLERK if action is A.AMEND else HEAD
    refusal = may(before, action, actor, Role.HEAD)
    if cell == "same" or cell in STATES:
        assert refusal is None
        happened = event(before, action, actor, **data_of(before, action))
        made = incident_states.apply(before, happened)
        assert made.state is (state if cell == "same" else STATES[cell])
        assert made.version == before.version + 1
        return
    code = f"incident.{CODES.get(cell, cell)}"
    assert refusal is not None
    assert (refusal.code, refusal.params) == (code, {"number": before.number})
    with pytest.raises(DeskError) as refused_too:
        incident_states.apply(before, event(before, action, actor))
    assert refused_too.value.code == code


FACTS = {A.TOLD, A.DETAIL, A.CONTACT, A.APOLOGY, A.CORRECTION, A.COMPLAINT, A.BREACH, A.EVIDENCE}
FACTS |= {A.CARE, A.TASK, A.MISSED, A.ANNEX, A.ATTACH, A.DETACH}
PEOPLE: dict[str, tuple[UUID, Role]] = {
    "reporter": (CLERK, Role.CLERK),
    "reporting deputy": (CLERK, Role.DEPUTY),
    "colleague": (COLLEAGUE, Role.CLERK),
    "task's owner": (OWNER, Role.CLERK),
    "head": (HEAD, Role.HEAD),
    "deputy": (DEPUTY, Role.DEPUTY),
    "concerned deputy": (CONCERNED, Role.DEPUTY),
    "IT": (COLLEAGUE, Role.IT),
    "officer": (COLLEAGUE, Role.OFFICER),
}
LEADS = {"reporting deputy", "head", "deputy", "concerned deputy"}
UNBIASED = {"head", "deputy"}


def people_of(action: IncidentAction, state: IncidentState) -> set[str]:
    """Who may do something that the state allows."""
    if action is A.AMEND:
        return {"reporter", "reporting deputy"}
    if action is A.RESUME and state is S.RETURNED:
        return UNBIASED | {"reporter", "reporting deputy"}
    if action in (A.CONCERNS, A.HAND_UP):
        return LEADS
    if action in FACTS:
        return LEADS | {"reporter"}
    if action is A.TASK_DONE:
        return LEADS | {"reporter", "task's owner"}
    assert action in REVIEWS
    return UNBIASED


@pytest.mark.parametrize(("action", "state"), sorted(product(IncidentAction, IncidentState)))
def test_every_person(action: IncidentAction, state: IncidentState) -> None:
    before = in_state(state)
    if refused(state, action) or (action is not A.AMEND and may(before, action, HEAD, None)):
        codes = {may(before, action, *who) for who in PEOPLE.values()}
        assert None not in codes
        return
    let_in = {name for name, who in PEOPLE.items() if may(before, action, *who) is None}
    assert let_in == people_of(action, state)


@pytest.mark.parametrize(
    ("who", "action", "code"),
    [
        ("reporter", A.CLOSE, "incident.lead_only"),
        ("reporting deputy", A.CLOSE, "incident.own_report"),
        ("concerned deputy", A.CLOSE, "incident.concerned"),
        ("reporting deputy", A.VOID, "incident.own_report"),
        ("colleague", A.DETAIL, "incident.not_yours"),
        ("task's owner", A.EVIDENCE, "incident.not_yours"),
    ],
)
def test_the_reason_is_the_persons_own(who: str, action: IncidentAction, code: str) -> None:
    refusal = may(in_state(S.AWAITING_CLOSE), action, *PEOPLE[who])
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize("action", sorted(REVIEWS - {A.REOPEN}))
def test_what_headquarters_reviews_the_barred_write_down(action: IncidentAction) -> None:
    state = next(one for one in (S.BLOCKED, *MOVES[action]) if one in MOVES[action])
    before = after(in_state(state), A.HAND_UP, HEAD, **NOTICE)
    for name in ("reporting deputy", "concerned deputy", "head"):
        refusal = may(before, action, *PEOPLE[name])
        assert refusal is None or refusal.code == refused(before.state, action) or action is A.CLOSE
    assert may(before, action, *PEOPLE["colleague"]) is not None


def test_who_writes_down_what_headquarters_decided_is_no_reviewer() -> None:
    before = after(in_state(S.REPORTED), A.HAND_UP, CONCERNED, **NOTICE)
    assert (before.state, before.handling.superior) == (S.UNDER_REVIEW, True)
    assert (before.acknowledged_by, before.acknowledged_at) == (None, NINE)
    made = after(before, A.FINDINGS, CONCERNED, causes=["it"])
    assert made.handling.reviewer_id is None
    assert after(before, A.REVIEW, DEPUTY).handling.reviewer_id == DEPUTY
    assert may(made, A.HAND_UP, HEAD, Role.HEAD) is not None


def test_tasks_of_a_report_with_another_code_are_unknown() -> None:
    before = in_state(S.UNDER_REVIEW)
    done = next(one for one in before.handling.tasks if not one.open)
    open_one = before.handling.open_tasks[0]
    for action, meant, code in (
        (A.TASK_DONE, OTHER, "incident.task_unknown"),
        (A.TASK_DONE, done.id, "incident.task_done_already"),
        (A.TASK_CHECKED, OTHER, "incident.task_unknown"),
        (A.TASK_CHECKED, open_one.id, "incident.task_not_corrective"),
    ):
        with pytest.raises(DeskError) as refusal:
            after(before, action, HEAD, task_id=meant)
        assert refusal.value.code == code
    assert done.kind is TaskKind.CORRECTIVE
