"""The pictures of how reports were dealt with, and of the care for colleagues."""

from __future__ import annotations

from collections.abc import Iterator

from desk.domain.statistics import Statistics
from desk.i18n import _
from desk.services.statistics_words import count_text
from desk.ui.statistics.numbers import days_text
from desk.ui.statistics.of_aggression import causes
from desk.ui.statistics.picture import Look, Picture
from desk.ui.statistics.points import counted, plain, rate_columns, share_columns, shared
from desk.ui.statistics.words import kind_name


def process_pictures(found: Statistics) -> Iterator[Picture]:
    """Whether reports get answers, and colleagues care."""
    yield _process(found)
    yield _care(found)
    yield _work(found)
    yield _harm(found)
    yield causes("causes", _("Causes found in reviews"), found.causes)
    yield _other(found)


def _process(found: Statistics) -> Picture:
    process = found.process
    points = shared(
        (
            ("told", _("Somebody was told at once"), process.told),
            ("acknowledged", _("Taken note of in time"), process.acknowledged),
            ("checked", _("Looked whether the task helped"), process.checked),
        )
    )
    return Picture(
        "process",
        Look.BARS,
        _("How reports were dealt with"),
        share_columns(_("Step")),
        points,
        "",
        (_("Reports"), _("Share")),
        most=1.0,
    )


def _care(found: Statistics) -> Picture:
    harm = found.harm
    points = shared(
        (
            ("offered", _("Support was offered"), harm.support_offered),
            ("taken", _("Support was accepted"), harm.support_taken),
        )
    )
    return Picture(
        "care",
        Look.BARS,
        _("Care for colleagues after aggression"),
        share_columns(_("Support")),
        points,
        _("Reports are counted, never people."),
        (_("Reports"), _("Share")),
        most=1.0,
    )


def _work(found: Statistics) -> Picture:
    process = found.process
    values = (
        ("days", _("Until a report is closed, median"), days_text(process.days_to_close)),
        ("overdue", _("Tasks past their date"), count_text(process.overdue_tasks)),
        ("reopened", _("Reports opened again"), count_text(process.reopened)),
    )
    return _figures("work", _("Open work"), values)


def _harm(found: Statistics) -> Picture:
    harm = found.harm
    values = (
        ("injured", _("Reports with an injury"), count_text(harm.injured)),
        ("mind", _("Reports with harm to the mind"), count_text(harm.psychological)),
        ("lost", _("Working days lost"), count_text(harm.lost_days)),
        ("accident", _("Accidents at work recorded"), count_text(harm.accident_records)),
    )
    return _figures("harm", _("Harm"), values)


def _figures(key: str, title: str, values: tuple[tuple[str, str, str], ...]) -> Picture:
    points = plain([(name, text, None, said) for name, text, said in values])
    return Picture(key, Look.BARS, title, (title, _("Count")), points, heads=("",))


def _other(found: Statistics) -> Picture:
    return Picture(
        "other",
        Look.BARS,
        _("Other reports, by kind"),
        rate_columns(_("Kind"), _("Per 1,000 visits")),
        counted(found.other, kind_name),
        "",
        (_("Count"), _("per 1,000")),
        _("No other reports in this span."),
    )
