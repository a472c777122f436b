"""`desk hq appointments`: opening days, leasing places, and bookings made at headquarters."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_PROBLEMS, show
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.domain.person import Person
    from desk.hq.booking_desk import FileRow
    from desk.services.dayfile.model import Problem, Row

_EPILOG = """\
A day is opened with a number of places, cut into equal parts; headquarters sell what is free of
them.  A share of the days to come is leased to the branch, which confirms bookings on it even when
the line is dead; `lease` leaves it more.  Leased places come back by the branch's word alone.

What finds no place is a conflict that the branch decides; what has happened there (the client has
come, or cancelled) goes before a move or a cancellation, and until the branch answers both slots
are held.

The client's name, phone and e-mail, a line each, come from --client FILE, or with - from standard
input after the password.  They are sealed for the branch's PCs and readable nowhere else.

A day file is the one that `desk import` reads.  With a broken line nothing of it is imported.  The
same file again seals every contact anew for the PCs that the branch has now, and tells it what is
new.  A PC that was taken in later cannot open what was sealed before (`list` counts such PCs):
import the file again, and give the client of a telephone booking again with `client`.

Examples:
  desk hq appointments policy --branch riga-2 --minutes 15 --share 50 --days 14 --login ieva
  desk hq appointments open --branch riga-2 --day 2026-11-25 --from 9:00 --to 16:00 --places 3
  desk hq appointments lease --branch riga-2 --day 2026-11-25 --places 2 --login ieva
  desk hq appointments import tuesday.csv --branch riga-2 --login ieva
  desk hq appointments book --branch riga-2 --day 2026-11-25 --at 10:15 --service passport-eid \\
      --client client.txt --login ieva
  desk hq appointments move --branch riga-2 --reference H-12AB34 --day 2026-11-25 --at 11:00
  desk hq appointments cancel --branch riga-2 --reference A-17 --source file --login ieva
  desk hq appointments list --branch riga-2 --day 2026-11-25 --json
