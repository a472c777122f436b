"""Who is at work in the demo: the clerk of counter 3, without a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.demo.cast import ANNA
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.services import session
from desk.services.env import Env
from desk.services.session import Verified

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def demo_actor(uow: UnitOfWork, env: Env) -> Actor:
    """Sign the demo's clerk in.

    Raises:
        DeskError: "session.needed" when it is no demo.
    """
    account = uow.accounts.by_login(ANNA.login)
    if not env.demo or account is None:
        raise DeskError("session.needed")
    verified = Verified(account.login, account.id, right=True)
    return session.begin(uow, env, verified, env.home_branch, ANNA.counter)
