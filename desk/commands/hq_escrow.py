"""`desk hq escrow`: branches' database keys, for the day on which a PC and its paper are lost."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import UUID

from desk.commands.output import EXIT_OK, show

_EPILOG = """\
`key` makes the institution's recovery key and prints it once: put it into the safe, on paper, in
two places.  Headquarters keep only its public half, so nobody can open anything with the server
alone.  From then on each PC that is taken in hands its database key over, sealed; one that was
taken in before does so with `desk escrow` at the branch.

`open` needs that paper and two people: a registrar (--login), and another registrar or a releaser
(--second-login).  It prints the database key in groups; on the new PC `desk restore BACKUP` and
`desk recover` take it where they ask for the recovery code.  Sealed annexes stay sealed.  Both
people are in `desk hq log`.  The key opens every backup of that branch: destroy what was printed.

Examples:
  desk hq escrow key --login ieva
  desk hq escrow status --json
  desk hq escrow open 0199c0de-0000-7000-8000-000000000001 --login ieva --second-login juris
"""


def add_actions(action: Any) -> None:
    """Add `escrow`."""
    from desk.commands.hq_sign_in import add_sign_in, nested

    parser = action("escrow", "branches' database keys, sealed")
    parser.epilog = _EPILOG
    names = {
        "key": "make the institution's recovery key",
        "status": "whose keys are kept",
        "open": "a branch's database key, by two people and the recovery key",
    }
    parsers = nested(parser, names, _EPILOG)
    for name in ("key", "open"):
        add_sign_in(parsers[name])
    parsers["key"].add_argument("--again", action="store_true", help="also when there is one")
    opening = parsers["open"]
    opening.add_argument("device", type=UUID, metavar="DEVICE")
    opening.add_argument("--second-login", required=True, metavar="LOGIN")
    opening.add_argument("--second-password-fd", type=int, metavar="N", help="descriptor to read")
    opening.add_argument(
        "--recovery-key-stdin", action="store_true", help="read it as a line of standard input"
    )


def escrow(args: argparse.Namespace) -> int:
    """Do what was asked."""
    return {"key": _key, "status": _status, "open": _open}[args.sub](args)


def _key(args: argparse.Namespace) -> int:
    from db.spoken_key import code_of_key
    from desk.commands.hq_sign_in import pen
    from desk.hq.escrow import make_key
    from desk.sync.escrow import fingerprint

    with pen(args) as by:
        private, public = make_key(
            by.connection, by.person, by.at, again=args.again, new_id=by.new_id
        )
    code, seen = code_of_key(private), fingerprint(public)
    lines = [
        "The institution's recovery key, printed this once and kept nowhere:",
        "",
        f"  {code}",
        "",
        f"Its fingerprint, which branches see: {seen}",
    ]
    show(args, {"recovery_key": code, "fingerprint": seen}, lines)
    return EXIT_OK


def _status(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.escrow import kept
    from desk.sync.escrow import fingerprint

    with ready(args) as engine, transaction(engine) as connection:
        now = kept(connection)
    seen = fingerprint(now.recovery_key) if now.recovery_key else ""
    pcs = [
        {"device": str(one.id), "branch": one.stream, "name": one.name, "kept": is_kept}
        for one, is_kept in now.devices
    ]
    lines = [f"Recovery key {seen}" if seen else "There is no recovery key yet."]
    lines += [
        f"  {pc['device']}  {pc['branch']}  {pc['name']}  {'kept' if pc['kept'] else 'NOT KEPT'}"
        for pc in pcs
    ]
    show(args, {"fingerprint": seen, "devices": pcs}, lines)
    return EXIT_OK


def _open(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.spoken_key import code_of_key, key_of_code
    from desk.clocks import new_uuid7, system_clock
    from desk.commands.hq_sign_in import ready, signed_in
    from desk.commands.person import read_lines, secret
    from desk.hq.escrow import open_box, require_two
    from desk.hq.people import sign_in
    from desk.services import passwords

    with ready(args) as engine:
        first = signed_in(args, engine)
        password = secret(f"Password of {args.second_login}: ", args.second_password_fd)
        second = sign_in(engine, args.second_login, password, system_clock(), passwords.matches)
        require_two(first, second)
        if args.recovery_key_stdin:
            typed = next(read_lines(), "")
        else:
            typed = secret("Recovery key of the institution: ", None)
        private, at = key_of_code(typed), system_clock()
        with transaction(engine) as connection:
            both = (first, second)
            device, key = open_box(connection, both, args.device, private, at, new_id=new_uuid7)
    code = code_of_key(key)
    lines = [
        f"The database key of {device.name}, {device.stream}; on the new PC, for a backup of it:",
        "",
        f"  {code}",
        "",
        "  desk restore BACKUP      (asks for the recovery code: type the key above)",
    ]
    show(args, {"key": code, "device": str(device.id), "branch": device.stream}, lines)
    return EXIT_OK


HANDLERS = {"escrow": escrow}
