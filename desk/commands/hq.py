"""`desk hq`: headquarters, the server that branches keep themselves alike with."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from desk.commands import (
    hq_applicants,
    hq_appointments,
    hq_challenge,
    hq_courier,
    hq_escrow,
    hq_figures,
    hq_look,
    hq_people,
    hq_publish,
    hq_send,
    hq_trial,
    hq_update,
    hq_verify,
)
from desk.commands.hq_open import DATABASE, database_url, opened
from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

_EPILOG = """\
The database is PostgreSQL, or one SQLite file for a trial: --database, or DESK_HQ_DATABASE in the
environment.  A password belongs into PGPASSWORD or a password file, never into an argument.

`serve` answers branches; with --workers several processes share one PostgreSQL.  Without a
certificate it listens on loopback alone, for a server before it that has one.  /health and
/metrics are for monitoring, /schema describes the interface.

`enrol-code` prints a code that takes one PC of a branch in, within seven days; give it to whoever
sets that PC up, by telephone or in person.

Examples:
  desk hq init --database postgresql://desk@db.example/desk
  desk hq serve --port 8443 --workers 4 --tls-cert hq.crt --tls-key hq.key
  desk hq enrol-code --branch riga-2
  desk hq status --json
  desk hq revoke 0199c0de-0000-7000-8000-000000000001
