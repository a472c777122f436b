"""A report's history in words: what was done, what it changed, when, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from desk.domain.incident_story import Change
from desk.formats import date_text, datetime_text
from desk.i18n import _, marked
from desk.services.env import Env
from desk.services.incident_steps import step_text
from desk.services.incident_story import IncidentStep
from desk.ui.incidents.remedy_pane import APOLOGY_TEXTS, PART_TEXTS
from desk.ui.incidents.review_texts import (
    ACTS,
    CAUSES,
    CIRCUMSTANCES,
    CONTACTS,
    FOUND_BY,
    GRADES,
    LEGAL,
    PARTIES,
    SERVICE_ENDS,
    SITUATIONS,
    SUPPORTS,
    TASK_KINDS,
    WAITS_FOR,
)
from desk.ui.incidents.texts import (
    ANSWER_TEXTS,
    CHANNEL_TEXTS,
    HISTORY_TEXTS,
    HOW_TEXTS,
    KIND_TEXTS,
    PLACE_TEXTS,
    STATE_TEXTS,
)

_ANSWERS = {answer.value: text for answer, text in ANSWER_TEXTS.items()}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: text for kind, text in KIND_TEXTS.items()},
    "place": {place.value: text for place, text in PLACE_TEXTS.items()},
    "channel": {channel.value: text for channel, text in CHANNEL_TEXTS.items()},
    "state": {state.value: text for state, text in STATE_TEXTS.items()},
    "hurt": _ANSWERS,
    "weapon": _ANSWERS,
    "detail.party": PARTIES,
    "detail.acts": ACTS,
    "detail.before": SITUATIONS,
    "detail.circumstances": CIRCUMSTANCES,
    "detail.physical": GRADES,
    "detail.psychological": GRADES,
    "detail.first_aid": _ANSWERS,
    "detail.doctor": _ANSWERS,
    "detail.accident_record": _ANSWERS,
    "detail.damage": _ANSWERS,
    "detail.found_by": FOUND_BY,
    "detail.service_end": SERVICE_ENDS,
    "contact.need": CONTACTS,
    "contact.channel": {channel.value: text for channel, text in CHANNEL_TEXTS.items()},
    "apology.form": APOLOGY_TEXTS,
    "apology.parts": PART_TEXTS,
    "breach.risk": _ANSWERS,
    "breach.high_risk": _ANSWERS,
    "evidence.cctv": _ANSWERS,
    "care.given": SUPPORTS,
    "findings.causes": CAUSES,
    "findings.legal": LEGAL,
    "findings.repeated": _ANSWERS,
    "task.kind": TASK_KINDS,
    "waits_for": WAITS_FOR,
    "how": HOW_TEXTS,
}
_NAMES: Mapping[str, str] = {
    "occurred_at": marked("when"),
    "level": marked("level"),
    "text": marked("what happened"),
    "hurt": marked("hurt"),
    "weapon": marked("weapon or object"),
    "place": marked("where"),
    "channel": marked("contact by"),
    "state": marked("state"),
    "why": marked("why"),
    "whom": marked("whom"),
    "detail.party": marked("who it was"),
    "detail.acts": marked("what was done"),
    "detail.before": marked("what went before"),
    "detail.circumstances": marked("circumstances"),
    "detail.text": marked("account"),
    "detail.physical": marked("bodily harm"),
    "detail.psychological": marked("harm to the mind"),
    "detail.found_by": marked("found by"),
    "contact.need": marked("telling the client"),
    "apology.form": marked("apology"),
    "findings.causes": marked("causes"),
    "findings.lesson": marked("lesson"),
    "findings.repeated": marked("same person as before"),
    "task.text": marked("task"),
    "task.owner": marked("who"),
    "task.due": marked("by when"),
    "waits_for": marked("waits for"),
    "file.text": marked("it shows"),
}
"""What is said of a change; the others are in the report itself."""


def history_lines(steps: tuple[IncidentStep, ...], env: Env) -> Iterator[tuple[str, str]]:
    """(when, what) of each step, first to last."""
    for step in steps:
        by_hq = [_("decided by headquarters")] if step.by_hq else []
        said = " · ".join([_(HISTORY_TEXTS[step.what]), step.who, *by_hq])
        changes = "\n".join(line for one in step.changes if (line := _change(one, env)))
        yield datetime_text(step.at), f"{said}\n{changes}" if changes else said


def _change(change: Change, env: Env) -> str:
    if change.what not in _NAMES:
        return ""
    before, after = _word(change.what, change.before, env), _word(change.what, change.after, env)
    name = _(_NAMES[change.what])
    if before and after and before != after:
        return _("{what}: {before} → {after}").format(what=name, before=before, after=after)
    return f"{name}: {after}" if after else ""


def _word(what: str, value: object, env: Env) -> str:
    """A value as people say it; "" for none."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, tuple):
        return ", ".join(part for one in value if (part := _word(what, one, env)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return datetime_text(value)
    if isinstance(value, date):
        return date_text(value)
    words = _VALUES.get(what, {})
    text = str(value)
    if what == "steps":
        return step_text(env, text)
    return _(words[text]) if text in words else text
