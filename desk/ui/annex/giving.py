"""What a way in does with a full password that was just right: nothing, for almost everybody."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desk.domain.annex import HOLDER_ROLES
from desk.domain.roles import Actor
from desk.services.env import Env
from desk.ui.runner import Runner


def give_of_annex(runner: Runner, parent: QObject, env: Env, actor: Actor, password: str) -> None:
    """Let those who wait for keys of the sealed annex have them, behind the work that begins."""
    if actor.role not in HOLDER_ROLES:
        return
    from desk.ui.annex.resealing import Resealer  # not needed for the sign-in card

    Resealer(runner, parent).signed_in(env, actor, password)
