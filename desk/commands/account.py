"""`desk account`: the people who may sign in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from typing import Any

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError
from desk.domain.roles import Role

_EPILOG = """\
The first account of a database must be a head's or IT's; it needs no sign-in.  From then on a head
or IT signs in with --login to add others, to change their role, to set a forgotten password, and
to close the account of somebody who has left; everybody may set their own password.

A new password is asked for twice, or read from the descriptor --new-password-fd.  One that is set
for somebody else is handed over: it has to be replaced at the next sign-in, unless the person
typed it (--own-choice).  A person does that in the window, or by `desk account password` for
themselves.

When no head and nobody of IT can sign in, `desk account reset` gives one of them a new password
for one sign-in.  It asks for the recovery code that `desk init` printed, unseen, or reads it as
the first line of standard input (--recovery-code-stdin); the new password is then the second
line, unless --new-password-fd gives it.

Examples:
  desk account add ilze --name "Ilze Rozīte" --role head
  desk account add anna --name "Anna Bērziņa" --role clerk --login ilze
  desk account list --login ilze --json
  desk account password anna --login ilze
  desk account password anna --login anna
  desk account role anna deputy --login ilze
  desk account unlock anna --login ilze
  desk account reset-pin anna --login ilze
  desk account close anna --login ilze
  desk account open anna --login ilze
  desk account reset ilze
  desk account reset ilze --recovery-code-stdin --new-password-fd 3 < code.txt 3< password.txt
"""
_ROLES = [role.value for role in Role if role is not Role.SYSTEM]
_SIMPLE = {
    "close": "let nobody sign in with it",
    "open": "let a closed account sign in again",
    "unlock": "end the wait after wrong passwords",
    "reset-pin": "forget the PIN, only the password helps",
}


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
    giving = actions.add_parser("role", help="give another role", epilog=_EPILOG)
    resetting = actions.add_parser("reset", help="by the recovery code", epilog=_EPILOG)
    simple = [actions.add_parser(name, help=text, epilog=_EPILOG) for name, text in _SIMPLE.items()]
    for action in (setting, giving, resetting, *simple):
        action.add_argument("of", metavar="LOGIN", help="whose account")
    giving.add_argument("role", metavar="ROLE", choices=_ROLES, help=", ".join(_ROLES))
    for action in (adding, setting, resetting):
        action.add_argument("--new-password-fd", type=int, metavar="N", help="descriptor to read")
    for action in (adding, setting):
        action.add_argument(
            "--own-choice", action="store_true", help="the person typed it: it lasts"
        )
    resetting.add_argument(
        "--recovery-code-stdin", action="store_true", help="read the code from standard input"
    )
    actions.add_parser("list", help="list accounts", epilog=_EPILOG)


def run(args: argparse.Namespace) -> int:
    """Do what was asked of the accounts."""
    from desk.app import open_app

    actions = {"add": _add, "list": _list, "password": _password, "role": _role, "reset": _reset}
    with closing(open_app(args.data_dir)) as app:
        return actions.get(args.action, _simple)(app, args)


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
            handed_over=not args.own_choice,
        )
        uow.commit()
    data = {"login": account.login, "role": account.role.value}
    show(args, data, [f"Added {account.login} ({account.role.value})"])
    return EXIT_OK


def _password(app: Any, args: argparse.Namespace) -> int:
    """One's own also in the place of one that was handed over, which signs nobody in."""
    from desk.commands.person import identified, new_password
    from desk.services import accounts, session

    verified, own = identified(app, args)
    with app.database.reader() as reader:
        account = _account(reader, args.of)
    replaces = account.one_time and verified.account_id == account.id
    new = new_password(args.new_password_fd)
    with app.database.unit_of_work() as uow:
        if replaces:
            session.replace_one_time(uow, app.env, verified, new, old=own)
        else:
            actor = session.begin_command(uow, app.env, verified)
            lasts = not args.own_choice
            accounts.change_password(
                uow, app.env, actor, account.id, new=new, old=own, handed_over=lasts
            )
        uow.commit()
    show(args, {"login": account.login}, [f"New password: {account.login}"])
    return EXIT_OK


def _role(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting
    from desk.services import accounts

    actor = acting(app, args)
    with app.database.unit_of_work() as uow:
        before = _account(uow, args.of)
        after = accounts.change(
            uow, app.env, actor, before.id, role=Role(args.role), position=before.position
        )
        uow.commit()
    data = {"login": after.login, "role": after.role.value}
    show(args, data, [f"{after.login} is {after.role.value} now"])
    return EXIT_OK


def _simple(app: Any, args: argparse.Namespace) -> int:
    """What needs nothing but the account."""
    from desk.commands.person import acting
    from desk.services import accounts, pins

    use_cases: dict[str, tuple[Callable[..., object], str]] = {
        "close": (accounts.disable, "Closed"),
        "open": (accounts.enable, "Open again"),
        "unlock": (accounts.end_lockout, "May try again"),
        "reset-pin": (pins.drop_pin, "PIN forgotten"),
    }
    use_case, said = use_cases[args.action]
    actor = acting(app, args)
    with app.database.unit_of_work() as uow:
        use_case(uow, app.env, actor, _account(uow, args.of).id)
        uow.commit()
        account = _account(uow, args.of)
    data = {"login": account.login, "disabled": account.disabled}
    show(args, data, [f"{said}: {account.login}"])
    return EXIT_OK


def _reset(app: Any, args: argparse.Namespace) -> int:
    """Whoever opens the key ring by the code may give a manager a new password."""
    from db.keys import unlock_with_code
    from desk.commands.person import new_password, read_lines, secret
    from desk.services import accounts, annex_recovery

    lines = read_lines() if args.recovery_code_stdin else iter(())
    piped = args.recovery_code_stdin
    code = next(lines, "") if piped else secret("Recovery code: ", None)
    unlock_with_code(app.folder, code)
    from_pipe = piped and args.new_password_fd is None
    new = next(lines, "") if from_pipe else new_password(args.new_password_fd)
    with app.database.unit_of_work() as uow:
        account = accounts.reset_by_code(uow, app.env, args.of.strip().lower(), new)
        uow.commit()
    annex_recovery.use_code(app.database, app.env, code, account.id)
    said = f"{account.login} signs in once with the new password and then chooses another."
    show(args, {"login": account.login}, [said])
    return EXIT_OK


def _account(reader: Any, login: str) -> Any:
    account = reader.accounts.by_login(login.strip().lower())
    if account is None:
        raise DeskError("account.unknown")
    return account


def _list(app: Any, args: argparse.Namespace) -> int:
    from desk.commands.person import acting
    from desk.services import accounts

    actor = acting(app, args)
    with app.database.reader() as reader:
        found = accounts.listing(reader, app.env, actor)
    data = [
        {
            "login": line.login,
            "name": line.name,
            "role": line.role.value,
            "disabled": line.disabled,
            "locked_minutes": line.minutes,
        }
        for line in found
    ]
    lines = [f"{line.login:<20} {line.role.value:<10} {line.name}{_marks(line)}" for line in found]
    show(args, data, lines or ["No accounts yet."])
    return EXIT_OK


def _marks(line: Any) -> str:
    waits = f"  (wrong passwords: waits {line.minutes} min)" if line.minutes else ""
    return ("  (disabled)" if line.disabled else "") + waits
