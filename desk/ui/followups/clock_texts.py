"""The clocks of reports in words: what has to be done, by when, and how it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day
from desk.domain.incident import IncidentKind
from desk.domain.incident_clocks import Clock, ClockKind, ClockState, Stop
from desk.formats import date_text, duration_text, month_text, short_day_text, time_text
from desk.i18n import _, language, marked, ngettext
from desk.services.env import Env

CLOCK_TEXTS = {
    ClockKind.TOLD: marked("Tell in person or by phone: {whom}"),
    ClockKind.HEADQUARTERS: marked("Tell headquarters"),
    ClockKind.ACCIDENT: marked("Tell the employer of the accident at work"),
    ClockKind.POLICE: marked("Severe accident: call the police"),
    ClockKind.INSPECTORATE: marked("Severe accident: tell the labour inspectorate"),
    ClockKind.CORRECTION: marked("Send the corrected e-mail with an apology"),
    ClockKind.APOLOGY: marked("Apologise to the client for our error"),
    ClockKind.FEEDBACK: marked("Answer the client who found our error"),
    ClockKind.REPORT: marked("Write the first report"),
    ClockKind.DETAIL: marked("Add the details"),
    ClockKind.ANSWER: marked("Sent back to you: add what was asked for"),
    ClockKind.ACKNOWLEDGE: marked("Acknowledge the report"),
    ClockKind.TALK: marked("Talk with the colleague concerned"),
    ClockKind.CARE: marked("Ask after the colleague again"),
    ClockKind.UPDATE: marked("Tell the reporter how it stands"),
    ClockKind.REVIEW: marked("Finish the review"),
    ClockKind.TREND: marked("Look at what such reports have in common"),
    ClockKind.BREACH: marked("Notify the data inspectorate, or decide that there is no risk"),
    ClockKind.EVIDENCE: marked("Ask for the recording before it is overwritten"),
    ClockKind.EVIDENCE_KEPT: marked("Use the recording before it is deleted"),
    ClockKind.TASK: marked("Task out of a report"),
}
STOP_TEXTS = {
    Stop.TOLD: marked("told"),
    Stop.TOLD_HQ: marked("headquarters told"),
    Stop.SPECIALIST: marked("labour-protection specialist told"),
    Stop.POLICE: marked("police called"),
    Stop.INSPECTORATE: marked("labour inspectorate told"),
    Stop.CORRECTED: marked("corrected"),
    Stop.APOLOGISED: marked("apology decided"),
    Stop.CONTACTED: marked("client told"),
    Stop.REPORTED: marked("reported"),
    Stop.DETAILED: marked("details added"),
    Stop.ACKNOWLEDGED: marked("acknowledged"),
    Stop.TALKED: marked("talked"),
    Stop.UPDATED: marked("reporter told"),
    Stop.REVIEWED: marked("review done"),
    Stop.NOTIFIED: marked("inspectorate notified"),
    Stop.NOT_NEEDED: marked("decided: not needed"),
    Stop.ASKED: marked("asked for"),
    Stop.DONE: marked("done"),
    Stop.CLOSED: marked("report closed"),
    Stop.BY_HAND: marked("marked as done"),
}
_DAY = 24 * 60


def clock_title(env: Env, clock: Clock, kind: IncidentKind | None = None) -> str:
    """What has to be done.

    Args:
        kind: of the report, where it is known: it decides whom to tell.
    """
    text = _(CLOCK_TEXTS[clock.kind])
    return text.format(whom=_whom(env, kind)) if clock.kind is ClockKind.TOLD else text


def month_title(since: datetime) -> str:
    """The branch's own look at the reports of a month."""
    return _("Look at the reports of {month}").format(month=month_text(local_day(since)))


def state_text(clock: Clock, now: datetime) -> str:
    """By when, or how it went, in words that need no colour."""
    when = moment_text(clock.stopped_at or clock.due, now)
    by = span_text(clock.over(now))
    match clock.state(now):
        case ClockState.IN_TIME:
            return _("in time: {when}").format(when=when)
        case ClockState.LATE:
            return _("late by {by}: {when}").format(by=by, when=when)
        case ClockState.MISSED:
            return _("overdue by {by}: {when}").format(by=by, when=when)
        case ClockState.WAITS:
            return _("waits; term: {when}").format(when=when)
        case ClockState.RUNNING:
            return _running_text(clock, now).format(when=when)


def _running_text(clock: Clock, now: datetime) -> str:
    if not clock.pressing(now):
        return _("until {when}")
    whole = clock.due == end_of_day(local_day(now))
    return _("due today: until {when}") if whole else _("running out: until {when}")


def clock_tone(clock: Clock, now: datetime) -> str:
    """The tone of its text: never the only signal."""
    state = clock.state(now)
    if state is ClockState.MISSED:
        return "danger"
    return "warn" if clock.pressing(now) or state is ClockState.LATE else ""


def span_text(span: timedelta) -> str:
    """ "12 min", "5 h 3 min", "3 days"."""
    minutes = int(span.total_seconds() // 60)
    if minutes < _DAY:
        return duration_text(minutes)
    days = minutes // _DAY
    return ngettext("{n} day", "{n} days", days).format(n=days)


def moment_text(at: datetime, now: datetime) -> str:
    """ "14.30", "the end of the day", "ot. 24.11.", "ot. 24.11. 14.30", "24.11.2027."."""
    day = local_day(at)
    whole = at == end_of_day(day)
    if day.year != local_day(now).year:
        return date_text(day)
    if day == local_day(now):
        return _("the end of the day") if whole else time_text(at)
    return short_day_text(day) if whole else f"{short_day_text(day)} {time_text(at)}"


def _whom(env: Env, kind: IncidentKind | None) -> str:
    """Whom the institution wants told (D-15), in the language in force."""
    tell = env.policy.tell
    wanted = tell.get(kind.value if kind else "") or tell.get("other", "")
    found = next((item for item in env.policy.recipients if item.id == wanted), None)
    text = found.text.get(language()) if found else _("a superior")
    return text[:1].lower() + text[1:]
