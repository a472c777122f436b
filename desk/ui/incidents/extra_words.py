"""Lines of a short form that have a name of their own, kept in the report's one text.

A permission to film, for instance: who gave it, when, for what, until when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.services.content.schema import Option

_JOINT = ": "


def joined(text: str, words: Mapping[str, str], options: Sequence[Option]) -> str:
    """The text with a line for each word that was given, named in Latvian."""
    lines = [f"{item.text.lv}{_JOINT}{words[item.id]}" for item in options if words.get(item.id)]
    return "\n".join(part for part in (text, *lines) if part)


def parted(text: str, options: Sequence[Option]) -> tuple[str, dict[str, str]]:
    """What `joined` put together: the text itself, and the words by id."""
    names = {item.text.lv: item.id for item in options}
    words: dict[str, str] = {}
    rest: list[str] = []
    for line in text.split("\n"):
        name, joint, word = line.partition(_JOINT)
        if joint and name in names and names[name] not in words:
            words[names[name]] = word
        else:
            rest.append(line)
    return "\n".join(rest), words
