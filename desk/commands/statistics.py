"""`desk statistics`: what a branch learns from its incidents, on the terminal or as a file."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import day
from desk.domain.errors import DeskError
from desk.domain.statistics import Rate, Share, Span, Statistics
from desk.i18n import LANGUAGES, speaking

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from desk.app import App
    from desk.domain.roles import Actor

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

_EPILOG = """\
Counts of a branch's reports beside its visits, with 95 % intervals; nothing of a person.  Without
days it is the newest month of which anything is kept.  Head and deputy read it.

--csv is for others: whole months, each by itself, and counts below five are hidden, with as many
more as it takes that nobody can work them out.  A file that exists is never overwritten.

Examples:
  desk statistics --login ilze
  desk statistics --month 2026-11 --pdf november.pdf --login ilze
  desk statistics --from 2026-01-01 --to 2026-06-30 --csv half-year.csv --login ilze
  desk statistics --month 2026-11 --site riga-2 --json --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `statistics` to the command line."""
    parser = sub.add_parser(
        "statistics", help="a branch's figures of incidents, also as CSV or PDF", epilog=_EPILOG
    )
    parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="a month")
    parser.add_argument("--from", dest="first", type=day, metavar="YYYY-MM-DD", help="first day")
    parser.add_argument("--to", dest="last", type=day, metavar="YYYY-MM-DD", help="last day")
    parser.add_argument("--site", default="", help="branch or sub-branch (default: home branch)")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write anonymised figures")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="write the sheet")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="lv", help="of the sheet; default: lv"
    )


def run(args: argparse.Namespace) -> int:
    """Count, show, and write the files."""
    from desk.app import open_app
    from desk.commands.files import write_private
    from desk.commands.person import acting

    _require_sense(args)
    wanted = [path for path in (args.csv, args.pdf) if path is not None]
    for path in wanted:
        _require_new(path)
    with closing(open_app(args.data_dir)) as app:
        actor = acting(app, args, args.site)
        with app.database.unit_of_work() as uow:
            found, contents = _made(app, uow, actor, args)
            uow.commit()
    for path, content in zip(wanted, contents, strict=True):
        _require_new(path)
        write_private(path, content)
    files = [str(path) for path in wanted]
    data = {"statistics": plain(found), "files": files}
    show(args, data, [*_lines(found), *(f"Written: {file}" for file in files)])
    return EXIT_OK


def plain(value: Any) -> Any:
    """Figures as JSON has them; each rate and share with its value and whether it is enough."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if not is_dataclass(value):
        return value
    data = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Rate | Share):
        data |= {"value": value.value, "enough": value.enough}
    return data


def _made(
    app: App, uow: UnitOfWork, actor: Actor, args: argparse.Namespace
) -> tuple[Statistics, list[bytes]]:
    """The figures, and the files that were asked for."""
    from desk.services.statistics import of_branch

    span = _span(app, uow, actor, args)
    contents = []
    if args.csv is not None:
        from desk.services.statistics_csv import export

        contents.append(export(uow, app.env, actor, span))
    if args.pdf is not None:
        contents.append(_sheet(app, uow, actor, span, args.language))
    return of_branch(uow, app.env, actor, span), contents


def _sheet(app: App, uow: UnitOfWork, actor: Actor, span: Span, language: str) -> bytes:
    from desk.reports.practice_mark import practising
    from desk.reports.statistics import pdf
    from desk.services.statistics_paper import sheet

    with speaking(language), practising(app.env.practice):
        return pdf(sheet(uow, app.env, actor, span))


def _span(app: App, uow: UnitOfWork, actor: Actor, args: argparse.Namespace) -> Span:
    """The days that are meant; the newest month of which anything is kept."""
    from desk.domain.clock import local_day
    from desk.services.statistics import month, months

    if args.first is not None:
        return Span(args.first, args.last)
    if args.month is not None:
        return month(args.month)
    kept = months(uow, app.env, actor)
    return kept[0] if kept else month(local_day(app.env.clock()))


def _require_sense(args: argparse.Namespace) -> None:
    days = [one for one in (args.first, args.last) if one is not None]
    if len(days) == 1 or (days and args.month is not None):
        raise DeskError("statistics.days")
    if args.csv is not None and args.csv == args.pdf:
        raise DeskError("statistics.two_files", name=args.csv.name)


def _require_new(path: Path) -> None:
    if path.exists():
        raise DeskError("file.exists", name=path.name)


def _month(text: str) -> date:
    """A month of the command line, by its first day."""
    try:
        if _MONTH.fullmatch(text):
            return date.fromisoformat(f"{text}-01")
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no month like 2026-11")


def _lines(found: Statistics) -> Iterator[str]:
    aggression, mistakes, process = found.aggression, found.mistakes, found.process
    yield f"{found.site}  {found.span.first} to {found.span.last}"
    yield f"{found.visits} visits, {found.services} services, {found.open_hours} open hours"
    yield f"{found.reports} reports"
    yield f"aggression:  {_rate(aggression.per_visits, 'visits')}"
    yield "  by level:  " + ", ".join(f"{one.id}: {one.rate.count}" for one in aggression.levels)
    for rung in aggression.ladder:
        yield f"  {rung.step}:  {_share(rung.share)}, calm after it {_share(rung.calmed)}"
    yield f"errors:  {_rate(mistakes.per_services, 'services')}"
    yield f"  near misses: {mistakes.near}, breaches of personal data: {mistakes.breaches}"
    yield f"told at once:  {_share(process.told)}"
    yield f"acknowledged in time:  {_share(process.acknowledged)}"
    yield f"tasks past their date: {process.overdue_tasks}, opened again: {process.reopened}"
    if found.before is not None:
        yield f"before, {found.before.span.first} to {found.before.span.last}:"
        yield f"  aggression:  {_rate(found.before.aggression, 'visits')}"
        yield f"  errors:  {_rate(found.before.mistakes, 'services')}"


def _rate(rate: Rate, of: str) -> str:
    if rate.value is None:
        return f"{rate.count}, no {of}"
    sure = f"{rate.value:.1f} per {rate.per} {of}, 95 % {rate.low:.1f} to {rate.high:.1f}"
    return f"{rate.count}  ({sure}{'' if rate.enough else '; too few to compare'})"


def _share(share: Share) -> str:
    return f"{share.part} of {share.whole}"
