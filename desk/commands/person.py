"""Who runs a command: asked for as soon as the database has accounts."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.roles import Actor

if TYPE_CHECKING:
    from desk.app import App


def acting(app: App, args: argparse.Namespace, site: str = "") -> Actor:
    """The person that a command acts for; signing in is logged.

    Raises:
        DeskError: "session.needed" without a login or a way to ask for the password;
            else as `desk.services.session`.
    """
    from desk.services import session

    with app.database.reader() as reader:
        if not session.needs_account(reader, app.env):
            return session.nobody(reader, app.env, site=site)
        login = args.login or _asked("Login: ")
        verified = session.check_password(reader, app.env, login, _password(args.password_fd))
    with app.database.unit_of_work() as uow:
        actor = session.begin_command(uow, app.env, verified, site)
        uow.commit()
    return actor


def new_password(descriptor: int | None) -> str:
    """A password to be set: from a descriptor, or typed twice.

    Raises:
        DeskError: "password.differs", "session.needed" without a terminal.
    """
    if descriptor is not None:
        return read_secret(descriptor)
    _require_terminal()
    typed = getpass.getpass("New password: ")
    if getpass.getpass("Once more: ") != typed:
        raise DeskError("password.differs")
    return typed


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


def _password(descriptor: int | None) -> str:
    if descriptor is not None:
        return read_secret(descriptor)
    _require_terminal()
    return getpass.getpass("Password: ")


def _asked(prompt: str) -> str:
    _require_terminal()
    return input(prompt)


def _require_terminal() -> None:
    if not sys.stdin.isatty():
        raise DeskError("session.needed")
