"""What a refusal says to the person at work: what happened, and what to do about it.

The sentences lie in some tables, English as written here; each is translated when it is shown.
"""

from __future__ import annotations

from datetime import date

from desk.domain.errors import DeskError
from desk.error_texts_annex import ANNEX
from desk.error_texts_attachments import ATTACHMENTS
from desk.error_texts_incidents import INCIDENTS
from desk.error_texts_program import PROGRAM
from desk.error_texts_safety import SAFETY
from desk.error_texts_sync import SYNC
from desk.error_texts_update import UPDATE
from desk.error_texts_work import WORK
from desk.i18n import _

TEXTS: dict[str, str] = {
    **WORK,
    **INCIDENTS,
    **ATTACHMENTS,
    **ANNEX,
    **PROGRAM,
    **SAFETY,
    **SYNC,
    **UPDATE,
}
"""A sentence for every code that is raised, with the placeholders that its error always has."""


def error_text(error: DeskError) -> str:
    """The sentence of an error in the language in force."""
    return _(TEXTS[error.code]).format_map({n: _shown(v) for n, v in error.params.items()})


def refusal_text(error: DeskError) -> str:
    """The sentence of an error that was told with less than it needs; what is missing is "…"."""
    return _(TEXTS[error.code]).format_map(_Gaps(error.params))


class _Gaps(dict[str, object]):
    """What is missing is shown as missing."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _shown(value: object) -> object:
    if type(value) is not date:
        return value
    from desk.formats import date_text  # with all that dates need: most refusals name none

    return date_text(value)
