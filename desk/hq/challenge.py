"""Answering a branch's question about a lost password, which somebody read over the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.hq import devices
from db.hq.devices import Device
from db.hq.people import Person
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.hq.identity import private_key
from desk.hq.people import HqRole, note, require
from desk.sync.challenge import answer, nonce_of, shared_secret


@dataclass(frozen=True, slots=True)
class Answered:
    """The PC that asked, and the code to read back."""

    device: Device
    code: str


def answer_question(
    connection: Connection,
    actor: Person,
    branch: str,
    login: str,
    typed: str,
    at: datetime,
    *,
    new_id: IdMaker,
) -> Answered:
    """The answer to a question; who gave it for which account is kept.

    Args:
        actor: a registrar, who has made sure who is calling.
        branch, login: as the caller says; the question itself proves them.

    Raises:
        DeskError: "hq.no_right", "hq.challenge" (no PC of this branch asked so for this account),
            "spoken.length", "spoken.group" (misheard).
    """
    require(actor, HqRole.REGISTRAR)
    own, wanted = private_key(connection), login.strip().lower()
    for device in devices.every(connection):
        if device.stream != branch or device.revoked_at is not None:
            continue
        secret = shared_secret(own, device.public_key, device.id)
        nonce = nonce_of(secret, wanted, typed)
        if nonce is not None:
            subject = f"{device.id} {wanted}"
            note(connection, actor, "password_answered", branch, subject, at, new_id=new_id)
            return Answered(device, answer(secret, wanted, nonce))
    raise DeskError("hq.challenge")
