"""What a device remembers of how its window is used: language, text size, keys, counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.i18n import LANGUAGES

if TYPE_CHECKING:
    from db.database import Reader
    from db.unit_of_work import UnitOfWork

_KEY = "window"
THEMES = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the window looked when it was last used here.

    Args:
        text_percent: 100 to 150; keys: changed keys, action id -> sequence.
        counter: the counter last signed in at.
    """

    language: str = LANGUAGES[0]
    text_percent: int = 100
    keys: Mapping[str, str] = field(default_factory=dict)
    counter: str = ""
    theme: str = THEMES[0]


def preferences(reader: Reader) -> Preferences:
    """What this device remembers; whatever is missing or odd falls back to the default."""
    known = reader.settings.get(_KEY, {})
    if not isinstance(known, Mapping):
        return Preferences()
    language, percent = known.get("language"), known.get("text_percent")
    theme = known.get("theme")
    keys, counter = known.get("keys"), known.get("counter")
    return Preferences(
        language=language if language in LANGUAGES else LANGUAGES[0],
        text_percent=percent if isinstance(percent, int) and 100 <= percent <= 150 else 100,
        keys={str(k): str(v) for k, v in keys.items()} if isinstance(keys, Mapping) else {},
        counter=counter if isinstance(counter, str) else "",
        theme=theme if theme in THEMES else THEMES[0],
    )


def keep_preferences(uow: UnitOfWork, wanted: Preferences) -> None:
    """Remember them on this device."""
    uow.settings.put(
        _KEY,
        {
            "language": wanted.language,
            "text_percent": wanted.text_percent,
            "keys": dict(wanted.keys),
            "counter": wanted.counter,
            "theme": wanted.theme,
        },
    )
