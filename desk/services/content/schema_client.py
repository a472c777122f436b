"""The shape of client.toml: what is shown to the client."""

from __future__ import annotations

import msgspec

from desk.services.content.schema_base import Helper, Strict


class ClientPhrase(Strict, frozen=True):
    """client.toml: a sentence to show to the client in huge letters.

    Args:
        phases: of the visit, see `schema.PHASES`; none = always.
        say: "{minutes}" in it stands for a number that the clerk chooses.
    """

    id: str
    say: Helper
    phases: list[str] = msgspec.field(default_factory=list)
