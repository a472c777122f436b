"""What to do now, from the content pack: the script of the phase, then its rules."""

from __future__ import annotations

from collections.abc import Callable

from desk.i18n import _, language, marked
from desk.services.content.find_rules import rules_of_phase
from desk.services.content.schema import Helper, Kind, Pack, Rule, ScriptStep
from desk.ui.widgets.steps import Step

PHASE_NAMES = {
    "opening": marked("before opening"),
    "greeting": marked("greeting"),
    "serving": marked("serving"),
    "refusing": marked("refusing"),
    "closing": marked("parting"),
    "phone": marked("phone call"),
    "email": marked("e-mail"),
    "aggression": marked("aggression"),
    "error": marked("error"),
    "filming": marked("filming"),
    "gift": marked("gift"),
    "end_of_day": marked("end of the day"),
}

_KINDS = {
    Kind.DUTY: marked("duty"),
    Kind.RIGHT: marked("right"),
    Kind.EXPECTATION: marked("expectation"),
}


def phase_name(phase: str) -> str:
    """A phase's name in the language in force."""
    return _(PHASE_NAMES[phase])


HELPERS = ("ru", "en", "uk")
"""Languages of helper phrases."""


def script_steps(pack: Pack, phase: str, helper: str, spoken: Callable[[str], str]) -> list[Step]:
    """The steps of the phase's script; empty when the pack has none.

    Args:
        helper: language of the helper phrases, "" for none.
        spoken: names who speaks, and where, in a sentence to say.
    """
    script = next((item for item in pack.scripts if item.phase == phase), None)
    if script is None:
        return []
    return [
        Step(
            key=f"{script.id}:{place}",
            text=step.text.get(language()),
            say=spoken(step.say.lv) if step.say else "",
            helpers=_helpers(step.say, helper, spoken),
            source=_script_source(pack, step),
        )
        for place, step in enumerate(script.steps)
    ]


def rule_steps(pack: Pack, phase: str, helper: str, spoken: Callable[[str], str]) -> list[Step]:
    """The rules in force of the phase; arguments as of `script_steps`."""
    return [
        Step(
            key=f"rule:{rule.id}",
            text=rule.text.get(language()),
            say=spoken(rule.say.lv) if rule.say else "",
            helpers=_helpers(rule.say, helper, spoken),
            source=_rule_source(pack, rule),
        )
        for rule in rules_of_phase(pack, phase)
    ]


def _helpers(
    say: Helper | None, helper: str, spoken: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    text = getattr(say, helper) if say is not None and helper else ""
    return ((helper.upper(), spoken(text)),) if text else ()


def _script_source(pack: Pack, step: ScriptStep) -> str:
    parts = [_document(pack, step.document)] if step.document else []
    if step.kind is not None:
        parts.append(_(_KINDS[step.kind]))
    return " · ".join(part for part in parts if part)


def _rule_source(pack: Pack, rule: Rule) -> str:
    parts = [_document(pack, rule.document), rule.section, _(_KINDS[rule.kind]), rule.id]
    if rule.to_be_confirmed:
        parts.append(_("not known whether it binds"))
    return " · ".join(part for part in parts if part)


def _document(pack: Pack, wanted: str) -> str:
    found = next((item for item in pack.documents if item.id == wanted), None)
    return found.short.get(language()) if found is not None else ""
