"""What all commands' parsers share: the common options and the shape of the help."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any


class CommandParser(argparse.ArgumentParser):
    """A parser with the common options, which therefore may stand before or after the command."""

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


def day(text: str) -> date:
    """An ISO date of the command line; argparse turns the ValueError into a usage error."""
    return date.fromisoformat(text)
