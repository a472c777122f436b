"""What all commands' parsers share: the common options and the shape of the help."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,5}")


class UsageError(Exception):
    """A command line that is not as it must be; what was wrong, and how it has to look."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


class CommandParser(argparse.ArgumentParser):
    """A parser with the common options, which therefore may stand before or after the command.

    It raises UsageError instead of ending the program.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)
        common = self.add_argument_group("common options")
        absent = argparse.SUPPRESS
        common.add_argument("--json", action="store_true", default=absent, help="print JSON")
        common.add_argument(
            "--data-dir", type=Path, default=absent, metavar="DIR", help="folder of the database"
        )
        common.add_argument("--login", default=absent, help="person at work, by login name")
        common.add_argument(
            "--password-fd",
            type=int,
            default=absent,
            metavar="N",
            help="read that person's password from file descriptor N (else a prompt)",
        )

    def error(self, message: str) -> NoReturn:
        """Called by argparse when the arguments are wrong."""
        raise UsageError(f"{self.prog}: {message}", self.format_usage())


def day(text: str) -> date:
    """A date of the command line, in the one form that all its answers have too."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no date like 2026-11-24")


def count(text: str) -> int:
    """A number of things, 0 or more."""
    if not _COUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 99999")
    return int(text)
