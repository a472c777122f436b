"""Who writes at headquarters by a command: a login, and a password that is typed or piped in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from db.hq.people import Person
    from desk.hq.writing import Pen


def add_sign_in(parser: Any) -> None:
    """Let a parser take the password from standard input; --login and --password-fd it has."""
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password as the first line of standard input",
    )


def nested(parser: Any, names: dict[str, str], epilog: str) -> dict[str, Any]:
    """Parsers of an action's own actions (`args.sub`), by name; each takes --database too."""
    actions = parser.add_subparsers(dest="sub", required=True, metavar="ACTION")
    made = {}
    for name, text in names.items():
        made[name] = actions.add_parser(name, help=text, epilog=epilog)
        made[name].add_argument(
            "--database",
            metavar="URL",
            default=argparse.SUPPRESS,
            help="postgresql://... or sqlite:///FILE",
        )
    return made


def signed_in(args: argparse.Namespace, engine: Engine) -> Person:
    """The person at headquarters who asks for a command.

    Raises:
        DeskError: as `desk.hq.people.sign_in`; "session.needed", "password.descriptor" (number).
    """
    from desk.clocks import system_clock
    from desk.commands.person import read_lines, secret, typed
    from desk.hq.people import sign_in
    from desk.services import passwords

    login = args.login or typed("Login: ")
    if args.password_stdin:
        password = next(read_lines(), "")
    else:
        password = secret("Password: ", args.password_fd)
    return sign_in(engine, login, password, system_clock(), passwords.matches)


@contextmanager
def ready(args: argparse.Namespace) -> Iterator[Engine]:
    """The database, when its tables are those of this program; DeskError "hq.not_ready"."""
    from db.hq.upgrade import require_current
    from desk.commands.hq_open import opened

    with opened(args) as engine:
        require_current(engine)
        yield engine


@contextmanager
def pen(args: argparse.Namespace) -> Iterator[Pen]:
    """Somebody who writes: signed in, within one transaction that is kept at its end."""
    from db.hq.database import transaction
    from desk.clocks import new_uuid7, system_clock
    from desk.hq.projecting import catch_up
    from desk.hq.writing import Pen

    with ready(args) as engine:
        person = signed_in(args, engine)
        catch_up(engine)
        with transaction(engine) as connection:
            yield Pen(connection, person, system_clock(), new_uuid7)
