"""Keeping branches' database keys, which headquarters cannot open by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from db.hq import devices, escrow
from db.hq.devices import Device
from db.hq.escrow import Box
from db.hq.people import Person
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.hq.people import HqRole, note, require
from desk.sync.escrow import EscrowBox, EscrowKept, EscrowKey, new_recovery_key, opened, public_of


@dataclass(frozen=True, slots=True)
class Kept:
    """The escrow at a glance: the recovery key, and the PCs with whether their key is here."""

    recovery_key: bytes
    devices: tuple[tuple[Device, bool], ...]


def key(connection: Connection) -> EscrowKey:
    """What branches seal for."""
    return EscrowKey(escrow.public_key(connection))


def keep(connection: Connection, device: Device, asked: EscrowBox, at: datetime) -> EscrowKept:
    """Keep a PC's box.

    Raises:
        DeskError: "hq.escrow_key" when it was sealed for another key than the present one.
    """
    if not asked.recovery_key or asked.recovery_key != escrow.public_key(connection):
        raise DeskError("hq.escrow_key")
    escrow.keep(connection, Box(device.id, asked.recovery_key, asked.box, at))
    return EscrowKept(asked.recovery_key)


def make_key(
    connection: Connection, actor: Person, at: datetime, *, again: bool, new_id: IdMaker
) -> tuple[bytes, bytes]:
    """A recovery key for the institution; only its public half is kept.

    Args:
        again: also when there is one; boxes sealed for that one stay.

    Returns:
        the private half, to be printed once, and the public one.

    Raises:
        DeskError: "hq.no_right", "hq.escrow_made" when there is one already.
    """
    require(actor, HqRole.REGISTRAR)
    if escrow.public_key(connection) and not again:
        raise DeskError("hq.escrow_made")
    private, public = new_recovery_key()
    escrow.set_public_key(connection, public)
    note(connection, actor, "recovery_key_made", "", public.hex()[:16], at, new_id=new_id)
    return private, public


def kept(connection: Connection) -> Kept:
    """Whose keys are here."""
    public = escrow.public_key(connection)
    there = escrow.kept_for(connection, public)
    pcs = tuple((one, one.id in there) for one in devices.every(connection))
    return Kept(public, pcs)


def require_two(first: Person, second: Person) -> None:
    """Two people open the escrow: a registrar, and another registrar or a releaser.

    Raises:
        DeskError: "hq.no_right", "hq.escrow_alone".
    """
    require(first, HqRole.REGISTRAR)
    require(second, HqRole.REGISTRAR, HqRole.RELEASER)
    if first.id == second.id:
        raise DeskError("hq.escrow_alone")


def open_box(
    connection: Connection,
    people: tuple[Person, Person],
    device_id: UUID,
    private: bytes,
    at: datetime,
    *,
    new_id: IdMaker,
) -> tuple[Device, bytes]:
    """A PC's database key; that both people opened it is written down with it.

    Args:
        private: the recovery key from the institution's safe.

    Raises:
        DeskError: "hq.no_right", "hq.escrow_alone", "hq.unknown_device", "hq.escrow_none" (nothing
            is kept of this PC), "escrow.wrong_key".
    """
    first, second = people
    require_two(first, second)
    device = devices.find(connection, device_id)
    if device is None:
        raise DeskError("hq.unknown_device")
    boxes = escrow.of(connection, device_id)
    if not boxes:
        raise DeskError("hq.escrow_none")
    public = public_of(private)
    fitting = [one for one in boxes if one.recovery_key == public]
    if not fitting:
        raise DeskError("escrow.wrong_key")
    found = opened(private, device_id, fitting[0].box)
    for person, kind in ((first, "escrow_opened"), (second, "escrow_witnessed")):
        note(connection, person, kind, device.stream, str(device_id), at, new_id=new_id)
    return device, found
