"""The pictures of errors of our own: how grave, what, who noticed, how long until put right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from desk.domain.statistics import Mistakes, Statistics
from desk.i18n import _, ngettext
from desk.services.env import Env
from desk.services.statistics_words import count_text, error_name, level_name
from desk.ui.incidents.review_texts import FOUND_BY
from desk.ui.statistics.numbers import hours_text
from desk.ui.statistics.of_aggression import causes
from desk.ui.statistics.picture import Look, Picture
from desk.ui.statistics.points import (
    counted,
    plain,
    rate_columns,
    rated,
    share_columns,
    shared,
)
from desk.ui.statistics.words import known, month_name, short_month


def mistake_pictures(found: Statistics, trend: Statistics, env: Env) -> Iterator[Picture]:
    """Everything about errors, in the order in which it is looked at.

    Args:
        trend: the year up to the end of the span.
    """
    known_ = found.mistakes
    yield _months(trend.mistakes)
    yield _grades(known_, env)
    yield _found_by(known_)
    yield _types(known_, env)
    yield causes("error_causes", _("Causes of errors"), known_.causes)
    yield _times(known_)
    yield _mended(known_)


def _per() -> str:
    return _("Per 1,000 services")


def _none() -> str:
    return _("No error was reported in this span.")


def _heads() -> tuple[str, ...]:
    return (_("Count"), _("per 1,000"))


def _months(found: Mistakes) -> Picture:
    return Picture(
        "error_months",
        Look.COLUMNS,
        _("Errors per 1,000 services, month by month"),
        rate_columns(_("Month"), _per()),
        rated(found.months, month_name, short_month),
        _("Thin line: where the true rate lies, with 95 % certainty. Hatched: too few to compare."),
        nothing=_none(),
        wide=True,
    )


def _grades(found: Mistakes, env: Env) -> Picture:
    return Picture(
        "grades",
        Look.BARS,
        _("Near misses and errors, by grade"),
        rate_columns(_("Grade"), _per()),
        counted(found.grades, partial(level_name, env)),
        _("More near misses told is a good sign: they were noticed in time."),
        _heads(),
        _none(),
    )


def _found_by(found: Mistakes) -> Picture:
    return Picture(
        "found_by",
        Look.BARS,
        _("Who noticed the error"),
        rate_columns(_("Noticed by"), _per()),
        counted(found.found_by, partial(known, FOUND_BY)),
        _("The fewer the client has to find, the better."),
        _heads(),
        _none(),
    )


def _types(found: Mistakes, env: Env) -> Picture:
    return Picture(
        "types",
        Look.BARS,
        _("What went wrong"),
        rate_columns(_("Type"), _per()),
        counted(found.types, partial(error_name, env)),
        _("One report can name several."),
        _heads(),
        _none(),
    )


def _times(found: Mistakes) -> Picture:
    values = (
        ("found", _("From made to noticed"), found.found, hours_text(found.found)),
        ("told", _("From noticed to the client told"), found.told, hours_text(found.told)),
        ("mended", _("From noticed to put right"), found.mended, hours_text(found.mended)),
    )
    return Picture(
        "times",
        Look.BARS,
        _("How long it took in half of the cases, at most"),
        (_("Way"), _("Median")),
        plain(values),
        heads=("",),
    )


def _mended(found: Mistakes) -> Picture:
    breaches = ngettext(
        "Personal data in the wrong hands: {n} case.",
        "Personal data in the wrong hands: {n} cases.",
        found.breaches,
    ).format(n=count_text(found.breaches))
    points = shared(
        (
            ("apologised", _("Apologised"), found.apologised),
            ("complaint", _("Right to complain explained"), found.complaint_told),
        )
    )
    return Picture(
        "mended",
        Look.BARS,
        _("What the client was given: share of the errors"),
        share_columns(_("What")),
        points,
        breaches,
        (_("Errors"), _("Share")),
        most=1.0,
    )
