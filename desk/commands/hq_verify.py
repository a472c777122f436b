"""`desk hq verify`: is everything that headquarters keep what it was?"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, refuse, show
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.hq.findings import Check, Finding

EXIT_FOUND = 1
EXIT_NOT_LOOKED = 2

_EPILOG = """\
Recomputes the chain of every PC and of headquarters themselves, in every epoch and stream, looks
whether each epoch begins where the one before it ended, and whether every stream has all of its
numbers, each with one accepted operation, whole transactions together and in order; then both
signatures of every checkpoint of an incident log that headquarters witnessed.  It names each
operation and checkpoint that was changed, is missing or stands elsewhere.  While there is much to
look at, stderr says how far it is; memory does not grow with the database.

A PC's signature of its last operation covers all of its chain, so that nobody else can make one
anew.  Headquarters' own chain could be, by whoever holds the database; branches that have read it
know better.

Exit codes: 0 everything is what it was; 1 something is not; 2 could not look.

Examples:
  desk hq verify
  desk hq verify --branch riga-2 --json
"""

_SAID = {
    "changed": "was changed",
    "missing": "is missing",
    "reordered": "stands at another's number",
    "epoch": "begins elsewhere than the one before it ended",
    "head": "is not the last one that was noted",
    "forged": "is not what the PC signed as its last one",
    "stranger": "is of a PC that does not belong here",
    "gap": "has no line in the stream",
    "empty": "is a line without an operation",
    "not_accepted": "is in the stream and was not accepted",
    "unlisted": "was accepted and is not in the stream",
    "torn": "does not stand together with its transaction",
    "checkpoint": "is not what the PC signed of its incident log",
    "cosignature": "is not what headquarters countersigned",
    "unwitnessed": "does not follow the checkpoint before it",
}
_CHECKPOINTS = frozenset({"checkpoint", "cosignature", "unwitnessed"})


def add_actions(action: Any) -> None:
    """Add `verify`."""
    verify = action("verify", "is everything what it was?")
    verify.add_argument("--branch", default="", metavar="ID", help="only this stream")
    verify.epilog = _EPILOG


def _verify(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.verify import verify

    try:
        with ready(args) as engine:
            if engine.dialect.name == "postgresql":
                engine = engine.execution_options(isolation_level="REPEATABLE READ")
            with transaction(engine) as connection:
                check = verify(connection, args.branch, told=_tell)
    except DeskError as error:
        refuse(args, error)
        return EXIT_NOT_LOOKED
    data = {
        "ok": check.fine,
        "streams": check.streams,
        "operations": check.ops,
        "lines": check.lines,
        "checkpoints": check.checkpoints,
        "findings": [_data(one) for one in check.findings],
    }
    looked = (
        f"{check.ops} operations, {check.lines} lines and {check.checkpoints} checkpoints of"
        f" {check.streams} streams"
    )
    lines = [_line(one) for one in check.findings]
    show(args, data, [*lines, f"{looked}: {'as they were' if check.fine else 'NOT as they were'}."])
    return EXIT_OK if check.fine else EXIT_FOUND


def _tell(check: Check) -> None:
    so_far = f"{check.ops} operations and {check.lines} lines so far"
    print(f"{so_far}, {len(check.findings)} findings", file=sys.stderr, flush=True)


def _data(one: Finding) -> dict[str, object]:
    return {
        "found": one.found.value,
        "stream": one.stream,
        "device": one.device and str(one.device),
        "epoch": one.epoch,
        "seq": one.seq,
        "feed": one.feed,
        "op_id": one.op_id and str(one.op_id),
    }


def _line(one: Finding) -> str:
    where = f"{one.stream}"
    where += f", PC {one.device} epoch {one.epoch}" if one.device else ""
    what = "checkpoint" if one.found.value in _CHECKPOINTS else "operation"
    where += f", {what} {one.seq}" if one.seq else ""
    where += f", line {one.feed}" if one.feed else ""
    where += f" ({one.op_id})" if one.op_id else ""
    return f"{where}: {_SAID[one.found.value]}"


HANDLERS = {"verify": _verify}
