"""`desk annex`: who it was, sealed apart from the incidents' records."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.annex import Identity, OpenPurpose
from desk.domain.errors import DeskError
from desk.domain.roles import Actor

_EPILOG = """\
What identifies the people of an incident is sealed to the keys of heads and named deputies, and to
the institution's key under the recovery code.  A clerk seals and cannot read.  Opening takes a
head's or deputy's own full password, a purpose, and a few words about it (typed, or the first line
of standard input with --words-stdin); it is logged.

Whoever newly becomes head or deputy waits until a colleague who opens annexes gives the keys of
what was sealed before: in the window, or with `desk annex give`.  `status` lists who waits with a
fingerprint; compare it with what that person's own `status` says, and give it along.  Somebody you
do not know is refused with `desk annex refuse`: tell headquarters and IT.

`desk annex recovery-key` serves everybody who waits too: it asks for the recovery code that `desk
init` printed, or reads it from standard input.  It also makes the institution's key in a database
that was set up before there were annexes; a colleague who opens gives it the keys ("-" as LOGIN).

When a password was replaced while nobody else held the keys, `desk annex earlier-password` opens
with the earlier one what was sealed then, and seals it to the present keys of the same person.

Examples:
  desk annex status --login ilze --json
  desk annex open riga-2-2026-0042 --login ilze --purpose police
  desk annex open riga-2-2026-0042 --login ilze --password-fd 3 --purpose complaint \\
    --words-stdin 3< password.txt < words.txt
  desk annex give vita --fingerprint "9f3a 02c1 77b0 4d1e" --login ilze
  desk annex refuse vita --fingerprint 9f3a02c177b04d1e --login ilze
  desk annex recovery-key --recovery-code-stdin < code.txt
  desk annex earlier-password --login ilze
