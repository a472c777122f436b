"""The window's branch as one that headquarters know, and what comes from them."""

from __future__ import annotations

import msgspec
from colleague import write
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from driver import Driver
from virtual import make_id

from db.stores.sync import Enrolment
from desk.sync.apply.bookings import APPLIERS
from desk.sync.received import Applying, Received
from desk.sync.wire import NOTHING


def join(driver: Driver) -> Enrolment:
    """Make the branch known to headquarters."""
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    env = driver.window.context.env
    known = Enrolment(
        env.device_id, "https://hq", "", "", "riga-2", make_id(), NOTHING, make_id(), private,
        make_id(), NOTHING, env.clock(), 1, 0, NOTHING, 0, 0,
    )  # fmt: skip
    write(driver, lambda uow: uow.sync.enrol(known))
    return known


def receive(driver: Driver, known: Enrolment, kind: str, body: msgspec.Struct) -> None:
    """Take an operation of headquarters in."""
    env = driver.window.context.env
    raw = msgspec.json.encode(body)
    received = Received(
        make_id(), kind, 1, raw, known.hq, env.clock(), "riga-2", 1, 1, 1, make_id(), NOTHING
    )
    write(
        driver,
        lambda uow: APPLIERS[kind](Applying(uow, env.clock, make_id, known), received),
    )
