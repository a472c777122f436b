"""The languages of the window: one gettext catalogue per language, switched at once.

Texts are written in English in the code, inside `_()` or `ngettext()`; `resources/i18n/*.po` hold
Latvian and Russian.  Used by the window, the reports and the command line alike.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from desk.resources import resources_dir

LANGUAGES = ("lv", "en", "ru")
"""Latvian first: it is the language of everything official."""

_current = "lv"
_speaking: ContextVar[str | None] = ContextVar("_speaking", default=None)


@cache
def catalogue(language: str) -> _gettext.NullTranslations:
    """The catalogue of a language; English is the texts as written."""
    if language == "en":
        return _gettext.NullTranslations()
    path = resources_dir() / "i18n" / f"{language}.mo"
    with path.open("rb") as file:
        return _gettext.GNUTranslations(file)


def set_language(language: str) -> None:
    """Choose the language for this process; `language` is one of LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(language)
    global _current
    _current = language


def language() -> str:
    """The language in force."""
    return _speaking.get() or _current


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language for a while, in this thread alone: official papers are Latvian (LA-01)."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def _(text: str) -> str:
    """The text in the language in force."""
    return catalogue(language()).gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """The text for a number, in the language's own plural form."""
    return catalogue(language()).ngettext(one, many, n)


def marked(text: str) -> str:
    """Mark a text for translation where it is defined and translate it where it is shown."""
    return text