"""
_MORE = (
    hq_figures,
    hq_people,
    hq_publish,
    hq_send,
    hq_look,
    hq_verify,
    hq_trial,
    hq_courier,
    hq_escrow,
    hq_challenge,
    hq_applicants,
    hq_appointments,
    hq_update,
)


def add_parser(sub: Any) -> None:
    """Add `hq` to the command line."""
    parser = sub.add_parser("hq", help="headquarters: the server for branches", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, text: str) -> Any:
        one = actions.add_parser(name, help=text, epilog=_EPILOG)
        one.add_argument("--database", metavar="URL", help="postgresql://... or sqlite:///FILE")
        return one

    action("init", "make or migrate the tables")
    serve = action("serve", "answer branches")
    serve.add_argument("--host", default="", help="address to listen on")
    serve.add_argument("--port", type=int, default=8443)
    serve.add_argument("--workers", type=int, default=1, metavar="N")
    serve.add_argument("--tls-cert", type=Path, metavar="FILE")
    serve.add_argument("--tls-key", type=Path, metavar="FILE")
    code = action("enrol-code", "a code that takes one PC in")
    code.add_argument("--branch", required=True)
    revoke = action("revoke", "hear a PC no more")
    revoke.add_argument("device", type=UUID, metavar="DEVICE")
    action("status", "devices, streams, what waits for a person")
    for module in _MORE:
        module.add_actions(action)


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    actions = {
        "init": _init,
        "serve": _serve,
        "enrol-code": _enrol_code,
        "revoke": _revoke,
        "status": _status,
    }
    for module in _MORE:
        actions |= module.HANDLERS
    try:
        return actions[args.action](args)
    except ModuleNotFoundError as error:
        raise DeskError("hq.not_installed", what=str(error.name)) from error


def _init(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.hq.upgrade import upgrade_hq
    from desk.clocks import new_uuid7
    from desk.hq.identity import identity, make

    with opened(args) as engine:
        migrated = upgrade_hq(engine)
        with transaction(engine) as connection:
            made = make(connection, new_uuid7)
            who = identity(connection)
    lines = {
        (True, True): "Headquarters are made.",
        (True, False): "The tables were brought up to this program.",
    }
    line = lines.get((migrated, made), "Everything was there already.")
    show(args, {"id": str(who.id), "migrated": migrated, "made": made}, [line, f"id {who.id}"])
    return EXIT_OK


def _serve(args: argparse.Namespace) -> int:
    from db.hq.upgrade import require_current
    from desk.hq.serving import Listening, serve

    if bool(args.tls_cert) != bool(args.tls_key):
        raise DeskError("hq.certificate")
    host = args.host or ("0.0.0.0" if args.tls_cert else "127.0.0.1")  # noqa: S104 - with TLS
    if not args.tls_cert and host not in ("127.0.0.1", "::1", "localhost"):
        raise DeskError("hq.certificate")
    for file in (args.tls_cert, args.tls_key):
        if file is not None and not file.is_file():
            raise DeskError("hq.certificate_file", file=str(file))
    os.environ[DATABASE] = database_url(args)
    with opened(args) as engine:
        require_current(engine)
    serve(Listening(host, args.port, args.workers, args.tls_cert, args.tls_key))
    return EXIT_OK


def _enrol_code(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.clocks import system_clock
    from desk.hq.enrolling import VALID, new_code

    with opened(args) as engine, transaction(engine) as connection:
        code = new_code(connection, args.branch, system_clock())
    until = f"It takes one PC of {args.branch} in, within {VALID.days} days."
    show(args, {"code": code, "branch": args.branch, "days": VALID.days}, [code, until])
    return EXIT_OK


def _revoke(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.clocks import system_clock
    from desk.hq.status import revoke

    with opened(args) as engine, transaction(engine) as connection:
        device = revoke(connection, args.device, system_clock())
    line = f"{device.name} of {device.stream} is heard no more."
    show(args, {"device": str(device.id), "branch": device.stream}, [line])
    return EXIT_OK


def _status(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.hq.projecting import catch_up
    from desk.hq.status import status

    with opened(args) as engine:
        catch_up(engine)
        with transaction(engine) as connection:
            now = status(connection)
    pcs = [
        {
            "device": str(one.id),
            "branch": one.stream,
            "name": one.name,
            "epoch": one.epoch,
            "seq": one.seq,
            "seen_at": one.seen_at and one.seen_at.isoformat(),
            "program": one.program,
            "revoked": one.revoked_at is not None,
        }
        for one in now.devices
    ]
    data = {
        "id": str(now.identity.id),
        "streams": now.streams,
        "devices": pcs,
        "forks": now.forks,
        "refused": now.refused,
        "quarantined": now.quarantined,
        "log_alarms": [
            {
                "branch": one.stream,
                "device": str(one.device),
                "size": one.size,
                "why": one.why,
                "at": one.at.isoformat(),
            }
            for one in now.alarms
        ],
        "logs_set_back": now.set_back,
        "chain_alarms": [
            {
                "branch": one.stream,
                "device": str(one.device),
                "after": str(one.after),
                "why": one.why,
                "at": one.at.isoformat(),
            }
            for one in now.doubts
        ],
        "unanswered_incidents": now.unanswered,
        "unreleased_publications": now.unreleased,
    }
    lines = [f"{name}: {number} changes" for name, number in now.streams.items()]
    lines += [
        f"  {pc['device']}  {pc['branch']}  {pc['name']}  last seen {pc['seen_at'] or 'never'}"
        + ("  revoked" if pc["revoked"] else "")
        for pc in pcs
    ]
    lines += [
        f"ALARM: the incident log of {one.stream} ({one.device}) at size {one.size}"
        f" contradicts what was witnessed: {one.why}"
        for one in now.alarms
    ]
    lines += [
        f"ALARM: {one.stream} ({one.device}) has read something else of headquarters"
        f" after operation {one.after}: {one.why}"
        for one in now.doubts
    ]
    for count, text in (
        (now.set_back, "incident logs go on from a backup, before what was witnessed"),
        (now.unanswered, "reports of incidents wait for an answer"),
        (now.unreleased, "content packs wait for a second person's release"),
        (now.forks, "operations have a second content under one number"),
        (now.refused, "operations were refused"),
        (now.quarantined, "batches of revoked PCs are kept apart"),
    ):
        lines += [f"{count} {text}"] if count else []
    show(args, data, lines)
    return EXIT_OK
