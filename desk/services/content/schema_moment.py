"""The shape of moments.toml: what a short report of filming, a gift or another kind asks."""

from __future__ import annotations

import msgspec

from desk.services.content.schema_base import Option, Strict, Text


class Moment(Strict, frozen=True):
    """moments.toml: the short form of one kind of incident besides aggression and errors.

    The steps to stamp are those of the script of the same id that have ids themselves.

    Args:
        id: an `IncidentKind`, e.g. "filming".
        document: where it stands; source: the newest guidance on it, "" = the same.
        what: what can be ticked; ends: how it ended, one of them.
        words: what is written in a line of its own; `words_title` stands over them.
        advice: what not to do, and what this is not.
        review: a doubt that a lawyer still has to settle.
        contact: id in directory.toml of whom to ask.
        aggressive: of `what` the id that the clerk may report as aggression (level 1).
    """

    id: str
    document: str
    source: str = ""
    what: list[Option] = msgspec.field(default_factory=list)
    ends: list[Option] = msgspec.field(default_factory=list)
    words: list[Option] = msgspec.field(default_factory=list)
    words_title: Text | None = None
    advice: list[Text] = msgspec.field(default_factory=list)
    review: Text | None = None
    contact: str = ""
    aggressive: str = ""
