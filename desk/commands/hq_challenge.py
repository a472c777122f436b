"""`desk hq challenge`: answer a branch that reads out the code of a lost password."""

from __future__ import annotations

import argparse
from typing import Any

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
At the branch's sign-in "I lost my password" shows a code of three groups.  Make sure who is
calling: ring them back at the number that you have of them, never at one that they give.  Then type
the code here, and read the answer back.  It fits that PC, that account and that code alone, once,
and only for half an hour.  A registrar signs in; each answer is in `desk hq log`.

Examples:
  desk hq challenge 7K3ZQ-04FXC-9TT2M --branch riga-2 --account ilze --login ieva
"""


def add_actions(action: Any) -> None:
    """Add `challenge`."""
    from desk.commands.hq_sign_in import add_sign_in

    parser = action("challenge", "answer the code of a lost password")
    parser.epilog = _EPILOG
    parser.add_argument("code", metavar="CODE", help="as it was read out")
    parser.add_argument("--branch", required=True)
    parser.add_argument("--account", required=True, metavar="LOGIN", help="whose password it was")
    add_sign_in(parser)


def challenge(args: argparse.Namespace) -> int:
    """Answer, and write down who did."""
    from desk.commands.hq_sign_in import pen
    from desk.hq.challenge import answer_question

    with pen(args) as by:
        told = answer_question(
            by.connection, by.person, args.branch, args.account, args.code, by.at, new_id=by.new_id
        )
    data = {"answer": told.code, "device": str(told.device.id), "branch": told.device.stream}
    show(args, data, [told.code, f"For {args.account} at {told.device.name}, {args.branch}."])
    return EXIT_OK


HANDLERS = {"challenge": challenge}