"""


def add_parser(sub: Any) -> None:
    """Add `annex` to the command line."""
    parser = sub.add_parser(
        "annex", help="who it was: the sealed part of incidents", epilog=_EPILOG
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("status", help="who can open, who waits, what is missing", epilog=_EPILOG)
    opening = actions.add_parser("open", help="open an incident's annex", epilog=_EPILOG)
    opening.add_argument("number", metavar="NUMBER", help="the incident's number")
    purposes = [one.value for one in OpenPurpose]
    opening.add_argument("--purpose", required=True, choices=purposes)
    opening.add_argument(
        "--words-stdin", action="store_true", help="read what it is for from standard input"
    )
    for name, text in (("give", "give somebody the keys"), ("refuse", "take somebody's keys away")):
        one = actions.add_parser(name, help=text, epilog=_EPILOG)
        one.add_argument("whose", metavar="LOGIN", help='who waits; "-" for the institution')
        one.add_argument("--fingerprint", required=True, help="as `desk annex status` shows it")
    key = actions.add_parser("recovery-key", help="make or use the institution's", epilog=_EPILOG)
    key.add_argument(
        "--recovery-code-stdin", action="store_true", help="read the code from standard input"
    )
    earlier = actions.add_parser(
        "earlier-password", help="open what an earlier password sealed", epilog=_EPILOG
    )
    earlier.add_argument(
        "--earlier-password-fd", type=int, metavar="N", help="descriptor to read it from"
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    from desk.app import open_app

    actions = {
        "status": _status,
        "open": _open,
        "give": _give,
        "refuse": _refuse,
        "recovery-key": _recovery_key,
        "earlier-password": _earlier,
    }
    with closing(open_app(args.data_dir)) as app:
        return actions[args.action](app, args)


def _status(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting
    from desk.services.annex_holders import overview

    actor = acting(app, args)
    with app.database.reader() as reader:
        found = overview(reader, app.env, actor)
    health = found.health
    data = {
        "holders": [
            {
                "login": line.login,
                "name": line.name,
                "role": line.role.value,
                "state": line.state.value,
                "fingerprint": line.fingerprint,
            }
            for line in found.lines
        ],
        "recovery_key": health.recovery.value,
        "incidents_with_annex": health.sealed,
        "waiting": health.waiting,
        "nobody_opens": health.orphans,
        "doubtful": health.doubtful,
    }
    lines = [
        f"{one.login:<20} {one.role.value:<8} {one.state.value:<9} {one.fingerprint:<19} {one.name}"
        for one in found.lines
    ]
    lines += [
        f"{'(recovery code)':<20} {'':<8} {health.recovery.value}",
        f"Incidents with an annex: {health.sealed}",
        f"Entries that nobody opens: {health.orphans}",
        f"Holders of keys that the incident log does not know: {health.doubtful}",
    ]
    show(args, data, lines)
    return EXIT_OK


def _open(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import signed_in
    from desk.services import annex_open

    actor, password = signed_in(app, args)
    with app.database.reader() as reader:
        proof = annex_open.prove(reader, app.env, actor, password)
    words = _words(args)
    with app.database.unit_of_work() as uow:
        incident_id = _incident(uow, app.env, actor, args.number)
        purpose = OpenPurpose(args.purpose)
        opened = annex_open.open(uow, app.env, actor, incident_id, proof, purpose, words)
        uow.commit()
    entries = [
        {"at": one.at.isoformat(), "by": opened.names.get(one.by, ""), **_fields(one.who)}
        for one in opened.entries
    ]
    data = {"number": opened.number, "entries": entries, "locked": opened.locked}
    data |= {"lost": opened.lost, "damaged": opened.damaged}
    lines = [
        line
        for entry in entries
        for line in (*(f"{name:<10} {value}" for name, value in entry.items() if value), "")
    ]
    show(args, data, lines)
    return EXIT_OK


def _give(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import signed_in
    from desk.services import annex_giving, annex_open, annex_reseal

    actor, password = signed_in(app, args)
    with app.database.reader() as reader:
        found = _waiting(reader, app.env, actor, args)
        proof = annex_open.prove(reader, app.env, actor, password)
    with app.database.unit_of_work() as uow:
        asked = (found.holder_id, found.fingerprint, proof)
        given = annex_giving.give(uow, app.env, actor, *asked)
        uow.commit()
    count = annex_reseal.run_to_end(app.database, given)
    show(args, {"handed_on": count}, [f"Entry keys handed on: {count}"])
    return EXIT_OK


def _refuse(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting
    from desk.services import annex_giving

    actor = acting(app, args)
    with app.database.unit_of_work() as uow:
        found = _waiting(uow, app.env, actor, args)
        annex_giving.refuse(uow, app.env, actor, found.holder_id)
        uow.commit()
    said = "Their keys are taken away. Tell headquarters and IT; close the account."
    show(args, {"refused": args.whose}, [said])
    return EXIT_OK


def _waiting(reader: Any, env: Any, actor: Actor, args: argparse.Namespace) -> Any:
    """Whoever is named, when the fingerprint is theirs."""
    from desk.services.annex_giving import waiting

    login, typed = args.whose.strip().lower(), "".join(args.fingerprint.lower().split())
    named = [
        one
        for one in waiting(reader, env, actor)
        if (one.institution if login == "-" else one.login == login)
    ]
    if not named:
        raise DeskError("annex.not_waiting")
    for one in named:
        if "".join(one.fingerprint.split()) == typed:
            return one
    raise DeskError("annex.fingerprint")


def _words(args: argparse.Namespace) -> str:
    """Never an argument: it may name people."""
    from desk.commands.person import read_lines, typed

    return next(read_lines(), "") if args.words_stdin else typed("What for, in a few words: ")


def _incident(uow: Any, env: Any, actor: Any, number: str) -> Any:
    from desk.services.incidents import rows

    found = [row for row in rows(uow, env, actor) if row.number == number]
    if not found:
        raise DeskError("incident.unknown")
    return found[0].incident_id


def _fields(identity: Identity) -> dict[str, str]:
    return {
        "name": identity.name,
        "contact": identity.contact,
        "document": identity.document,
        "witnesses": identity.witnesses,
        "text": identity.text,
        "ticket": identity.ticket,
        "visit": str(identity.visit_id or ""),
    }


def _recovery_key(app: Any, args: argparse.Namespace) -> int:
    """Whoever opens the key ring by the code may use the institution's key."""
    from db.keys import unlock_with_code
    from desk.commands.person import read_lines, secret
    from desk.services.annex_recovery import use_code

    piped = args.recovery_code_stdin
    code = next(read_lines(), "") if piped else secret("Recovery code: ", None)
    unlock_with_code(app.folder, code)
    done = use_code(app.database, app.env, code)
    said = "The institution's key is made." if done.made else "The institution's key is there."
    keys = f"Entry keys handed on: {done.handed_on}"
    show(args, {"made": done.made, "handed_on": done.handed_on}, [said, keys])
    return EXIT_OK


def _earlier(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting, secret
    from desk.services import annex_reseal

    actor = acting(app, args)
    earlier = secret("Earlier password: ", args.earlier_password_fd)
    with app.database.reader() as reader:
        unlocked = annex_reseal.unlock_earlier(reader, actor.account_id, earlier)
    if unlocked is None:
        raise DeskError("annex.no_earlier")
    with app.database.reader() as reader:
        given = annex_reseal.to_own(reader, actor.account_id, unlocked)
    count = annex_reseal.run_to_end(app.database, given)
    show(args, {"handed_on": count}, [f"Entry keys handed on: {count}"])
    return EXIT_OK
