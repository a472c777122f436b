"""The words of incidents: kinds, places, channels, answers, states."""

from __future__ import annotations

from desk.domain.incident import (
    Answer,
    Channel,
    IncidentAction,
    IncidentKind,
    IncidentState,
    Place,
)
from desk.i18n import _, language, marked
from desk.services.content.schema import Helper, Kind, Ladder, LadderStep, Option
from desk.services.content.speaking import spoken
from desk.services.env import Env
from desk.services.moments import moment_of
from desk.ui.context import Context
from desk.ui.duties.texts import KIND_TEXTS as RULE_KINDS

KIND_TEXTS = {
    IncidentKind.AGGRESSION: marked("Aggressive client"),
    IncidentKind.ERROR: marked("Our own error"),
    IncidentKind.NEAR_MISS: marked("Near miss"),
    IncidentKind.FILMING: marked("Filming"),
    IncidentKind.GIFT: marked("Gift"),
    IncidentKind.DATA: marked("Personal data"),
    IncidentKind.SAFETY: marked("Safety"),
}
PLACE_TEXTS = {
    Place.COUNTER: marked("At the counter"),
    Place.HALL: marked("In the hall"),
    Place.ENTRANCE: marked("At the entrance"),
    Place.OUTSIDE: marked("Outside, car park"),
    Place.PHONE: marked("On the phone"),
    Place.EMAIL: marked("By e-mail"),
    Place.VISIT: marked("On a visit outside"),
}
CHANNEL_TEXTS = {
    Channel.IN_PERSON: marked("In person"),
    Channel.PHONE: marked("Phone"),
    Channel.EMAIL: marked("E-mail"),
    Channel.POST: marked("Post"),
    Channel.SOCIAL: marked("Social media"),
}
ANSWER_TEXTS = {
    Answer.NO: marked("No"),
    Answer.YES: marked("Yes"),
    Answer.UNKNOWN: marked("Not known"),
}
STATE_TEXTS = {
    IncidentState.REPORTED: marked("New"),
    IncidentState.ACKNOWLEDGED: marked("Acknowledged"),
    IncidentState.UNDER_REVIEW: marked("Under review"),
    IncidentState.ACTIONS_OPEN: marked("Tasks are open"),
    IncidentState.AWAITING_CLOSE: marked("Can be closed"),
    IncidentState.CLOSED: marked("Closed"),
    IncidentState.RETURNED: marked("Sent back for detail"),
    IncidentState.BLOCKED: marked("Waits for somebody outside"),
    IncidentState.MERGED: marked("Merged into another"),
    IncidentState.VOIDED: marked("Entered by mistake"),
}
HISTORY_TEXTS = {
    IncidentAction.REPORT: marked("reported"),
    IncidentAction.AMEND: marked("put right"),
    IncidentAction.TOLD: marked("noted who was told"),
    IncidentAction.DETAIL: marked("details"),
    IncidentAction.ACKNOWLEDGE: marked("acknowledged"),
    IncidentAction.REVIEW: marked("began the review"),
    IncidentAction.LEVEL: marked("confirmed the level"),
    IncidentAction.CONCERNS: marked("noted whom it concerns"),
    IncidentAction.HAND_UP: marked("handed up to headquarters"),
    IncidentAction.TASK: marked("new task"),
    IncidentAction.TASK_DONE: marked("task done"),
    IncidentAction.TASK_CHECKED: marked("checked whether a task helped"),
    IncidentAction.CONTACT: marked("telling the client"),
    IncidentAction.APOLOGY: marked("apology"),
    IncidentAction.CORRECTION: marked("correction of the e-mail"),
    IncidentAction.COMPLAINT: marked("explained the right to complain"),
    IncidentAction.BREACH: marked("personal data in the wrong hands"),
    IncidentAction.EVIDENCE: marked("police and recording"),
    IncidentAction.CARE: marked("care for the colleague"),
    IncidentAction.FINDINGS: marked("causes and lesson"),
    IncidentAction.UPDATE: marked("told the reporter how it stands"),
    IncidentAction.MISSED: marked("said why a term was missed"),
    IncidentAction.PLANNED: marked("the review is done"),
    IncidentAction.RETURN: marked("sent back for detail"),
    IncidentAction.BLOCK: marked("waits for somebody outside"),
    IncidentAction.RESUME: marked("goes on"),
    IncidentAction.MERGE: marked("merged into another report"),
    IncidentAction.CLOSE: marked("closed"),
    IncidentAction.REOPEN: marked("opened again"),
    IncidentAction.VOID: marked("marked as entered by mistake"),
    IncidentAction.ATTACH: marked("added a picture or scan"),
    IncidentAction.DETACH: marked("took out a picture or scan"),
    IncidentAction.ANNEX: marked("sealed who it was"),
}
HOW_TEXTS = {"in_person": marked("in person"), "phone": marked("by phone")}
"""How somebody was told; ids as stored in `Told.how`."""


def ladder_of(env: Env) -> Ladder | None:
    """The institution's own ladder; None when its pack has none."""
    return env.pack.ladders[0] if env.pack.ladders else None


def triggers_of(env: Env, kind: IncidentKind) -> list[Option]:
    """What a report of a kind can tick: the ladder's triggers, a form's own, or error types."""
    if (moment := moment_of(env, kind)) is not None:
        return moment.what
    if kind is not IncidentKind.AGGRESSION:
        return env.policy.error_types
    ladder = ladder_of(env)
    return ladder.triggers if ladder else []


def levels_of(env: Env, kind: IncidentKind) -> list[Option]:
    """Levels of aggression, or grades of errors; the short forms have none."""
    if kind is IncidentKind.AGGRESSION:
        return env.policy.levels
    return [] if moment_of(env, kind) is not None else env.policy.grades


def recipient_of(env: Env, kind: IncidentKind) -> Option | None:
    """Whom to tell at once (D-15); None when the pack does not say."""
    policy = env.policy
    wanted = policy.tell.get(kind.value) or policy.tell.get("other", "")
    return next((item for item in policy.recipients if item.id == wanted), None)


def option_text(options: list[Option], chosen: str) -> str:
    """The text of an option in the language in force; its id when the pack no longer has it."""
    found = next((item for item in options if item.id == chosen), None)
    return found.text.get(language()) if found else chosen


def ladder_source(env: Env, step: LadderStep) -> str:
    """Where a step stands, and whether it is a duty or a right: document, order and date."""
    return source_of(env, step.document, step.kind)


def source_of(env: Env, document: str, kind: Kind | None) -> str:
    """A document with its order and date, and what it makes of a step."""
    what = _(RULE_KINDS[kind]).lower() if kind is not None else ""
    return " · ".join(part for part in (document_text(env, document), what) if part)


def document_text(env: Env, wanted: str) -> str:
    """A document's short name with order and date; "" when the pack has none of this id."""
    cited = next((item for item in env.pack.documents if item.id == wanted), None)
    return cited.short.get(language()) if cited else ""


def say_of(context: Context, say: Helper | None) -> Helper | None:
    """A sentence with this branch and person named in it, in each of its languages."""
    if say is None:
        return None
    env, actor = context.env, context.actor
    texts = {name: spoken(env, actor, getattr(say, name)) for name in say.__struct_fields__}
    return Helper(**texts)


def told_reminder(env: Env, kind: IncidentKind) -> str:
    """What still has to be done by a person: saving is never the notice."""
    recipient = recipient_of(env, kind)
    if recipient is None:
        return _("Tell your superior now, in person or by phone.")
    text = _("Tell now, in person or by phone: {who}.")
    return text.format(who=recipient.text.get(language()))
