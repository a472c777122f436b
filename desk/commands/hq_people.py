"""`desk hq person` and `desk hq log`: who writes at headquarters, and what they did."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from desk.commands.output import EXIT_OK, show

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from db.hq.people import Person

_ROLES: Final = ("editor", "releaser", "duty_officer", "registrar")

_EPILOG = """\
editor: publishes content packs, sends bulletins and hours.  releaser: releases what another person
published.  duty_officer: answers reports, sends bulletins.  registrar: people, staff lists, hours.
One person may have several roles; nobody releases what they published themselves.

The first person has to be a registrar and is added without signing in; from then on a registrar
signs in with --login.  --office is the position in the words that branches read; names stay here.
Passwords come from a prompt, from --password-stdin or --password-fd, the new one from a prompt
(twice) or --new-password-fd; five wrong ones in a row mean five minutes of waiting.

Examples:
  desk hq person add ieva --name "Ieva Krūze" --office "Klientu daļa" --role registrar
  desk hq person add juris --name "Juris Ozols" --office "Satura daļa" --role editor --login ieva
  desk hq person list --json
  desk hq person password juris --login juris
  desk hq person disable juris --login ieva
  desk hq log --limit 20
"""


def add_actions(action: Any) -> None:
    """Add `person` and `log`."""
    from desk.commands.hq_sign_in import add_sign_in, nested
    from desk.commands.parsing import count

    person = action("person", "people who write at headquarters")
    person.epilog = _EPILOG
    names = {
        "add": "add a person",
        "list": "list people",
        "disable": "let nobody sign in with a login any more",
        "password": "set a new password",
    }
    parsers = nested(person, names, _EPILOG)
    parsers["add"].add_argument("--name", required=True)
    parsers["add"].add_argument("--office", required=True, help="position, as branches read it")
    parsers["add"].add_argument("--role", action="append", required=True, choices=_ROLES)
    for name in ("add", "disable", "password"):
        parsers[name].add_argument("of", metavar="LOGIN")
        add_sign_in(parsers[name])
    for name in ("add", "password"):
        parsers[name].add_argument("--new-password-fd", type=int, metavar="N")
    log = action("log", "who did what at headquarters, the newest first")
    log.epilog = _EPILOG
    log.add_argument("--limit", type=count, default=50, metavar="N")
    log.add_argument("--before", type=UUID, metavar="ID", help="go on after this line")


def _person(args: argparse.Namespace) -> int:
    actions = {"add": _add, "list": _list, "disable": _disable, "password": _password}
    return actions[args.sub](args)


def _add(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.hq.people import Person, anybody
    from desk.clocks import new_uuid7, system_clock
    from desk.commands.hq_sign_in import ready, signed_in
    from desk.commands.person import new_password
    from desk.hq import people
    from desk.services import passwords

    login, name = args.of.strip().lower(), " ".join(args.name.split())
    with ready(args) as engine:
        with transaction(engine) as connection:
            first = not anybody(connection)
        actor = None if first else signed_in(args, engine)
        password = new_password(args.new_password_fd)
        passwords.require_good(password, login=login, name=name)
        at = system_clock()
        office = " ".join(args.office.split())
        roles, stored = frozenset(args.role), passwords.hashed(password)
        new = Person(new_uuid7(), login, name, office, roles, stored, at)
        with transaction(engine) as connection:
            people.add(connection, actor, new, at, new_id=new_uuid7)
    show(args, _data(new), [f"Added {login} ({', '.join(sorted(new.roles))})"])
    return EXIT_OK


def _list(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.hq.people import every
    from desk.commands.hq_sign_in import ready

    with ready(args) as engine, transaction(engine) as connection:
        found = every(connection)
    lines = [
        f"{one.login:<20} {', '.join(sorted(one.roles)):<30} {one.name}, {one.office}"
        + ("  (disabled)" if one.disabled_at else "")
        for one in found
    ]
    show(args, [_data(one) for one in found], lines or ["Nobody yet."])
    return EXIT_OK


def _disable(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq import people

    with pen(args) as by:
        gone = people.disable(by.connection, by.person, args.of, by.at, new_id=by.new_id)
    show(args, _data(gone), [f"Closed: {gone.login}"])
    return EXIT_OK


def _password(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import ready, signed_in

    with ready(args) as engine:
        return _new_password(args, engine, signed_in(args, engine))


def _new_password(args: argparse.Namespace, engine: Engine, actor: Person) -> int:
    from db.hq.database import transaction
    from desk.clocks import new_uuid7, system_clock
    from desk.commands.person import new_password
    from desk.hq import people
    from desk.services import passwords

    password = new_password(args.new_password_fd)
    passwords.require_good(password, login=args.of, name="")
    hashed = passwords.hashed(password)
    with transaction(engine) as connection:
        person = people.set_password(
            connection, actor, args.of, hashed, system_clock(), new_id=new_uuid7
        )
    show(args, {"login": person.login}, [f"New password: {person.login}"])
    return EXIT_OK


def _data(person: Person) -> dict[str, object]:
    return {
        "id": str(person.id),
        "login": person.login,
        "name": person.name,
        "office": person.office,
        "roles": sorted(person.roles),
        "disabled": person.disabled_at is not None,
    }


def _log(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.hq.people import deeds
    from desk.commands.hq_sign_in import ready

    with ready(args) as engine, transaction(engine) as connection:
        rows = deeds(connection, args.limit, args.before)
    data = [
        {
            "id": str(row.id),
            "at": row.at.isoformat(),
            "login": row.login,
            "name": row.name,
            "what": row.kind,
            "stream": row.stream,
            "subject": row.subject,
        }
        for row in rows
    ]
    lines = [
        f"{one['at'][:19]}  {one['login']:<16} {one['what']:<18} {one['stream']:<12}"
        f" {one['subject']}"
        for one in data
    ]
    show(args, data, lines or ["Nothing yet."])
    return EXIT_OK


HANDLERS = {"person": _person, "log": _log}
