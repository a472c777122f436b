"""`desk mirror`: the second place, to which every change is copied within seconds."""

from __future__ import annotations

import argparse
import os
import signal
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

from desk.commands.output import EXIT_OK, EXIT_REFUSED, show

_EPILOG = """\
A second place is a folder on a share or another disk.  While the program runs, everything saved is
copied there within seconds, encrypted as it is; the window's foot shows what is safe.  Also the
day's backup goes there.  `desk restore DIR` brings the database back from it.

  set DIR    try the folder, make this PC's own folder in it, use it from now on (head or IT)
  set off    use none
  check DIR  try a folder and make this PC's own folder in it, nothing else
  forget DIR the copies in a place used earlier were deleted by hand (head or IT)
  status     how it stands; exit code 1 when something is wrong
  run        mirror until standard input ends; the window does it by itself

Examples:
  desk mirror set //server/branches --login ilze
  desk mirror set /media/usb
  desk mirror status --json
"""


def add_parser(sub: Any) -> None:
    """Add `mirror` to the command line."""
    parser = sub.add_parser("mirror", help="the second place", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, help_text in (("set", "set the second place"), ("check", "try a folder")):
        action = actions.add_parser(name, help=help_text, epilog=_EPILOG)
        action.add_argument("place", metavar="DIR", help="a folder; `off` for none")
    forget = actions.add_parser("forget", help="copies were deleted by hand", epilog=_EPILOG)
    forget.add_argument("place", metavar="DIR", help="a place used earlier")
    actions.add_parser("status", help="how it stands", epilog=_EPILOG)
    actions.add_parser("run", help="mirror until standard input ends", epilog=_EPILOG)


def run(args: argparse.Namespace) -> int:
    """Do what was asked of the second place."""
    actions = {"set": _set, "check": _check, "forget": _forget, "status": _status, "run": _run}
    return actions[args.action](args)


def _set(args: argparse.Namespace) -> int:
    from desk.app import open_app
    from desk.commands.person import acting
    from desk.second_place import prepare_place
    from desk.services import safety

    place = "" if args.place == "off" else str(Path(args.place).absolute())
    with closing(open_app(args.data_dir)) as app:
        actor = acting(app, args)
        safety.may_back_up(actor)
        tried = prepare_place(app, Path(place)) if place else None
        with app.database.unit_of_work() as uow:
            left = safety.earlier_places(app.env, safety.set_place(uow, app.env, actor, place))
            uow.commit()
    by_hand = [f"May still hold copies, delete by hand: {one.folder}" for one in left]
    if tried is None:
        show(args, {"place": ""}, ["No second place is used.", *by_hand])
        return EXIT_OK
    show(args, _data(tried), [f"Second place: {place}", *_lines(tried), *by_hand])
    return EXIT_OK


def _forget(args: argparse.Namespace) -> int:
    from desk.app import open_app
    from desk.commands.person import acting
    from desk.services import safety

    place = str(Path(args.place).absolute())
    with closing(open_app(args.data_dir)) as app:
        actor = acting(app, args)
        with app.database.unit_of_work() as uow:
            left = safety.forget_place(uow, app.env, actor, place).earlier
            uow.commit()
    show(args, {"earlier": list(left)}, [f"Noted: nothing is left in {place}."])
    return EXIT_OK


def _check(args: argparse.Namespace) -> int:
    from desk.app import open_app
    from desk.second_place import prepare_place

    with closing(open_app(args.data_dir)) as app:
        tried = prepare_place(app, Path(args.place).absolute())
    show(args, _data(tried), _lines(tried))
    return EXIT_OK


def _status(args: argparse.Namespace) -> int:
    import msgspec

    from db.mirror_state import read_state
    from desk.app import default_data_dir, unlocked_key
    from desk.clocks import system_clock
    from desk.mirror_agent import report, wanted

    folder = args.data_dir or default_data_dir()
    goal, state = wanted(folder, unlocked_key(folder)), read_state(folder)
    known = state if goal is not None and state and state.place == str(goal.own) else None
    found = report(known, goal.place if goal else "", system_clock())
    show(args, msgspec.to_builtins(found), _told(found))
    return EXIT_REFUSED if found.problem else EXIT_OK


def _run(args: argparse.Namespace) -> int:
    """Kept apart from the rest: it imports little, as it runs all day."""
    import msgspec

    from desk.clocks import system_clock
    from desk.data_folder import default_data_dir
    from desk.log import start_log
    from desk.mirror_agent import run

    folder, stop = args.data_dir or default_data_dir(), Event()
    start_log(folder)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    Thread(target=_until_closed, args=(stop,), daemon=True).start()

    def say(report: Any) -> None:
        try:
            print(msgspec.json.encode(report).decode(), flush=True)
        except OSError:  # nobody listens any more; what is left is still made safe
            stop.set()

    run(folder, system_clock, stop, say)
    _forget_output()
    return EXIT_OK


def _until_closed(stop: Event) -> None:
    """Whoever started the mirror closes its standard input, or is gone.

    Read without a buffer: Python cannot end while a thread waits inside one.
    """
    while os.read(0, 4096):
        pass
    stop.set()


def _forget_output() -> None:
    """What is still buffered for a reader that is gone must not be written at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _data(tried: Any) -> dict[str, object]:
    return {
        "place": tried.place,
        "free_mb": tried.free,
        "seconds": round(tried.seconds, 3),
        "same_disk": tried.same_disk,
    }


def _lines(tried: Any) -> list[str]:
    lines = [f"It works: {tried.free} MB free, 64 KB written and read in {tried.seconds:.2f} s."]
    if tried.same_disk:
        lines.append("It lies on the disk of the database: no help when that disk fails.")
    return lines


def _told(found: Any) -> list[str]:
    if not found.place:
        return ["No second place is set."]
    if found.safe is None:
        return [f"Second place: {found.place}", "Nothing is safe there yet."]
    lines = [f"Second place: {found.place}", f"Safe as of {found.age:.0f} s ago."]
    if found.unsafe:
        lines.append(f"{found.unsafe} changes are not yet safe.")
    return [*lines, *([f"Problem: {found.problem}"] if found.problem else [])]
