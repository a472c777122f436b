"""The words of the languages that nobody speaks yet, read while nobody waits for them."""

from __future__ import annotations

from datetime import date

from desk.formats import day_text
from desk.i18n import LANGUAGES, _, speaking
from desk.ui.turns import Steps


def languages_ahead(today: date) -> Steps:
    """The texts, then the names of days, of each language: changing it then takes no while."""
    for language in LANGUAGES:
        with speaking(language):
            _("Today")
        yield
        with speaking(language):
            day_text(today)
        yield
