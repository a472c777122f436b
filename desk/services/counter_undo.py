"""Taking back a counter's last step, where the counter may rest after an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.phone_call import PhoneCall
from desk.domain.roles import Actor
from desk.domain.visit import Visit
from desk.services import counter_hold, queue_undo
from desk.services.env import Env
from desk.services.queue_steps import AT_A_COUNTER

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def undo(uow: UnitOfWork, env: Env, actor: Actor) -> Visit | PhoneCall:
    """Take back the counter's last step; where its client is back, it rests no more.

    Raises:
        DeskError: those of `queue_undo.undo`.
    """
    back = queue_undo.undo(uow, env, actor)
    if isinstance(back, Visit) and back.state in AT_A_COUNTER:
        counter_hold.end(uow, actor)
    return back
