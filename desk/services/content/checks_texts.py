"""Checks of texts: no language left out, none in another's letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from desk.services.content.reading import FILES, Located, Problem, Reading
from desk.services.content.schema import Helper, Pack, Text

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ž]")
_SENTENCE = 25
"""From this length on a text is a sentence and cannot be the same in two languages."""


def text_checks(own: Reading, pack: Pack) -> Iterator[Problem]:
    """Missing translations, untranslated sentences, letters of the wrong alphabet."""
    names = [name for arrays in FILES.values() for name in arrays]
    for name in [*names, "rules"]:
        for located in own.of(name):
            yield from _problems(located)
    if own.info is not None:
        yield from _problems(Located("pack.toml", "", own.info))
    if pack.policy is not None:
        yield from _problems(Located("policy.toml", "", pack.policy))


def _problems(located: Located) -> Iterator[Problem]:
    for path, text in texts_of(located.item):
        found = _text_faults(text) if isinstance(text, Text) else _helper_faults(text)
        for language, reason in found:
            where = ".".join(part for part in (located.path, path, language) if part)
            yield Problem(located.file, where, reason)


def texts_of(item: object, path: str = "") -> Iterator[tuple[str, Text | Helper]]:
    """Every text within an item, with its path."""
    if isinstance(item, Text | Helper):
        yield path, item
    elif isinstance(item, msgspec.Struct):
        for name in item.__struct_fields__:
            yield from texts_of(getattr(item, name), f"{path}.{name}" if path else name)
    elif isinstance(item, list):
        for number, part in enumerate(item, start=1):
            yield from texts_of(part, f"{path}[{number}]")


def _text_faults(text: Text) -> Iterator[tuple[str, str]]:
    for language in ("lv", "en", "ru"):
        if not getattr(text, language).strip():
            yield language, "translation is missing"
    yield from _wrong_letters({"lv": text.lv, "en": text.en})
    if len(text.lv) >= _SENTENCE and text.en == text.lv:
        yield "en", "is the Latvian text"
    if len(text.ru) >= _SENTENCE and not _CYRILLIC.search(text.ru):
        yield "ru", "is not in Cyrillic letters"


def _helper_faults(text: Helper) -> Iterator[tuple[str, str]]:
    for language in ("lv", "ru", "en", "uk"):
        if not getattr(text, language).strip():
            yield language, "helper phrase is missing"
    yield from _wrong_letters({"lv": text.lv, "en": text.en})
    for language, phrase in (("ru", text.ru), ("uk", text.uk)):
        if phrase and not _CYRILLIC.search(phrase):
            yield language, "is not in Cyrillic letters"


def _wrong_letters(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Cyrillic letters that look like Latin ones are found by no search."""
    for language, text in texts.items():
        if _CYRILLIC.search(text) and _LATIN.search(text):
            yield language, "has Cyrillic letters"
