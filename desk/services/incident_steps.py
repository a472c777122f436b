"""The steps of an incident in words: what was done, left out, and how it ended."""

from __future__ import annotations

from desk.i18n import _, language
from desk.services.content.schema import Ladder
from desk.services.env import Env


def step_text(env: Env, step: str) -> str:
    """A step of a ladder in the language in force; its id when the pack no longer has it."""
    return next((text for ladder in env.pack.ladders if (text := _of(ladder, step))), step)


def _of(ladder: Ladder, wanted: str) -> str:
    texts = {step.id: step.text for step in ladder.steps}
    texts |= {outcome.id: outcome.text for outcome in ladder.outcomes}
    if wanted in texts:
        return texts[wanted].get(language())
    for reason in ladder.skip_reasons:
        if reason.id == wanted:
            first, why = ladder.steps[0].text.get(language()), reason.text.get(language())
            return _("{step}: left out, {reason}").format(step=first, reason=why.lower())
    return ""
