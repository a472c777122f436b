"""`desk hq site-token`, `applicants`, `approve`, `turn-away`: PCs that are rolled out together."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any
from uuid import UUID

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
A code for several PCs of one branch, to be put into the answers file of a roll-out.  It takes
nobody in by itself: each PC that asks with it waits until a registrar has compared the fingerprint
of its key, which the PC shows, and approved it.  It ends by itself, and with the last PC.

Examples:
  desk hq site-token --branch riga-2 --pcs 6 --days 14 --login ieva
  desk hq applicants
  desk hq approve 0199c0de-0000-7000-8000-000000000001 --login ieva
  desk hq turn-away 0199c0de-0000-7000-8000-000000000002 --login ieva
"""


def add_actions(action: Any) -> None:
    """Add the four."""
    from desk.commands.hq_sign_in import add_sign_in
    from desk.commands.parsing import count

    token = action("site-token", "a code with which several PCs of a branch may ask")
    token.add_argument("--branch", required=True)
    token.add_argument("--pcs", type=count, default=10, metavar="N", help="at most (10)")
    token.add_argument("--days", type=count, default=14, metavar="N", help="valid so long (14)")
    waiting = action("applicants", "PCs that wait to be approved")
    approve = action("approve", "take a PC in that waits")
    away = action("turn-away", "do not take a PC in that waits")
    for parser in (approve, away):
        parser.add_argument("device", type=UUID, metavar="DEVICE")
    for parser in (token, approve, away):
        add_sign_in(parser)
    for parser in (token, waiting, approve, away):
        parser.epilog = _EPILOG


def _token(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.applicants import new_token

    valid = timedelta(days=args.days)
    with pen(args) as by:
        code = new_token(
            by.connection,
            by.person,
            args.branch,
            by.at,
            most=args.pcs,
            valid=valid,
            new_id=by.new_id,
        )
    data = {"code": code, "branch": args.branch, "pcs": args.pcs, "days": args.days}
    many = f"With it {args.pcs} PCs of {args.branch} may ask within {args.days} days;"
    show(args, data, [code, f"{many} approve each by `desk hq approve`."])
    return EXIT_OK


def _applicants(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.hq.site_tokens import undecided
    from desk.commands.hq_sign_in import ready
    from desk.sync.joining import fingerprint

    with ready(args) as engine, transaction(engine) as connection:
        found = undecided(connection)
    data = [
        {
            "branch": one.stream,
            "device": str(one.device),
            "name": one.name,
            "fingerprint": fingerprint(one.public_key),
            "asked_at": one.asked_at.isoformat(),
        }
        for one in found
    ]
    lines = [
        f"{one['branch']:<16} {one['device']}  {one['name']}  {one['fingerprint']}" for one in data
    ]
    show(args, data, lines or ["Nobody waits."])
    return EXIT_OK


def _decided(args: argparse.Namespace, *, wanted: bool) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.applicants import decide

    with pen(args) as by:
        found = decide(
            by.connection, by.person, args.device, by.at, wanted=wanted, new_id=by.new_id
        )
    said = "is taken in when it asks again" if wanted else "is turned away"
    data = {"device": str(found.device), "branch": found.stream, "approved": wanted}
    show(args, data, [f"{found.name} of {found.stream} {said}."])
    return EXIT_OK


HANDLERS = {
    "site-token": _token,
    "applicants": _applicants,
    "approve": lambda args: _decided(args, wanted=True),
    "turn-away": lambda args: _decided(args, wanted=False),
}
