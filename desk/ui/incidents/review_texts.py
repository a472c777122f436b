"""The words of a review: what was noted, decided, done."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from desk.domain.incident import IncidentAction
from desk.domain.incident_handling import (
    Act,
    Before,
    Cause,
    Circumstance,
    ContactNeed,
    FoundBy,
    Grade,
    Legal,
    Party,
    ServiceEnd,
    Support,
    TaskKind,
    WaitsFor,
)
from desk.i18n import _, marked

Words = Mapping[str, str]

PARTIES: Words = {
    Party.CLIENT: marked("Client"),
    Party.COMPANION: marked("Somebody with the client"),
    Party.STRANGER: marked("Stranger"),
    Party.FORMER_CLIENT: marked("Earlier client"),
    Party.COLLEAGUE: marked("Colleague"),
    Party.OTHER: marked("Somebody else"),
}
ACTS: Words = {
    Act.VERBAL: marked("Insults, shouting"),
    Act.THREAT_DIRECT: marked("Direct threat"),
    Act.THREAT_CONDITIONAL: marked("Threat with a condition"),
    Act.THREAT_VEILED: marked("Veiled threat"),
    Act.PHYSICAL: marked("Pushed, grabbed, hit"),
    Act.WITH_OBJECT: marked("With an object or a weapon"),
    Act.DAMAGE: marked("Damaged things"),
    Act.SEXUAL: marked("Sexual harassment"),
    Act.STALKING: marked("Stalking, also online"),
    Act.FILMING: marked("Filming against a request"),
}
SITUATIONS: Words = {
    Before.NONE: marked("Nothing special"),
    Before.REFUSAL: marked("A refusal"),
    Before.LONG_WAIT: marked("A long wait"),
    Before.DOCUMENT: marked("A document was missing"),
    Before.FEE: marked("The fee"),
    Before.LANGUAGE: marked("Language"),
    Before.CLOSING_TIME: marked("Closing time"),
    Before.QUEUE: marked("A quarrel in the queue"),
    Before.SYSTEM_DOWN: marked("The system did not work"),
}
CIRCUMSTANCES: Words = {
    Circumstance.USUAL: marked("A usual day"),
    Circumstance.ALONE: marked("Alone at the counter"),
    Circumstance.LOW_STAFFING: marked("Too few colleagues"),
    Circumstance.RUSHED: marked("In a hurry"),
    Circumstance.NO_HELP: marked("Help could not be had"),
    Circumstance.UNFAMILIAR: marked("An unfamiliar place"),
}
GRADES: Words = {
    Grade.UNKNOWN: marked("Not known"),
    Grade.NONE: marked("None"),
    Grade.LOW: marked("Slight"),
    Grade.MODERATE: marked("Moderate"),
    Grade.SEVERE: marked("Severe"),
    Grade.FATAL: marked("Death"),
}
FOUND_BY: Words = {
    FoundBy.CLERK: marked("Whoever made it"),
    FoundBy.COLLEAGUE: marked("A colleague"),
    FoundBy.CLIENT: marked("The client"),
    FoundBy.HEADQUARTERS: marked("Headquarters"),
    FoundBy.AUDIT: marked("An audit"),
}
SERVICE_ENDS: Words = {
    ServiceEnd.COMPLETED: marked("Completed"),
    ServiceEnd.STOPPED: marked("Stopped"),
    ServiceEnd.REBOOKED: marked("Booked anew"),
    ServiceEnd.REFUSED: marked("Refused"),
}
CAUSES: Words = {
    Cause.PROCEDURE: marked("Procedure"),
    Cause.TRAINING: marked("Training"),
    Cause.STAFFING: marked("Staffing"),
    Cause.LAYOUT: marked("Rooms, furniture"),
    Cause.INFORMATION: marked("Information for clients"),
    Cause.IT: marked("Computers, systems"),
    Cause.OTHER_INSTITUTION: marked("Another institution"),
    Cause.CLIENT: marked("The client's conduct"),
}
LEGAL: Words = {
    Legal.NONE: marked("None"),
    Legal.POLICE_REPORT: marked("Report to the police"),
    Legal.HOUSE_RULES_LETTER: marked("Letter about the house rules"),
}
WAITS_FOR: Words = {
    WaitsFor.POLICE: marked("The police"),
    WaitsFor.HEADQUARTERS: marked("Headquarters"),
    WaitsFor.CLIENT: marked("The client"),
    WaitsFor.OTHER: marked("Somebody else"),
}
TASK_KINDS: Words = {
    TaskKind.REMEDY: marked("Puts this right"),
    TaskKind.CORRECTIVE: marked("So that it does not come again"),
}
SUPPORTS: Words = {
    Support.BREAK: marked("A break"),
    Support.TALK: marked("A talk"),
    Support.PSYCHOLOGIST: marked("Psychologist offered"),
    Support.DOCTOR: marked("Doctor"),
    Support.HOME: marked("Went home"),
    Support.DECLINED: marked("Support was declined"),
}
CONTACTS: Words = {
    ContactNeed.NEEDED: marked("Needed"),
    ContactNeed.NOT_NEEDED: marked("Not needed"),
    ContactNeed.UNKNOWN: marked("Not reachable, at the next visit"),
}

ACTIONS: Mapping[IncidentAction, str] = {
    IncidentAction.ACKNOWLEDGE: marked("Acknowledge"),
    IncidentAction.REVIEW: marked("Begin the review"),
    IncidentAction.LEVEL: marked("Confirm the level…"),
    IncidentAction.TOLD: marked("Note who was told…"),
    IncidentAction.DETAIL: marked("Details…"),
    IncidentAction.TASK: marked("Add a task…"),
    IncidentAction.TASK_DONE: marked("Tasks…"),
    IncidentAction.CONTACT: marked("Putting it right…"),
    IncidentAction.BREACH: marked("Personal data in the wrong hands…"),
    IncidentAction.EVIDENCE: marked("Police and recording…"),
    IncidentAction.CARE: marked("Care for the colleague…"),
    IncidentAction.FINDINGS: marked("Causes and lesson…"),
    IncidentAction.UPDATE: marked("Tell the reporter how it stands…"),
    IncidentAction.PLANNED: marked("The review is done"),
    IncidentAction.CLOSE: marked("Close…"),
    IncidentAction.RETURN: marked("Send back to the reporter…"),
    IncidentAction.BLOCK: marked("Waits for somebody outside…"),
    IncidentAction.RESUME: marked("Go on"),
    IncidentAction.MERGE: marked("Same event as another report…"),
    IncidentAction.CONCERNS: marked("Whom else it concerns…"),
    IncidentAction.HAND_UP: marked("Hand up to headquarters…"),
    IncidentAction.REOPEN: marked("Open again…"),
    IncidentAction.VOID: marked("Entered by mistake…"),
}
"""What can be done with a report, as it is offered; a missed term is explained on Follow-ups."""


def choices(words: Words) -> list[tuple[str, str]]:
    """Ids and texts for a field to choose from."""
    return [(str(key), _(text)) for key, text in words.items()]


def said(words: Words, *chosen: StrEnum | str | None) -> str:
    """The texts of what was chosen, one after another."""
    return ", ".join(_(words[one]) for one in chosen if one is not None and one in words)
