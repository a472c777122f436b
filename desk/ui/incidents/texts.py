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
from desk.services.content.schema import Ladder, LadderStep, Option
from desk.services.env import Env
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
}
HISTORY_TEXTS = {
    IncidentAction.REPORT: marked("reported"),
    IncidentAction.AMEND: marked("put right"),
    IncidentAction.ACKNOWLEDGE: marked("acknowledged"),
}
HOW_TEXTS = {"in_person": marked("in person"), "phone": marked("by phone")}
"""How somebody was told; ids as stored in `Told.how`."""


def ladder_of(env: Env) -> Ladder | None:
    """The institution's own ladder; None when its pack has none."""
    return env.pack.ladders[0] if env.pack.ladders else None


def triggers_of(env: Env, kind: IncidentKind) -> list[Option]:
    """What a report of a kind can tick: the ladder's triggers, or the types of error."""
    if kind is not IncidentKind.AGGRESSION:
        return env.policy.error_types
    ladder = ladder_of(env)
    return ladder.triggers if ladder else []


def levels_of(env: Env, kind: IncidentKind) -> list[Option]:
    """Levels of aggression, or grades of errors."""
    return env.policy.levels if kind is IncidentKind.AGGRESSION else env.policy.grades


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
    cited = next((item for item in env.pack.documents if item.id == step.document), None)
    document = cited.short.get(language()) if cited else ""
    return " · ".join(part for part in (document, _(RULE_KINDS[step.kind]).lower()) if part)


def told_reminder(env: Env, kind: IncidentKind) -> str:
    """What still has to be done by a person: saving is never the notice."""
    recipient = recipient_of(env, kind)
    if recipient is None:
        return _("Tell your superior now, in person or by phone.")
    text = _("Tell now, in person or by phone: {who}.")
    return text.format(who=recipient.text.get(language()))
