"""Follow-ups in words: what is to be done, by when, what it is about."""

from __future__ import annotations

from datetime import datetime

from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day
from desk.domain.follow_up import FollowUpAction, FollowUpKind, FollowUpLine, Urgency
from desk.formats import short_day_text, time_text
from desk.i18n import _, language, marked
from desk.services.env import Env

KIND_TEXTS = {
    FollowUpKind.TASK: marked("Task"),
    FollowUpKind.PAPER: marked("Paper to be entered"),
    FollowUpKind.CALL_BACK: marked("Call back"),
    FollowUpKind.APOLOGY: marked("Put our error right and apologise"),
    FollowUpKind.BOOKING: marked("Enter the booking in the booking system"),
    FollowUpKind.REFUSAL: marked("Refusal to be completed"),
    FollowUpKind.TICKET: marked("Ticket of an earlier day is still open"),
    FollowUpKind.INCIDENT: marked("Report to be acknowledged"),
    FollowUpKind.HOURS: marked("Opening hours not confirmed by headquarters"),
}
URGENCY_TEXTS = {
    Urgency.OVERDUE: marked("Overdue"),
    Urgency.TODAY: marked("Today"),
    Urgency.LATER: marked("Later"),
}
TONES = {Urgency.OVERDUE: "danger", Urgency.TODAY: "warn", Urgency.LATER: ""}
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
    if line.text:
        return line.text
    title = _(KIND_TEXTS[line.ref.kind])
    topic = next((one for one in env.policy.call_topics if one.id == line.topic), None)
    return f"{title}: {topic.text.get(language())}" if topic is not None else title


def about_text(line: FollowUpLine) -> str:
    """What it is about, besides the title: a number, what is missing."""
    parts = [_(KIND_TEXTS[line.ref.kind]) if line.text else "", line.number]
    if line.gaps:
        gaps = ", ".join(_(_GAPS[gap]) for gap in line.gaps)
        parts.append(_("missing: {what}").format(what=gaps))
    return " · ".join(part for part in parts if part)


def due_text(due_at: datetime | None, now: datetime) -> str:
    """By when, in words that say overdue without any colour."""
    if due_at is None:
        return _("no term")
    said = when_text(due_at, now)
    if due_at < now:
        return _("overdue: {when}").format(when=said)
    return _("until {when}").format(when=said)


def when_text(due_at: datetime, now: datetime) -> str:
    """ "14.30", "the end of the day", "ot. 24.11.", "ot. 24.11. 14.30"."""
    day = local_day(due_at)
    whole = due_at == end_of_day(day)
    if day == local_day(now):
        return _("the end of the day") if whole else time_text(due_at)
    return short_day_text(day) if whole else f"{short_day_text(day)} {time_text(due_at)}"
