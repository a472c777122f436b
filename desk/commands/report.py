"""`desk report`: the day sheet and incident reports as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import day
from desk.domain.errors import DeskError
from desk.i18n import LANGUAGES, language, set_language

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from desk.app import App
    from desk.domain.roles import Actor

_EPILOG = """\
Examples:
  desk report day --out day.pdf
  desk report day --date 2026-11-25 --out tomorrow.pdf --login anna
  desk report incident --number riga-2-2026-0042 --out incident.pdf --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `report` to the command line."""
    parser = sub.add_parser("report", help="day sheet or incident report as PDF", epilog=_EPILOG)
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    sheet = kinds.add_parser("day", help="the day sheet for work on paper", epilog=_EPILOG)
    sheet.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="default: today")
    incident = kinds.add_parser("incident", help="an incident's first report", epilog=_EPILOG)
    incident.add_argument("--number", help="the report's number (default: the newest)")
    for kind in (sheet, incident):
        kind.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
        kind.add_argument("--site", default="", help="branch or sub-branch")
        kind.add_argument("--language", choices=LANGUAGES, default="lv", help="default: lv")


def run(args: argparse.Namespace) -> int:
    """Make the PDF."""
    from desk.app import open_app
    from desk.commands.files import write_private
    from desk.commands.person import acting
    from desk.reports.practice_mark import practising

    make = _day if args.kind == "day" else _incident
    with closing(open_app(args.data_dir)) as app:
        actor = acting(app, args, args.site)
        with (
            app.database.unit_of_work() as uow,
            _speaking(args.language),
            practising(app.env.practice),
        ):
            content = make(app, uow, actor, args)
            uow.commit()
    write_private(args.out, content)
    show(args, {"file": str(args.out)}, [f"Written: {args.out}"])
    return EXIT_OK


@contextmanager
def _speaking(paper: str) -> Iterator[None]:
    """The paper's language for a while; what the terminal is told stays in its own."""
    before = language()
    set_language(paper)
    try:
        yield
    finally:
        set_language(before)


def _day(app: App, uow: UnitOfWork, actor: Actor, args: argparse.Namespace) -> bytes:
    from desk.domain.clock import local_day
    from desk.reports.day_sheet import pdf
    from desk.services.paper import day_sheet

    return pdf(day_sheet(uow, app.env, actor, args.date or local_day(app.env.clock())))


def _incident(app: App, uow: UnitOfWork, actor: Actor, args: argparse.Namespace) -> bytes:
    from desk.reports.incident import pdf
    from desk.services.incidents import rows
    from desk.services.paper import incident_paper

    found = [row for row in rows(uow, app.env, actor) if args.number in (None, row.number)]
    if not found:
        raise DeskError("incident.unknown")
    return pdf(incident_paper(uow, app.env, actor, found[0].incident_id))
