"""Points of charts from the figures of the statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from desk.domain.statistics import Bar, Rate, Share
from desk.i18n import _
from desk.services.statistics_words import count_text, percent_text
from desk.ui.statistics.numbers import number_text, rate_interval, share_interval
from desk.ui.statistics.picture import Point

Named = Callable[[str], str]


def few_text(few: bool) -> str:
    """The remark beside a figure that must not be compared."""
    return _("too few to compare") if few else ""


def rate_columns(what: str, per: str) -> tuple[str, ...]:
    """The headings of `rate_cells`: what the points are, and what is counted against."""
    return (what, _("Count"), per, _("95 % interval"), _("Remark"))


def rate_cells(name: str, rate: Rate) -> tuple[str, ...]:
    """A rate in exact figures."""
    return (
        name,
        count_text(rate.count),
        number_text(rate.value),
        rate_interval(rate),
        few_text(not rate.enough),
    )


def counted(bars: Sequence[Bar], named: Named) -> tuple[Point, ...]:
    """Bars as long as what was counted, with the rate beside; none when nothing was counted."""
    shown = bars if any(bar.rate.count for bar in bars) else ()
    return tuple(
        Point(
            bar.id,
            rate_cells(named(bar.id), bar.rate),
            float(bar.rate.count),
            (count_text(bar.rate.count), number_text(bar.rate.value)),
        )
        for bar in shown
    )


def rated(bars: Iterable[Bar], named: Named, shortly: Named | None = None) -> tuple[Point, ...]:
    """Bars as long as their rate, with its interval; hatched where it is too few to compare."""
    return tuple(
        Point(
            bar.id,
            rate_cells(named(bar.id), bar.rate),
            bar.rate.value,
            (count_text(bar.rate.count), number_text(bar.rate.value)),
            bar.rate.low if bar.rate.base else None,
            bar.rate.high if bar.rate.base else None,
            few=not bar.rate.enough,
            short=shortly(bar.id) if shortly else "",
        )
        for bar in bars
    )


def share_columns(what: str) -> tuple[str, ...]:
    """The headings of `shared`."""
    return (what, _("Count"), _("Of how many"), _("Share"), _("95 % interval"), _("Remark"))


def shared(shares: Sequence[tuple[str, str, Share]]) -> tuple[Point, ...]:
    """Bars of shares (id, name, share), all on the scale from 0 to 100 %."""
    return tuple(
        Point(
            key,
            share_cells(name, share),
            share.value,
            (of_text(share), percent_text(share.value)),
            share.low if share.whole else None,
            share.high if share.whole else None,
            few=not share.enough,
        )
        for key, name, share in shares
    )


def share_cells(name: str, share: Share) -> tuple[str, ...]:
    """A share in exact figures."""
    return (
        name,
        count_text(share.part),
        count_text(share.whole),
        percent_text(share.value),
        share_interval(share),
        few_text(not share.enough),
    )


def of_text(share: Share) -> str:
    """ "18 of 29"."""
    part, whole = count_text(share.part), count_text(share.whole)
    return _("{part} of {whole}").format(part=part, whole=whole)


def pareto(bars: Sequence[Bar], named: Named) -> tuple[Point, ...]:
    """From the most frequent, each with the share that it makes together with those before."""
    shown = [bar for bar in bars if bar.rate.count]
    whole, sum_ = sum(bar.rate.count for bar in shown), 0
    points = []
    for bar in shown:
        sum_ += bar.rate.count
        own, together = bar.rate.count / whole, sum_ / whole
        count = count_text(bar.rate.count)
        cells = (named(bar.id), count, percent_text(own), percent_text(together))
        figures = (count, percent_text(together))
        points.append(Point(bar.id, cells, own, figures, part=together))
    return tuple(points)


def plain(values: Sequence[tuple[str, str, float | None, str]]) -> tuple[Point, ...]:
    """Bars (id, name, length, figure): values of one kind without an interval."""
    return tuple(Point(key, (name, said), value, (said,)) for key, name, value, said in values)
