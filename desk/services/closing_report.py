"""Gathering the closing report: figures of the branch, no client and no colleague in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desk.domain.clock import at_local
from desk.domain.closing import last_end, overtime_minutes, still_here
from desk.domain.closing_paper import ClosingPaper, Lines
from desk.domain.day_figures import DayFigures, day_figures
from desk.domain.day_record import DayRecord, DayState
from desk.domain.entry_log import Occasion
from desk.domain.follow_up import FollowUpLine, Urgency
from desk.domain.hours import DayHours, Origin
from desk.domain.incident import Incident, IncidentKind, IncidentState
from desk.domain.opening import spans
from desk.domain.paper_proof import DayProof, LogStand
from desk.domain.roles import Actor, Right
from desk.domain.visit import Outcome
from desk.formats import datetime_text, duration_text, intervals_text, minutes_text, time_text
from desk.i18n import _, language, marked, ngettext
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.follow_up_list import lines
from desk.services.opening import hours_of
from desk.services.queue_steps import today

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_OUTCOMES = {
    Outcome.SOLVED: marked("Solved"),
    Outcome.INCOMPLETE: marked("Something is missing"),
    Outcome.REFUSED: marked("Refused"),
    Outcome.REFERRED: marked("Sent elsewhere"),
    Outcome.CONSULTED: marked("Advice only"),
}
_KINDS = {
    IncidentKind.AGGRESSION: marked("Aggression"),
    IncidentKind.ERROR: marked("Error of our own"),
    IncidentKind.NEAR_MISS: marked("Near miss"),
    IncidentKind.FILMING: marked("Filming"),
    IncidentKind.GIFT: marked("Gift"),
    IncidentKind.DATA: marked("Personal data"),
    IncidentKind.SAFETY: marked("Safety"),
}


def closing_paper(uow: UnitOfWork, env: Env, actor: Actor, day: date | None = None) -> ClosingPaper:
    """The report of a day, in the language in force; logged as a print.

    Args:
        day: None = today; an open day's report says that it is open.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.CLOSE_DAY)
    site, meant = actor.site, day or today(env)
    looked(uow, env, actor, Look.PRINT, "day", None, "closing_report")
    visits = uow.visits.of_day(site, meant)
    booked = uow.appointments.of_day(site, meant)
    figures = day_figures(visits, booked, uow.calls.of_day(site, meant), env.clock())
    hours, record = hours_of(uow, env, site, meant), uow.days.of(site, meant)
    incidents = [one for one in uow.incidents.list(site, first=meant, last=meant) if _counts(one)]
    open_ones = lines(uow, env, actor).open
    name = env.pack.info.institution_name
    end = last_end(visits)
    return ClosingPaper(
        institution=name.get(language()) if name else env.institution,
        branch=env.branch(site).name,
        day=meant,
        state=_state(record),
        summary=tuple(_summary(figures)),
        sections=tuple(
            section
            for section in (
                (_("The day"), tuple(_the_day(env, hours, record))),
                (_("The end of the day"), tuple(_the_end(hours, end))),
                (_("How it ended"), _outcomes(figures)),
                (_("Telephone"), tuple(_calls(figures))),
                (_("Incidents"), _incidents(incidents)),
                (_("Follow-ups still open"), _follow_ups(open_ones)),
            )
            if section[1]
        ),
        by_hour=tuple((one.hour, one.came, one.done) for one in figures.hours),
        by_service=tuple(_services(env, figures)),
        notes=tuple(_notes(hours, figures, incidents, len(still_here(visits)))),
        signed_by=_closer(uow, record),
        printed_at=env.clock(),
        printed_by=actor.name,
        proof=_proof(uow, meant),
    )


def _proof(uow: UnitOfWork, day: date) -> DayProof:
    """The incident log as it stands, signed now, and what was recorded in it on a day."""
    signed = uow.entry_log.checkpoint(Occasion.CLOSING_SHEET)
    since, until = (at_local(one, time()) for one in (day, day + timedelta(days=1)))
    stand = LogStand(signed.size, signed.root, signed.at)
    return DayProof(stand, uow.entry_log.between(since, until))


def _closer(uow: UnitOfWork, record: DayRecord | None) -> str:
    if record is None or record.closed_by is None:
        return ""
    return uow.accounts.names().get(record.closed_by, "")


def _state(record: DayRecord | None) -> str:
    if record is None or record.state is not DayState.CLOSED or record.closed_at is None:
        return _("The day is not closed yet.")
    return _("Closed {when}.").format(when=datetime_text(record.closed_at))