"""
_ACTIONS = {
    "policy": "how a branch's days are cut and leased",
    "open": "open a day for bookings",
    "lease": "leave places of a day to the branch",
    "import": "import a day file",
    "book": "book for a branch",
    "move": "move a booking",
    "cancel": "cancel a booking",
    "client": "a booking's client anew",
    "list": "a branch's day, without names",
}


def add_actions(action: Any) -> None:
    """Add `appointments`."""
    from desk.commands.hq_sign_in import add_sign_in, nested
    from desk.commands.parsing import count, day

    parser = action("appointments", "days, leases and bookings of branches")
    parser.epilog = _EPILOG
    of = nested(parser, _ACTIONS, _EPILOG)
    for one in of.values():
        one.add_argument("--branch", required=True, metavar="ID")
    for name in ("open", "lease", "book", "move", "list"):
        of[name].add_argument("--day", required=True, type=day, metavar="D")
    for name in ("open", "lease"):
        of[name].add_argument("--places", required=True, type=count, metavar="N")
    of["open"].add_argument("--from", dest="begin", required=True, type=_time, metavar="H:MM")
    of["open"].add_argument("--to", dest="end", required=True, type=_time, metavar="H:MM")
    policy = of["policy"]
    policy.add_argument("--minutes", type=count, default=15, metavar="N", help="of a part")
    policy.add_argument("--share", type=count, default=50, metavar="PERCENT")
    policy.add_argument("--days", type=count, default=14, metavar="N", help="leased ahead")
    policy.add_argument("--keep-days", type=count, default=30, metavar="N", help="contacts")
    for name in ("book", "move"):
        of[name].add_argument("--at", required=True, type=_time, metavar="H:MM")
        of[name].add_argument("--minutes", type=count, default=0, metavar="N")
    of["book"].add_argument("--service", required=True, metavar="ID", help="of the catalogue")
    for name in ("book", "client"):
        of[name].add_argument("--client", required=True, metavar="FILE", help="- = standard input")
    for name in ("move", "cancel", "client"):
        of[name].add_argument("--reference", required=True, metavar="NUMBER")
        of[name].add_argument("--source", default="hq", choices=("hq", "file", "phone"))
    of["import"].add_argument("file", type=Path, metavar="FILE")
    for name in ("import", "book"):
        of[name].add_argument(
            "--institution", default="pmlp", metavar="ID", help="whose catalogue (default: pmlp)"
        )
    for name in _ACTIONS:
        if name != "list":
            add_sign_in(of[name])


def _run(args: argparse.Namespace) -> int:
    handlers = {
        "policy": _policy,
        "open": _open,
        "lease": _lease,
        "import": _import,
        "book": _book,
        "move": _move,
        "cancel": _cancel,
        "client": _set_client,
        "list": _list,
    }
    return handlers[args.sub](args)


def _policy(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_slots import set_plan

    figures = {
        "minutes": args.minutes,
        "share": args.share,
        "days": args.days,
        "keep_days": args.keep_days,
    }
    with pen(args) as by:
        set_plan(by, args.branch, **figures)
    line = f"{args.branch}: {args.minutes} minutes, {args.share} % leased {args.days} days ahead"
    show(args, {"branch": args.branch, **figures}, [line])
    return EXIT_OK


def _open(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_slots import open_day

    with pen(args) as by:
        parts = open_day(by, args.branch, args.day, args.begin, args.end, args.places)
    data = {"branch": args.branch, "day": args.day.isoformat(), "parts": parts}
    line = f"{args.day}: {parts} parts with {args.places} places at least"
    show(args, {**data, "places": args.places}, [line])
    return EXIT_OK


def _lease(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_slots import lease

    with pen(args) as by:
        leased = lease(by, args.branch, args.day, args.places)
    data = {"branch": args.branch, "day": args.day.isoformat(), "leased": leased}
    show(args, data, [f"{args.day}: {leased} places leased to {args.branch}"])
    return EXIT_OK


def _import(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_desk import import_rows
    from desk.services.dayfile.reading import read_day_file

    try:
        file = read_day_file(args.file.read_bytes())
    except OSError:
        raise DeskError("import.unreadable") from None
    broken = [problem for problem in file.problems if not problem.warning]
    if broken:
        data = {"imported": 0, "problems": [_problem(one) for one in broken]}
        show(args, data, _lines(broken))
        return EXIT_PROBLEMS
    with pen(args) as by:
        rows = list(_rows(file.rows, args.institution))
        done = asdict(import_rows(by, args.branch, rows))
    show(args, {"imported": len(rows), **done, "problems": []}, [_counted(done)])
    return EXIT_OK


def _rows(rows: tuple[Row, ...], institution: str) -> Iterator[FileRow]:
    """As headquarters take them: services of the catalogue, numbers in one form."""
    from desk.domain.person import Person
    from desk.hq.booking_desk import FileRow, Slot
    from desk.services import contact
    from desk.services.content.bundled import bundled_pack
    from desk.services.dayfile.match_service import service_matcher

    pack = bundled_pack(institution)
    service_of = service_matcher(pack.services)
    minutes = {one.id: one.minutes for one in pack.services}
    usual = pack.policy.slot_minutes if pack.policy else 15
    for row in rows:
        slot = None
        if row.start is not None and not row.cancelled:
            service = service_of(row.service_text)
            length = row.minutes or minutes.get(service, usual)
            slot = Slot(row.start, length, service, row.service_text)
        try:
            phone = contact.phone(row.phone)
        except DeskError:
            phone = row.phone
        yield FileRow(row.reference, slot, Person(row.name, phone, row.email))


def _book(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_desk import Slot, book
    from desk.services import contact
    from desk.services.content.bundled import bundled_pack

    known = {one.id: one for one in bundled_pack(args.institution).services}
    if args.service not in known:
        raise DeskError("service.unknown", service=args.service)
    minutes = args.minutes or known[args.service].minutes
    with pen(args) as by:
        person = contact.tidy(_client(args.client))
        made = book(by, args.branch, Slot(_start(args), minutes, args.service), person)
        data = _data(made)
    show(args, data, [_line(data)])
    return EXIT_OK


def _move(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_desk import move

    with pen(args) as by:
        found = move(by, args.branch, args.source, args.reference, _start(args), args.minutes)
        data = _data(found)
    show(args, data, [_line(data), "Both slots are held until the branch has it."])
    return EXIT_OK


def _cancel(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_desk import cancel

    with pen(args) as by:
        data = _data(cancel(by, args.branch, args.source, args.reference))
    show(args, data, [_line(data), "The slot is held until the branch has it."])
    return EXIT_OK


def _set_client(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.booking_desk import set_client
    from desk.services import contact

    with pen(args) as by:
        person = contact.tidy(_client(args.client))
        data = _data(set_client(by, args.branch, args.source, args.reference, person))
    show(args, data, [_line(data), "Sealed for the PCs that the branch has now."])
    return EXIT_OK


def _list(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.booking_desk import of_day, pcs_without

    with ready(args) as engine, transaction(engine) as connection:
        found = of_day(connection, args.branch, args.day)
        lacking = pcs_without(connection, args.branch, found)
    rows = [{**_data(row), "pcs_without_client": lacking.get(row.id, 0)} for row in found]
    show(args, {"day": args.day.isoformat(), "bookings": rows}, map(_line, rows))
    return EXIT_OK


def _client(name: str) -> Person:
    """Name, phone and e-mail, a line each.

    Raises:
        DeskError: "import.unreadable", "appointment.name_missing", "session.needed".
    """
    from itertools import islice

    from desk.commands.person import read_lines
    from desk.domain.person import Person

    if name == "-":
        lines = list(islice(read_lines(), 3))
    else:
        try:
            lines = Path(name).read_text("utf-8-sig").splitlines()[:3]
        except (OSError, UnicodeError):
            raise DeskError("import.unreadable") from None
    if not lines or not lines[0].strip():
        raise DeskError("appointment.name_missing")
    return Person(*(line.strip() for line in lines))


def _start(args: argparse.Namespace) -> datetime:
    from desk.domain.clock import at_local

    day: date = args.day
    return at_local(day, args.at)


def _data(row: Any) -> dict[str, object]:
    from desk.domain.clock import local

    wished = row.wish_start
    return {
        "source": row.source,
        "reference": row.reference,
        "start": local(row.start).isoformat(),
        "minutes": row.minutes,
        "service": row.service or row.service_text,
        "state": row.state,
        "asked": row.wish,
        "asked_start": wished and local(wished).isoformat(),
    }


def _line(data: Mapping[str, object]) -> str:
    when = str(data["start"])[:16].replace("T", " ")
    asked = f"  ({data['asked']} asked)" if data["asked"] else ""
    without = data.get("pcs_without_client", 0)
    asked += f"  ({without} PCs cannot open the client)" if without else ""
    return (
        f"{when}  {data['minutes']} min  {data['source']} {data['reference']}"
        f"  {data['service']}  {data['state']}{asked}"
    )


def _counted(done: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in done.items())


def _problem(problem: Problem) -> dict[str, object]:
    from desk.error_texts import error_text

    text = error_text(DeskError(problem.message_code, **problem.params))
    return {"line": problem.line, "field": str(problem.field), "message": text}


def _lines(problems: list[Problem]) -> Iterator[str]:
    yield f"Nothing was imported; {len(problems)} problems:"
    for one in map(_problem, problems):
        yield f"  line {one['line']}, {one['field'] or 'the whole line'}: {one['message']}"


def _time(text: str) -> time:
    try:
        hour, minute = text.replace(".", ":").split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 9:15") from None


HANDLERS = {"appointments": _run}
