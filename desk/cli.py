"""The `desk` command: without a sub-command it opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_REFUSED, EXIT_USAGE, refuse, say
from desk.domain.errors import DeskError
from desk.i18n import LANGUAGES, set_language
from desk.version import VERSION

if TYPE_CHECKING:
    import argparse

_COMMANDS = {
    "demo": "demo",
    "practice": "practice",
    "init": "init",
    "recover": "recover",
    "backup": "backup",
    "restore": "restore",
    "mirror": "mirror",
    "account": "account",
    "hours": "hours",
    "places": "places",
    "calendar": "calendar",
    "deadline": "deadline",
    "import": "import_day",
    "export": "export_day",
    "rules": "rules",
    "report": "report",
    "statistics": "statistics",
    "retention": "retention",
    "verify": "verify",
    "annex": "annex",
    "enrol": "enrol",
    "sync": "sync",
    "courier": "courier",
    "escrow": "escrow",
    "hq": "hq",
    "configure": "configure",
    "update": "update",
    "doctor": "doctor",
    "support-bundle": "support_bundle",
}
"""Sub-commands and their modules in `desk.commands`, in the order of the help."""

_EPILOG = """\
Without a command the window opens.

Exit codes: 0 done; 1 refused or a problem found, said on standard error (with --json also as
{"error": {"code", "message"}} on standard output); 2 wrong usage, said in the same way; 3 imported,
but some lines could not be used, or a person has to look first; 4 erased, but a backup may still
hold it.

Once an account exists, whatever reads or writes personal data asks for a person (--login) and a
password (prompt, or --password-fd), and is logged.  Passwords are never given as arguments.

Examples:
  desk                                          open the window
  desk demo                                     open an invented day to try the program
  desk init --institution pmlp --branch riga-2  set this PC up
  desk hours --branch riga-1 --date 2026-11-24  opening hours of a day
  desk import monday.csv --dry-run              what a day file would change
  desk backup --out riga-2.branchbackup         one encrypted file, proven by restoring it
  desk verify                                   is the incident log what it was?
  desk doctor                                   check this installation
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code."""
    _use_utf8()
    set_language(_language())
    given = list(sys.argv[1:] if argv is None else argv)
    if not given:
        return _run(SimpleNamespace(command=None, data_dir=None, json=False, check=False), {})
    from desk.commands.parsing import UsageError

    parser, modules = _parser()
    try:
        args = parser.parse_args(given)
    except UsageError as wrong:
        print(wrong.usage, file=sys.stderr, end="")
        say("usage", wrong.message, json="--json" in given)
        return EXIT_USAGE
    return _run(args, modules)


def _run(args: Any, modules: dict[str, ModuleType]) -> int:
    try:
        if args.command is None and args.check:
            from desk.commands import check

            return check.run(args)
        if args.command is None:
            return _open_window(args.data_dir)
        return int(modules[args.command].run(args))
    except DeskError as error:
        return refuse(args, error)
    except KeyboardInterrupt:
        return EXIT_REFUSED
    except BrokenPipeError:
        _forget_output()
        return EXIT_OK
    except Exception as bug:
        return refuse(args, _logged(args, bug))


def _logged(args: Any, bug: Exception) -> DeskError:
    """Something that must not happen: its details go to the log, never to the terminal."""
    from desk.data_folder import traces_dir
    from desk.log import log_bug

    file = log_bug(args.data_dir or traces_dir(), args.command or "window", bug)
    if file is None:
        return DeskError("cli.unexpected_unlogged", kind=type(bug).__name__)
    return DeskError("cli.unexpected", log=str(file))


def _parser() -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    """Loads every command; the window's own start does without."""
    import argparse

    from desk.commands.parsing import CommandParser

    parser = CommandParser(
        prog="desk", description="Branch Desk: the front desk of a branch office.", epilog=_EPILOG
    )
    parser.set_defaults(data_dir=None, json=False, login="", password_fd=None)
    parser.add_argument("--version", action="version", version=f"Branch Desk {VERSION}")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    sub = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    modules = {name: import_module(f"desk.commands.{file}") for name, file in _COMMANDS.items()}
    for module in modules.values():
        module.add_parser(sub)
    return parser, modules


def _open_window(data_dir: Path | None) -> int:
    from desk.commands.display import require_display

    require_display()
    from desk.ui.main import run_window

    return run_window(data_dir)


def _language() -> str:
    """The terminal's language, when it is one of ours; otherwise English."""
    setting = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    language = (setting or "")[:2].lower()
    return language if language in LANGUAGES else "en"


def _use_utf8() -> None:
    """Names are Latvian and Russian whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _forget_output() -> None:
    """The reader of our output is gone (`| head`); the interpreter must not write at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
