"""An incident in the words of its paper; of the content pack and the texts of those who wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.entry_log import grouped
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    Notice,
    Place,
)
from desk.formats import date_text, datetime_text, minutes_text, size_text
from desk.i18n import _, language, marked
from desk.services.content.schema_base import Option
from desk.services.env import Env
from desk.services.incident_before import before_words

TITLES = {
    IncidentKind.AGGRESSION: marked("Aggressive client: report"),
    IncidentKind.ERROR: marked("Staff error: report"),
    IncidentKind.NEAR_MISS: marked("Near miss: report"),
    IncidentKind.FILMING: marked("Filming: report"),
    IncidentKind.GIFT: marked("Gift: report"),
    IncidentKind.DATA: marked("Personal data: report"),
    IncidentKind.SAFETY: marked("Safety: report"),
}
_PLACES = {
    Place.COUNTER: marked("at the counter"),
    Place.HALL: marked("in the hall"),
    Place.ENTRANCE: marked("at the entrance"),
    Place.OUTSIDE: marked("outside, car park"),
    Place.PHONE: marked("on the phone"),
    Place.EMAIL: marked("by e-mail"),
    Place.VISIT: marked("on a visit outside"),
}
_CHANNELS = {
    Channel.IN_PERSON: marked("in person"),
    Channel.PHONE: marked("phone"),
    Channel.EMAIL: marked("e-mail"),
    Channel.POST: marked("post"),
    Channel.SOCIAL: marked("social media"),
}
_ANSWERS = {
    Answer.NO: marked("no"),
    Answer.YES: marked("yes"),
    Answer.UNKNOWN: marked("not known"),
}
HISTORY = {
    IncidentAction.REPORT: marked("reported"),
    IncidentAction.AMEND: marked("put right"),
    IncidentAction.TOLD: marked("noted who was told"),
    IncidentAction.DETAIL: marked("detail added"),
    IncidentAction.ACKNOWLEDGE: marked("acknowledged"),
    IncidentAction.REVIEW: marked("review begun"),
    IncidentAction.LEVEL: marked("level confirmed"),
    IncidentAction.CONCERNS: marked("colleagues concerned noted"),
    IncidentAction.HAND_UP: marked("handed to headquarters"),
    IncidentAction.TASK: marked("task given"),
    IncidentAction.TASK_DONE: marked("task done"),
    IncidentAction.TASK_CHECKED: marked("effect of a task checked"),
    IncidentAction.CONTACT: marked("contact with the client noted"),
    IncidentAction.APOLOGY: marked("apology noted"),
    IncidentAction.CORRECTION: marked("correction noted"),
    IncidentAction.COMPLAINT: marked("right to complain explained"),
    IncidentAction.BREACH: marked("breach of personal data noted"),
    IncidentAction.EVIDENCE: marked("evidence noted"),
    IncidentAction.CARE: marked("after-care noted"),
    IncidentAction.FINDINGS: marked("findings noted"),
    IncidentAction.UPDATE: marked("reporter told how it stands"),
    IncidentAction.MISSED: marked("reason for a missed limit noted"),
    IncidentAction.PLANNED: marked("review done"),
    IncidentAction.RETURN: marked("sent back for detail"),
    IncidentAction.BLOCK: marked("waits for somebody outside"),
    IncidentAction.RESUME: marked("goes on"),
    IncidentAction.MERGE: marked("merged into another report"),
    IncidentAction.CLOSE: marked("closed"),
    IncidentAction.REOPEN: marked("opened again"),
    IncidentAction.VOID: marked("voided"),
    IncidentAction.ATTACH: marked("picture or scan added"),
    IncidentAction.DETACH: marked("picture or scan taken out"),
    IncidentAction.ANNEX: marked("sealed annex added to"),
}


_SHORT_BYTES = 16
_WORDED = (
    "text_id",
    "protection_id",
    "reference_id",
    "police_outcome_id",
    "asked_id",
    "contained_id",
    "decided_id",
    "lesson_id",
    "note_id",
    "whom_id",
    "why_id",
)
"""Words that people type in the course of a review, by the names that events have for them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where words come from: the rows as they are, or marks for what has changed."""

    text: Callable[[UUID | None], str]
    name: Callable[[UUID], str]


def said(event: IncidentEvent, source: Source) -> str:
    """What an event of the review says: level, owner and term of a task, and words typed."""
    if event.kind in (IncidentAction.REPORT, IncidentAction.AMEND):
        return ""
    data = event.data
    if event.kind is IncidentAction.ATTACH:
        return _file(read.text(data, "kind"), read.number(data, "size"), read.text(data, "address"))
    owner, due = read.identity(data, "owner_id"), read.day(data, "due")
    parts = [
        read.text(data, "level"),
        source.name(owner) if owner else "",
        date_text(due) if due else "",
        *(source.text(read.identity(data, key)) for key in _WORDED if data.get(key)),
    ]
    return "; ".join(part for part in parts if part)


def _file(kind: str, size: int, address: str) -> str:
    """A picture or scan on paper: never the picture itself, nor what it shows."""
    digest = grouped(bytes.fromhex(address)[:_SHORT_BYTES])
    return f"{kind.upper()}, {size_text(size)}, SHA-256 {digest}"


def fields(env: Env, incident: Incident, source: Source) -> Iterator[tuple[str, str]]:
    """Label and value of everything that the report says."""
    when = datetime_text(incident.occurred_at)
    if incident.time_unknown:
        when = _("{when} or so: the time cannot be told").format(when=when)
    yield _("When"), when
    yield _("Recorded"), datetime_text(incident.recorded_at)
    yield _("Reported by"), source.name(incident.reporter_id)
    yield _("Where"), _place(incident)
    yield _("Contact by"), _(_CHANNELS[incident.channel])
    yield _("What it was"), ", ".join(_triggers(env, incident))
    yield _("Level"), _level(env, incident)
    yield _("Was anyone hurt?"), _(_ANSWERS[incident.hurt])
    if incident.kind is IncidentKind.AGGRESSION:
        yield _("Weapon or object"), _(_ANSWERS[incident.weapon])
    yield from _visit_fields(env, incident)
    yield _("Told"), _told(env, incident.told, source)
    yield from _files(incident)
    if incident.acknowledged_at is not None and incident.acknowledged_by is not None:
        who = source.name(incident.acknowledged_by)
        yield _("Acknowledged by"), f"{who}, {datetime_text(incident.acknowledged_at)}"


def _visit_fields(env: Env, incident: Incident) -> Iterator[tuple[str, str]]:
    if incident.service:
        service = env.services.get(incident.service)
        yield _("Service"), service.name.get(language()) if service else incident.service
    if incident.waited_minutes is not None:
        yield _("Had waited"), minutes_text(incident.waited_minutes)
    yield from before_words(incident.handling.visit)


def _files(incident: Incident) -> Iterator[tuple[str, str]]:
    """How many pictures and scans there are; one without any says nothing of them."""
    count = sum(not one.removed for one in incident.handling.attachments)
    if count:
        said = _("{n}, kept in the program alone").format(n=count)
        yield _("Pictures and scans"), said


def _place(incident: Incident) -> str:
    if incident.place is Place.COUNTER and incident.counter:
        return _("at counter {counter}").format(counter=incident.counter)
    return _(_PLACES[incident.place])


def _told(env: Env, told: Notice | None, source: Source) -> str:
    if told is None:
        return _("nobody yet")
    whom = _text_of(env.policy.recipients, source.text(told.whom_id))
    how = _("by phone") if told.how == "phone" else _("in person")
    return ", ".join(part for part in (whom, how, datetime_text(told.at)) if part)


def _triggers(env: Env, incident: Incident) -> list[str]:
    known = [item for ladder in env.pack.ladders for item in ladder.triggers]
    known += env.policy.error_types
    return [_text_of(known, trigger) for trigger in incident.triggers]


def _level(env: Env, incident: Incident) -> str:
    known = [*env.policy.levels, *env.policy.grades]
    text = _text_of(known, incident.level)
    return f"{incident.level} · {text}" if text != incident.level else text


def _text_of(options: list[Option], chosen: str) -> str:
    return next((item.text.get(language()) for item in options if item.id == chosen), chosen)
