"""Who runs a command: asked for as soon as the database has accounts."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.roles import Actor

if TYPE_CHECKING:
    from desk.app import App
    from desk.services.session import Verified


def acting(app: App, args: argparse.Namespace, site: str = "") -> Actor:
    """The person that a command acts for; signing in is logged.

    Raises:
        DeskError: as `signed_in`.
    """
    return signed_in(app, args, site)[0]


def signed_in(app: App, args: argparse.Namespace, site: str = "") -> tuple[Actor, str]:
    """The person that a command acts for, and the password that was given ("" for nobody).

    Raises:
        DeskError: "session.needed" without a login or a way to ask for the password;
            else as `desk.services.session`.
    """
    from desk.services import annex_reseal, session

    with app.database.reader() as reader:
        if not session.needs_account(reader, app.env):
            return session.nobody(reader, app.env, site=site), ""
    verified, password = identified(app, args)
    with app.database.unit_of_work() as uow:
        actor = session.begin_command(uow, app.env, verified, site)
        uow.commit()
    annex_reseal.after_sign_in(app.database, app.env, actor.account_id, actor.role, password)
    return actor, password


def identified(app: App, args: argparse.Namespace) -> tuple[Verified, str]:
    """Who asks for a command, checked but not yet accepted, and the password that was given.

    Raises:
        DeskError: "session.needed", "session.locked" (minutes), "password.descriptor" (number).
    """
    from desk.services import session

    login = args.login or typed("Login: ")
    password = secret("Password: ", args.password_fd)
    with app.database.reader() as reader:
        return session.check_password(reader, app.env, login, password), password


def new_password(descriptor: int | None) -> str:
    """A password to be set: from a descriptor, or typed twice.

    Raises:
        DeskError: "password.differs", "session.needed" without a terminal.
    """
    if descriptor is not None:
        return read_secret(descriptor)
    new = _typed("New password: ")
    if _typed("Once more: ") != new:
        raise DeskError("password.differs")
    return new


def read_lines() -> Iterator[str]:
    """The lines of standard input, for secrets that are piped in.

    Raises:
        DeskError: "session.needed" when it is a terminal: what is typed there can be seen.
    """
    if sys.stdin.isatty():
        raise DeskError("session.needed")
    return (line.rstrip("\r\n") for line in sys.stdin)


def read_secret(descriptor: int) -> str:
    """The first line that a file descriptor gives, without its line end.

    Raises:
        DeskError: "password.descriptor" (number) when it cannot be read.
    """
    try:
        with os.fdopen(descriptor, encoding="utf-8") as stream:
            return stream.readline().rstrip("\r\n")
    except (OSError, ValueError):
        raise DeskError("password.descriptor", number=descriptor) from None


def secret(prompt: str, descriptor: int | None) -> str:
    """A secret from a descriptor, or typed unseen.

    Raises:
        DeskError: "password.descriptor" (number), "session.needed" without a terminal.
    """
    if descriptor is not None:
        return read_secret(descriptor)
    return _typed(prompt)


def _typed(prompt: str) -> str:
    """What is typed at the terminal, unseen."""
    _require_terminal()
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise DeskError("session.needed") from None


def typed(prompt: str) -> str:
    """What is typed at the terminal, seen; standard output stays the answer's alone.

    Raises:
        DeskError: "session.needed" without a terminal.
    """
    _require_terminal()
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _require_terminal() -> None:
    if not sys.stdin.isatty():
        raise DeskError("session.needed")
