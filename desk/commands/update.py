"""`desk update`: new versions of the program, from headquarters, a share or a USB stick."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_REFUSED, show

if TYPE_CHECKING:
    from desk.update.journal import Memory
    from desk.update.working import Outcome, Updating

_EPILOG = """\
IT sets in the site file where updates come from, when they may be put in and how fast they are
fetched ([updates]); `desk configure` writes it.  A timer of the package runs `desk update run` as
administrator; with `updates.enabled = false` it does nothing.

`run` does all that is due: it ends an update that a power cut has cut off, asks the source, fetches
what is staged for this branch, and puts it in when the hours are right and nobody has the window
open.  Before that the database is backed up; afterwards the new program is tried (`desk --check`)
and must open the database.  What fails goes back by itself and is not tried again until another
version comes.  Work never waits for any of it, and expired metadata only make updates stand still.

An update needs the package of the version that is in, for the way back.  It is kept from the last
update; before the first one it is fetched from the source, so headquarters add that version too.

What is trusted is decided by headquarters' signed metadata (TUF) alone, from the root that
`updates.root` names; signatures of Windows' own on the MSI are not looked at here.

Examples:
  desk update status --json
  desk update fetch                      from a USB stick that is in now; put in at night
  desk update apply --now                whatever the hour, but never beside an open window
  desk update run                        what the timer does
"""


def add_parser(sub: Any) -> None:
    """Add `update` to the command line."""
    parser = sub.add_parser("update", help="new versions of the program", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("status", help="how this PC stands with updates", epilog=_EPILOG)
    actions.add_parser("fetch", help="get what is meant for this branch", epilog=_EPILOG)
    apply = actions.add_parser("apply", help="put in what lies ready", epilog=_EPILOG)
    apply.add_argument("--now", action="store_true", help="whatever the hour")
    actions.add_parser("run", help="all that is due; for a timer", epilog=_EPILOG)
    back = actions.add_parser("put-back")  # called by the way back alone, so not in the help
    back.add_argument("backup", metavar="NAME")


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    actions = {
        "status": _status,
        "fetch": _fetch,
        "apply": _apply,
        "run": _run,
        "put-back": _put_back,
    }
    return actions[args.action](args)


def _status(args: argparse.Namespace) -> int:
    from desk.clocks import system_clock
    from desk.site import read_site
    from desk.update.journal import Memory, update_folder
    from desk.update.standing import standing
    from desk.version import VERSION

    site = read_site()
    found = standing(Memory(update_folder()), site, system_clock())
    state = found.state
    data = {
        "enabled": site.updates.enabled,
        "source": site.updates.source,
        "program": VERSION,
        "well": found.well,
        "ready": state.ready and state.ready.version,
        "checked_at": state.checked_at and state.checked_at.isoformat(),
        "expires": state.expires and state.expires.isoformat(),
        "put_in": state.put_in or None,
        "put_in_at": state.put_in_at and state.put_in_at.isoformat(),
        "failed": [
            {"version": one.version, "why": one.why, "at": one.at.isoformat()}
            for one in state.failed
        ],
        "trouble": state.trouble
        and {"code": state.trouble.code, "since": state.trouble.since.isoformat()},
        "under_way": found.journal and found.journal.step.value,
    }
    show(args, data, found.lines)
    return EXIT_OK


def _fetch(args: argparse.Namespace) -> int:
    from desk.update import working

    memory = _memory()
    with working.alone(memory):
        updating = _updating(args, memory)
        enabled = updating.site.updates.enabled
        return _told(args, memory, working.fetch(updating) if enabled else working.Outcome.OFF)


def _apply(args: argparse.Namespace) -> int:
    from desk.update.working import may_put_in

    def due(updating: Updating) -> Outcome | None:
        return may_put_in(updating, at_any_hour=args.now)

    return _carry_through(args, due)


def _run(args: argparse.Namespace) -> int:
    from desk.update.working import due_now

    return _carry_through(args, due_now)


def _carry_through(args: argparse.Namespace, due: Callable[[Updating], Outcome | None]) -> int:
    """End what was cut off, or put in what `due` says nothing against.

    A frozen program lets a copy of itself do both, because it is what is replaced.
    """
    from desk.update import runner, working

    memory = _memory()
    with working.alone(memory):
        updating = _updating(args, memory)
        outcome = working.carry_on(updating, due, lasting=runner.is_runner(memory))
        if outcome is None:
            runner.make_runner(memory)
        elif memory.journal() is None:
            runner.drop_runner(memory)
    return _handed_over(args, memory) if outcome is None else _told(args, memory, outcome)


def _put_back(args: argparse.Namespace) -> int:
    from desk.clocks import system_clock
    from desk.data_folder import default_data_dir
    from desk.update.putting_back import put_back

    replaced = put_back(args.data_dir or default_data_dir(), args.backup, system_clock)
    line = f"What was there lies in {replaced}." if replaced else "Nothing had to be put back."
    show(args, {"replaced": replaced and str(replaced)}, [line])
    return EXIT_OK


def _handed_over(args: argparse.Namespace, memory: Memory) -> int:
    from desk.update.runner import become, runner_program

    words = ["update", args.action, *(["--now"] if args.action == "apply" and args.now else [])]
    words += ["--json"] if args.json else []
    words += ["--data-dir", str(args.data_dir)] if args.data_dir else []
    become(runner_program(memory), words)
    return EXIT_OK


def _memory() -> Memory:
    from desk.log import start_log
    from desk.update.journal import Memory, update_folder

    memory = Memory(update_folder())
    memory.prepare()
    start_log(memory.folder)
    return memory


def _updating(args: argparse.Namespace, memory: Memory) -> Updating:
    import platform

    from desk.clocks import system_clock
    from desk.data_folder import default_data_dir
    from desk.site import read_site
    from desk.update.fetching import Rate
    from desk.update.installers import find_product
    from desk.update.runner import own_program
    from desk.update.working import Updating

    site = read_site()
    data: Path = args.data_dir or default_data_dir()
    return Updating(
        memory,
        site,
        find_product(),
        data,
        own_program(),
        platform.node(),
        system_clock,
        Rate(site.updates.rate),
    )


def _told(args: argparse.Namespace, memory: Memory, outcome: Outcome) -> int:
    state = memory.state()
    lines = {
        "off": "Updates are switched off for this PC.",
        "nothing": "Nothing newer is meant for this branch.",
        "elsewhere": "Another PC of the site is fetching it; this one takes it from there.",
        "ready": "It lies ready, and is put in at its hours.",
        "window": "Somebody has the window open; it is put in when nobody has.",
        "put_in": "Put in and tried.",
        "went_back": "It did not work and went back; see `desk update status`.",
    }
    data = {
        "outcome": outcome.value,
        "ready": state.ready and state.ready.version,
        "installed": state.installed and state.installed.version,
    }
    show(args, data, [lines[outcome.value]])
    return EXIT_REFUSED if outcome.value == "went_back" else EXIT_OK
