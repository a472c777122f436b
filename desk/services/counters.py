"""Counters as they are called: labels painted on them, never names of people."""

from __future__ import annotations

from desk.domain.errors import DeskError

_MAX_COUNTER = 8


def counter_label(text: str) -> str:
    """A counter's label, "" for none; events keep it, so it must not take words.

    Raises:
        DeskError: "session.counter_form" (maximum).
    """
    label = text.strip()
    if len(label) > _MAX_COUNTER or not all(sign.isalnum() or sign in "-." for sign in label):
        raise DeskError("session.counter_form", maximum=_MAX_COUNTER)
    return label
