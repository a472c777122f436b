"""The steps of an incident in words: what was done, left out, and how it ended."""

from __future__ import annotations

from desk.domain.incident import IncidentKind
from desk.domain.ladder import ASKED_NEAR, came
from desk.i18n import _, language
from desk.services.content.schema import Ladder
from desk.services.env import Env
from desk.services.moments import moment_of, moment_steps


def step_text(env: Env, step: str) -> str:
    """A step of a report in the language in force; its id when the pack no longer has it."""
    if step == ASKED_NEAR:
        return _("Asked a colleague to come near")
    of_ladder = (text for ladder in env.pack.ladders if (text := _of(ladder, step)))
    of_forms = (text for kind in IncidentKind if (text := _of_form(env, kind, step)))
    return next(of_ladder, "") or next(of_forms, step)


def _of_form(env: Env, kind: IncidentKind, wanted: str) -> str:
    moment = moment_of(env, kind)
    parts = (*moment_steps(env, kind), *(moment.ends if moment else ()))
    return next((part.text.get(language()) for part in parts if part.id == wanted), "")


def _of(ladder: Ladder, wanted: str) -> str:
    texts = {step.id: step.text for step in ladder.steps}
    texts |= {outcome.id: outcome.text for outcome in ladder.outcomes}
    texts |= {came(step.id): step.came for step in ladder.steps if step.came is not None}
    if wanted in texts:
        return texts[wanted].get(language())
    for reason in ladder.skip_reasons:
        if reason.id == wanted:
            first, why = ladder.steps[0].text.get(language()), reason.text.get(language())
            return _("{step}: left out, {reason}").format(step=first, reason=why.lower())
    return ""
