"""`desk places`: places that headquarters left to the branch, and giving unused ones back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import day
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.services.leases import Leases

_EPILOG = """\
Bookings on these places are confirmed here even without a line; headquarters do not sell them.  A
head or deputy may give those of a day back on which nothing is booked: headquarters sell them once
they have the word.  It cannot be taken back here, so the number has to be confirmed.  Places that a
provisional booking may still get are kept.

Examples:
  desk places --branch riga-2 --date 2026-11-24 --login ilze
  desk places give-back --branch riga-2 --date 2026-11-24 --confirm 12 --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `places` to the command line."""
    parser = sub.add_parser("places", help="places left to the branch by HQ", epilog=_EPILOG)
    parser.add_argument(
        "action", nargs="?", default="show", choices=("show", "give-back"), help="default: show"
    )
    parser.add_argument("--branch", required=True, metavar="ID", help="e.g. riga-2")
    parser.add_argument("--date", required=True, type=day, metavar="D", help="e.g. 2026-11-24")
    parser.add_argument(
        "--confirm", type=int, metavar="N", help="give-back: how many places, as `show` tells"
    )


def run(args: argparse.Namespace) -> int:
    """Tell how a day's places stand, or give the free ones back.

    Raises:
        DeskError: "lease.confirm" (free), and as `desk.services.leases` and signing in.
    """
    from desk.app import open_app
    from desk.commands.person import acting

    with closing(open_app(args.data_dir)) as app:
        actor = acting(app, args, args.branch)
        give = args.action == "give-back"
        found = (_give_back if give else _standing)(app, actor, args)
    show(args, _as_json(found, given=give), _lines(found, given=give))
    return EXIT_OK


def _standing(app: Any, actor: Any, args: argparse.Namespace) -> Leases:
    from desk.services import leases

    with app.database.reader() as reader:
        return leases.standing(reader, app.env, actor, args.date)


def _give_back(app: Any, actor: Any, args: argparse.Namespace) -> Leases:
    from desk.services import leases

    with app.database.unit_of_work() as uow:
        found = leases.give_back(uow, app.env, actor, args.date)
        if args.confirm != len(found.free):
            raise DeskError("lease.confirm", free=len(found.free))
        uow.commit()
    return found


def _as_json(found: Leases, *, given: bool) -> dict[str, object]:
    free = len(found.free)
    return {
        "date": found.day.isoformat(),
        "booked": found.booked,
        "promised": found.promised,
        "free": 0 if given else free,
        "given_back": free if given else 0,
    }


def _lines(found: Leases, *, given: bool) -> Iterator[str]:
    free = len(found.free)
    if given:
        yield f"{free} places were given back; headquarters get it with the next connection."
    else:
        yield f"{found.left} places left to the branch: {found.booked} booked, {free} free."
    if found.promised:
        yield f"{found.promised} are kept: a provisional booking may still get them."
