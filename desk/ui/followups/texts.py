"""Follow-ups in words: what is to be done, by when, what it is about."""

from __future__ import annotations

from datetime import datetime

from desk.domain.follow_up import FollowUpAction, FollowUpKind, FollowUpLine, Urgency
from desk.domain.incident import IncidentKind
from desk.domain.incident_clocks import ClockState
from desk.i18n import _, language, marked
from desk.services.env import Env
from desk.ui.followups.clock_texts import clock_title, moment_text, month_title, state_text
from desk.ui.incidents.texts import KIND_TEXTS as REPORT_TEXTS

KIND_TEXTS = {
    FollowUpKind.TASK: marked("Task"),
    FollowUpKind.PAPER: marked("Paper to be entered"),
    FollowUpKind.CALL_BACK: marked("Call back"),
    FollowUpKind.APOLOGY: marked("Put our error right and apologise"),
    FollowUpKind.BOOKING: marked("Enter the booking in the booking system"),
    FollowUpKind.REFUSAL: marked("Refusal to be completed"),
    FollowUpKind.TICKET: marked("Ticket of an earlier day is still open"),
    FollowUpKind.CLOCK: marked("Task out of a report"),
    FollowUpKind.TREND: marked("Look at the branch's reports"),
    FollowUpKind.DRAFT: marked("Finish the report that you began"),
    FollowUpKind.HOURS: marked("Opening hours not confirmed by headquarters"),
    FollowUpKind.ANSWER: marked("Headquarters answered a report"),
}
URGENCY_TEXTS = {
    Urgency.OVERDUE: marked("Overdue"),
    Urgency.TODAY: marked("Today"),
    Urgency.LATER: marked("Later"),
    Urgency.WAITING: marked("Waiting for somebody outside"),
}
STEP_TEXTS = {
    FollowUpAction.OPEN: marked("noted"),
    FollowUpAction.DONE: marked("done"),
    FollowUpAction.POSTPONE: marked("put off"),
    FollowUpAction.ASSIGN: marked("given to somebody"),
    FollowUpAction.UNDO: marked("taken back: not done yet"),
}
_GAPS = {
    "reason": marked("reason"),
    "legal_basis": marked("legal basis"),
    "complaint": marked("how to complain"),
}


def title_text(env: Env, line: FollowUpLine) -> str:
    """What is to be done."""
    if line.text and line.clock is None:
        return line.text
    if line.clock is not None:
        late = line.clock.stopped_at is not None
        text = _("Say why it was late: {what}") if late else "{what}"
        return text.format(what=what_text(env, line))
    if line.ref.kind is FollowUpKind.TREND and not line.number:
        return month_title(line.since)
    title = _(KIND_TEXTS[line.ref.kind])
    topic = next((one for one in env.policy.call_topics if one.id == line.topic), None)
    return f"{title}: {topic.text.get(language())}" if topic is not None else title


def tone_of(line: FollowUpLine) -> str:
    """The tone of a line; its words say the same."""
    if line.urgency is Urgency.OVERDUE:
        return "danger"
    return "warn" if line.pressing else ""


def what_text(env: Env, line: FollowUpLine) -> str:
    """What a clock asks for, whether in time or not."""
    clock, (kind, _level) = line.clock, line.incident
    assert clock is not None
    return line.text or clock_title(env, clock, IncidentKind(kind) if kind else None)


def about_text(line: FollowUpLine) -> str:
    """What it is about, besides the title: a number, what is missing."""
    kind, level = line.incident
    report = _(REPORT_TEXTS[IncidentKind(kind)]) if kind else ""
    what = _(KIND_TEXTS[line.ref.kind]) if line.text else ""
    grade = _("level {level}").format(level=level) if level else ""
    parts = [what, report, grade, line.number]
    if line.gaps:
        gaps = ", ".join(_(_GAPS[gap]) for gap in line.gaps)
        parts.append(_("missing: {what}").format(what=gaps))
    return " · ".join(part for part in parts if part)


def term_text(line: FollowUpLine, now: datetime) -> str:
    """By when a line is due, and whether that is nearly or already over."""
    clock = line.clock
    if clock is None:
        return due_text(line.due_at, now)
    text = state_text(clock, now)
    said = clock.state(now) is ClockState.MISSED and line.why
    return _("{text}, the reason is noted").format(text=text) if said else text


def due_text(due_at: datetime | None, now: datetime) -> str:
    """By when, in words that say overdue without any colour."""
    if due_at is None:
        return _("no term")
    said = moment_text(due_at, now)
    if due_at < now:
        return _("overdue: {when}").format(when=said)
    return _("until {when}").format(when=said)
