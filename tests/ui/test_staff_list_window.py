"""The list of who works here, offered where an account is made; who is not on it is marked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from colleague import show, work_as, write
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from driver import Driver
from virtual import make_id

from db.stores.sync import Enrolment
from desk.domain.roles import Role
from desk.sync.down import Staff, StaffMember
from desk.sync.sealed_box import seal_for
from desk.sync.wire import NOTHING
from desk.ui.branch.people_dialogs import AddPerson
from desk.ui.branch.people_page import PeoplePage

AT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _came(driver: Driver, *names: str) -> None:
    public = KEY.public_key().public_bytes_raw()
    members = tuple(StaffMember(name, position="referents") for name in names)
    box = seal_for(public, msgspec.json.encode(Staff(members)))
    context = driver.window.context
    assert context is not None
    known = Enrolment(
        context.env.device_id, "https://hq", "", "", "riga-2", make_id(), public, make_id(),
        KEY.private_bytes_raw(), make_id(), NOTHING, AT, 1, 0, NOTHING, 0, 0,
    )  # fmt: skip
    row = {"valid_from": date(2026, 11, 1), "feed": 1, "box": box, "office": "", "at": AT}

    def put(uow: Any) -> None:
        uow.sync.enrol(known)
        uow.from_hq.put_staff(row, date(2026, 11, 24))

    write(driver, put)


def _people(driver: Driver) -> PeoplePage:
    work_as(driver, "ilze")
    screen: Any = show(driver, "branch")
    driver.until(lambda: screen.findChild(PeoplePage) or screen.turn("people") is None)
    page = screen.findChild(PeoplePage)
    driver.until(lambda: page.list.rows.rows())
    return page  # type: ignore[no-any-return]


def test_it_is_offered_and_fills_the_form(driver: Driver) -> None:
    driver.window.use_language("en")
    _came(driver, "Zane Jauna", "Marta Vējkalne")
    work_as(driver, "ilze")
    context = driver.window.context
    assert context is not None
    dialog = AddPerson(context, frozenset({Role.CLERK}))
    context.open(dialog)
    driver.until(dialog.listed.isVisible)
    names = [dialog.listed.itemText(n) for n in range(dialog.listed.count())]
    assert names == ["somebody else", "Zane Jauna"]
    dialog.listed.setCurrentIndex(1)
    dialog.listed.activated.emit(1)
    assert (dialog.name.text(), dialog.position.text()) == ("Zane Jauna", "referents")


def test_without_a_list_nothing_is_offered(driver: Driver) -> None:
    work_as(driver, "ilze")
    context = driver.window.context
    assert context is not None
    dialog = AddPerson(context, frozenset({Role.CLERK}))
    context.open(dialog)
    driver.until(dialog.name.isVisible)
    driver.pass_seconds(1)
    assert not dialog.listed.isVisible()
