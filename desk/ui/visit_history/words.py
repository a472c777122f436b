"""A visit's history in words."""

from __future__ import annotations

from collections.abc import Iterable

from desk.domain.clock import local_day
from desk.domain.visit import Action, Outcome, PeriodKind, TicketState
from desk.domain.visit_story import EventLine, PeriodLine, VisitStory
from desk.formats import clock_text, date_text, seconds_text, time_text
from desk.i18n import _, marked
from desk.services.content.schema import Option
from desk.ui.today.words import option_text, outcome_text, state_text

PERIOD_TEXTS = {
    PeriodKind.WAITING: marked("Waiting"),
    PeriodKind.CALLED: marked("Called"),
    PeriodKind.SERVING: marked("Being served"),
    PeriodKind.PARKED: marked("Parked"),
    PeriodKind.INTERRUPTED: marked("Interrupted by a phone call"),
}

EVENT_TEXTS = {
    Action.ISSUE: marked("Ticket given"),
    Action.CALL: marked("Called"),
    Action.RECALL: marked("Called again"),
    Action.START: marked("Came to the counter"),
    Action.NO_SHOW: marked("Did not come"),
    Action.PARK: marked("Parked"),
    Action.TRANSFER: marked("Handed on"),
    Action.STOP: marked("Contact ended because of conduct"),
    Action.FINISH: marked("Finished"),
    Action.LEAVE: marked("Left"),
    Action.REQUEUE: marked("Back in the queue"),
    Action.ADD_SERVICE: marked("Service added"),
    Action.REMOVE_SERVICE: marked("Service taken out"),
    Action.SET_NOTE: marked("Note changed"),
    Action.SET_CONTACT: marked("Contact changed"),
    Action.SET_ASSISTANCE: marked("Assistance changed"),
    Action.INTERRUPT: marked("Interrupted by a phone call"),
    Action.RESUME: marked("Serving went on"),
    Action.COMPLETE: marked("Reason of the refusal added"),
    Action.TICK: marked("Check ticked"),
    Action.UNDO: marked("Undone"),
    Action.CORRECT: marked("Corrected"),
}


def title_text(story: VisitStory) -> str:
    """ "A014 · 24.11.2026."."""
    return f"{story.number} · {date_text(story.day)}"


def result_text(story: VisitStory) -> str:
    """Where it stands, and how it ended."""
    parts = [state_text(story.state)]
    if story.outcome is not None:
        parts.append(outcome_text(story.outcome)[0])
    return " · ".join(parts)


def period_text(line: PeriodLine) -> str:
    """What the time was spent on."""
    return _(PERIOD_TEXTS[line.kind])


def span_text(line: PeriodLine) -> str:
    """From when to when."""
    until = time_text(line.end) if line.end is not None else _("now")
    return f"{time_text(line.start)}–{until}"


def length_text(line: PeriodLine) -> str:
    """How long, minutes and seconds."""
    return clock_text(line.seconds)


def period_remarks(line: PeriodLine) -> str:
    """Counter, who, and time that was put back by an undo."""
    parts = [_("counter {counter}").format(counter=line.counter) if line.counter else "", line.who]
    if line.gap_seconds:
        gap = _("with a gap of {length} put back by an undo")
        parts.append(gap.format(length=clock_text(line.gap_seconds)))
    return " · ".join(part for part in parts if part)


def event_text(line: EventLine) -> str:
    """What happened."""
    text = _(EVENT_TEXTS[line.kind])
    if line.undoes:
        return f"{text}: {_(EVENT_TEXTS[Action(line.undoes)])}"
    return text


def event_details(line: EventLine, ticks: Iterable[Option]) -> str:
    """What belongs to it: service, outcome, reason ..."""
    said = []
    for name, value in line.details:
        if name == "outcome":
            said.append(outcome_text(Outcome(value))[0])
        elif name == "state":
            said.append(state_text(TicketState(value)))
        elif name == "tick":
            said.append(option_text(ticks, value))
        elif name == "counter":
            said.append(_("for counter {counter}").format(counter=value))
        elif name == "why":
            said.append(_("corrected because: {why}").format(why=value))
        elif name == "legal_basis":
            said.append(_("legal basis: {text}").format(text=value))
        else:
            said.append(value)
    return " · ".join(said)


def event_marks(line: EventLine) -> list[tuple[str, str]]:
    """Pills: (text, kind)."""
    marks = []
    if line.undone:
        marks.append((_("taken back"), "warn"))
    if line.compensates:
        marks.append((_("makes up for a mistake"), "neutral"))
    if line.from_paper:
        marks.append((_("from paper"), "accent"))
    if line.added_later:
        marks.append((_("added later: {when}").format(when=_recorded(line)), "neutral"))
    return marks


def _recorded(line: EventLine) -> str:
    """When it was written down; with the day when that was another one."""
    at = time_text(line.recorded_at)
    day = local_day(line.recorded_at)
    return at if day == local_day(line.at) else f"{date_text(day)} {at}"


def moment_text(line: EventLine) -> str:
    """When it happened, with seconds."""
    return seconds_text(line.at)
