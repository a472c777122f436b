"""Headquarters' texts as they are kept here: by language, those that there are."""

from __future__ import annotations

import msgspec

from desk.sync.down import Wording


def by_language(text: Wording) -> dict[str, str]:
    """The text of each language that it was written in; Latvian is always there."""
    return {name: one for name, one in msgspec.structs.asdict(text).items() if one}
