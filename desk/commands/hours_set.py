"""`desk hours list|set|withdraw`: the branch's own word on its hours."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, show

if TYPE_CHECKING:
    from desk.domain.hours import DayHours


def run(args: argparse.Namespace) -> int:
    """Do what was asked of the branch's own hours.

    Raises:
        DeskError: as `desk.services.opening` and signing in.
    """
    from desk.app import open_app
    from desk.commands.person import acting

    actions = {"list": _list, "set": _set, "withdraw": _withdraw}
    with closing(open_app(args.data_dir)) as app:
        actor = acting(app, args, args.branch)
        found = actions[args.action](app, actor, args)
    show(args, [_as_json(args.branch, hours) for hours in found], _lines(found))
    return EXIT_OK


def _list(app: Any, actor: Any, args: argparse.Namespace) -> tuple[DayHours, ...]:
    from desk.services import opening

    with app.database.reader() as reader:
        coming = opening.coming(reader, app.env, actor)
    return tuple(hours for hours in coming if hours.day >= args.date)


def _set(app: Any, actor: Any, args: argparse.Namespace) -> tuple[DayHours, ...]:
    from desk.services import opening

    with app.database.unit_of_work() as uow:
        last = args.until or args.date
        intervals = tuple(args.open)
        found = opening.set_days(uow, app.env, actor, args.date, last, intervals, args.reason)
        uow.commit()
    return found


def _withdraw(app: Any, actor: Any, args: argparse.Namespace) -> tuple[DayHours, ...]:
    from desk.services import opening

    with app.database.unit_of_work() as uow:
        found = opening.withdraw(uow, app.env, actor, args.date)
        uow.commit()
    return (found,)


def _as_json(branch: str, hours: DayHours) -> dict[str, object]:
    from desk.commands.hours import as_json

    return {**as_json(branch, hours), "set_by": hours.origin.value, "reason": hours.note}


def _lines(found: tuple[DayHours, ...]) -> Iterator[str]:
    from desk.commands.hours import ranges

    if not found:
        yield "No other hours are coming."
    for hours in found:
        doubt = "" if hours.confirmed else "; not confirmed by headquarters"
        reason = f" ({hours.note})" if hours.note else ""
        yield f"{hours.day.isoformat()}: {ranges(hours.intervals) or 'closed'}{reason}{doubt}"
