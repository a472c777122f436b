"""What commands print: text for people, or with --json one JSON value on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable

from desk.domain.errors import DeskError

EXIT_OK = 0
EXIT_REFUSED = 1
EXIT_PROBLEMS = 3


def show(args: argparse.Namespace, data: object, lines: Iterable[str]) -> None:
    """Print the result: `data` as JSON when asked for, otherwise the lines."""
    if args.json:
        print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    for line in lines:
        print(line)


def refuse(args: argparse.Namespace, error: DeskError) -> int:
    """Say why it was refused, on standard error, and with --json on standard output too."""
    from desk.error_texts import error_text

    message = error_text(error)
    print(message, file=sys.stderr)
    if args.json:
        shown = {"error": {"code": error.code, "message": message}}
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    return EXIT_REFUSED
