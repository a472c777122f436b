"""`desk account`: the people who may sign in."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError
from desk.domain.roles import Role

_EPILOG = """\
The first account of a database must be a head's or IT's; it needs no sign-in.  From then on a head
or IT signs in with --login to add others, to set a forgotten password, and to close the account of
somebody who has left; everybody may set their own password.  A new password is asked for twice, or
read from the descriptor --new-password-fd.

Examples:
  desk account add ilze --name "Ilze Rozīte" --role head
  desk account add anna --name "Anna Bērziņa" --role clerk --login ilze
  desk account list --login ilze --json
  desk account password anna --login ilze
  desk account close anna --login ilze
"""
_ROLES = [role.value for role in Role if role is not Role.SYSTEM]


def add_parser(sub: Any) -> None:
    """Add `account` to the command line."""
    parser = sub.add_parser("account", help="those who may sign in", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="add an account", epilog=_EPILOG)
    adding.add_argument("new_login", metavar="LOGIN", help="what the person types to sign in")
    adding.add_argument("--name", required=True, help="as colleagues and clients read it")
    adding.add_argument("--role", required=True, choices=_ROLES)
    adding.add_argument("--position", default="", help="e.g. senior clerk")
    setting = actions.add_parser("password", help="set a new password", epilog=_EPILOG)
    ending = actions.add_parser("close", help="let nobody sign in with it", epilog=_EPILOG)
    for action in (setting, ending):
        action.add_argument("of", metavar="LOGIN", help="whose account")
    for action in (adding, setting):
        action.add_argument("--new-password-fd", type=int, metavar="N", help="descriptor to read")
    actions.add_parser("list", help="list accounts", epilog=_EPILOG)


def run(args: argparse.Namespace) -> int:
    """Do what was asked of the accounts."""
    from desk.app import open_app

    actions = {"add": _add, "list": _list, "password": _password, "close": _close}
    with closing(open_app(args.data_dir)) as app:
        return actions[args.action](app, args)


def _add(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting, new_password
    from desk.services import accounts

    actor = acting(app, args)
    password = new_password(args.new_password_fd)
    with app.database.unit_of_work() as uow:
        account = accounts.add(
            uow,
            app.env,
            actor,
            login=args.new_login,
            name=args.name,
            role=Role(args.role),
            password=password,
            position=args.position,
        )
        uow.commit()
    data = {"login": account.login, "role": account.role.value}
    show(args, data, [f"Added {account.login} ({account.role.value})"])
    return EXIT_OK


def _password(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import new_password, signed_in
    from desk.services import accounts

    actor, own = signed_in(app, args)
    new = new_password(args.new_password_fd)
    with app.database.unit_of_work() as uow:
        account = _account(uow, args.of)
        accounts.change_password(uow, app.env, actor, account.id, new=new, old=own)
        uow.commit()
    show(args, {"login": account.login}, [f"New password: {account.login}"])
    return EXIT_OK


def _close(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting
    from desk.services import accounts

    actor = acting(app, args)
    with app.database.unit_of_work() as uow:
        account = accounts.disable(uow, app.env, actor, _account(uow, args.of).id)
        uow.commit()
    show(args, {"login": account.login, "disabled": True}, [f"Closed: {account.login}"])
    return EXIT_OK


def _account(uow: Any, login: str) -> Any:
    account = uow.accounts.by_login(login.strip().lower())
    if account is None:
        raise DeskError("account.unknown")
    return account


def _list(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting
    from desk.domain.roles import Right

    acting(app, args).require(Right.MANAGE_ACCOUNTS)
    with app.database.reader() as reader:
        found = reader.accounts.all()
    data = [
        {
            "login": account.login,
            "name": account.name,
            "role": account.role.value,
            "disabled": account.disabled,
        }
        for account in found
    ]
    lines = [
        f"{account.login:<20} {account.role.value:<10} {account.name}"
        + ("  (disabled)" if account.disabled else "")
        for account in found
    ]
    show(args, data, lines or ["No accounts yet."])
    return EXIT_OK
