"""What commands print: text for people, or with --json one JSON value on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError

if TYPE_CHECKING:
    import argparse

EXIT_OK = 0
EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_PROBLEMS = 3
EXIT_UNSETTLED = 4


def show(args: argparse.Namespace, data: object, lines: Iterable[str]) -> None:
    """Print the result: `data` as JSON when asked for, otherwise the lines."""
    if args.json:
        from json import dumps

        print(dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    for line in lines:
        print(line)


def refuse(args: argparse.Namespace, error: DeskError) -> int:
    """Say why it was refused, on standard error, and with --json on standard output too."""
    from desk.error_texts import error_text

    return say(error.code, error_text(error), json=args.json)


def say(code: str, message: str, *, json: bool) -> int:
    """Say an error in a sentence; the exit code of a refusal."""
    print(message, file=sys.stderr)
    if json:
        from json import dumps

        print(dumps({"error": {"code": code, "message": message}}, ensure_ascii=False, indent=2))
    return EXIT_REFUSED
