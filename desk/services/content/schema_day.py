"""The shape of checklists.toml: what is seen to before the doors open."""

from __future__ import annotations

from desk.services.content.schema_base import Strict, Text


class OpeningItem(Strict, frozen=True):
    """checklists.toml: one thing to see to before the doors open.

    Args:
        rule: id of the rule that asks for it.
    """

    id: str
    rule: str
    text: Text