def _summary(figures: DayFigures) -> Iterator[tuple[str, str]]:
    counts = figures.counts
    yield _("Served"), str(counts.served)
    yield _("Tickets"), str(figures.tickets)
    yield _("Average wait"), minutes_text(counts.average_wait_minutes)
    yield _("Longest wait"), minutes_text(counts.longest_wait_minutes)
    if counts.started_in_time_percent is not None:
        yield _("Booked, begun in time"), f"{counts.started_in_time_percent} %"


def _the_day(env: Env, hours: DayHours, record: DayRecord | None) -> Iterator[tuple[str, str]]:
    yield _("Opening hours"), _hours(hours)
    if record is not None and record.doors_at is not None:
        yield _("Doors opened"), time_text(record.doors_at)
    if env.pack.opening:
        done = len(record.ticks) if record else 0
        ticked = _("{done} of {count}").format(done=done, count=len(env.pack.opening))
        yield _("Opening checklist"), ticked
    if record is not None and record.reopened:
        yield _("Opened again"), str(record.reopened)


def _hours(hours: DayHours) -> str:
    said = intervals_text(hours.intervals) or _("closed")
    if not hours.confirmed and hours.origin is not Origin.NONE:
        return _("{hours} (not confirmed by headquarters)").format(hours=said)
    return said


def _the_end(hours: DayHours, end: datetime | None) -> Iterator[tuple[str, str]]:
    if end is None:
        return
    yield _("Last client's end"), time_text(end)
    over = overtime_minutes(hours, end)
    if over is not None:
        yield _("Overtime"), duration_text(over) if over else _("none")


def _outcomes(figures: DayFigures) -> Lines:
    counts = figures.counts
    ended = [(_(_OUTCOMES[outcome]), number) for outcome, number in figures.outcomes]
    ended += [
        (_("Did not come"), counts.no_show),
        (_("Left"), counts.left),
        (_("Contact ended because of conduct"), counts.stopped),
    ]
    return tuple((label, str(number)) for label, number in ended if number)


def _calls(figures: DayFigures) -> Iterator[tuple[str, str]]:
    if not figures.calls:
        return
    yield _("Calls noted"), str(figures.calls)
    yield _("Time on the phone"), duration_text(figures.call_minutes)
    if figures.interrupted:
        yield _("Clients interrupted by a call"), str(figures.interrupted)


def _counts(incident: Incident) -> bool:
    """An event counts once, and what was entered by mistake not at all."""
    return incident.state not in (IncidentState.MERGED, IncidentState.VOIDED)


def _incidents(incidents: Iterable[Incident]) -> Lines:
    found = Counter((one.kind, one.level) for one in incidents)
    return tuple(
        (_of_level(_(_KINDS[kind]), level), str(number))
        for (kind, level), number in sorted(found.items())
    )


def _of_level(kind: str, level: str) -> str:
    """A kind with its level; filming, gifts and the like have none."""
    return _("{kind}, level {level}").format(kind=kind, level=level) if level else kind


def _follow_ups(found: Iterable[FollowUpLine]) -> Lines:
    by_urgency = Counter(line.urgency for line in found)
    names = {
        Urgency.OVERDUE: _("Overdue"),
        Urgency.TODAY: _("Due today"),
        Urgency.LATER: _("Later"),
        Urgency.WAITING: _("Waiting for somebody outside"),
    }
    return tuple((names[one], str(by_urgency[one])) for one in Urgency if by_urgency[one])


def _services(env: Env, figures: DayFigures) -> Iterator[tuple[str, int, int]]:
    for figure in figures.services:
        known = env.services.get(figure.service)
        name = known.name.get(language()) if known else figure.service
        yield name or _("Service not named"), figure.visits, figure.average_minutes


def _notes(
    hours: DayHours, figures: DayFigures, incidents: Iterable[Incident], here: int
) -> Iterator[str]:
    if here:
        yield ngettext("{n} ticket is still open.", "{n} tickets are still open.", here).format(
            n=here
        )
    if hours.origin in (Origin.BRANCH_EXCEPTION, Origin.CLOSURE, Origin.HQ_EXCEPTION):
        yield _("Other hours than usual: {reason}").format(reason=hours.note)
    if figures.after_hours:
        many = ngettext(
            "{n} ticket was given out after closing.",
            "{n} tickets were given out after closing.",
            figures.after_hours,
        )
        yield many.format(n=figures.after_hours)
    untold = sum(one.told is None for one in incidents)
    if untold:
        many = ngettext(
            "{n} incident has not been told to anybody yet.",
            "{n} incidents have not been told to anybody yet.",
            untold,
        )
        yield many.format(n=untold)
    if not spans(hours):
        yield _("No opening hours are known, so overtime cannot be told.")
