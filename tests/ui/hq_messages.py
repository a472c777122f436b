"""Messages of headquarters as they come to a window of the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from colleague import ask, write
from driver import Driver
from virtual import make_id

from db.stores.from_hq import BulletinRow
from desk.ui.bulletins.dialog import BulletinsDialog
from desk.ui.bulletins.must_read import MustReadDialog
from desk.ui.bulletins.news import BulletinNews

LATVIAN = "No 1. decembra fotogrāfijas pieņem tikai digitāli. Vecās veidlapas neizsniedz."
ENGLISH = "From 1 December photographs are taken digitally only. Old forms are given out no more."


def come(driver: Driver, *, must: bool, english: bool = True, until: date | None = None) -> Any:
    """A message comes."""
    driver.pass_seconds(60)
    context = driver.window.context
    assert context is not None
    at, text = context.env.clock(), {"lv": LATVIAN} | ({"en": ENGLISH} if english else {})
    row = BulletinRow(make_id(), 1, text, "Dežurējošā amatpersona", at, until, must)

    def put(uow: Any) -> None:
        uow.from_hq.put_bulletin(row)

    write(driver, put)
    return row.id


def news(driver: Driver) -> BulletinNews:
    """The line over the screens."""
    found = driver.shell.findChild(BulletinNews)
    assert isinstance(found, BulletinNews)
    return found


def by_itself(driver: Driver) -> MustReadDialog:
    """What opened though nobody asked for it."""
    driver.until(lambda: isinstance(driver.window.overlay.top(), MustReadDialog))
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, MustReadDialog)
    return dialog


def opened(driver: Driver) -> BulletinsDialog:
    """The list of messages."""
    driver.window.do("bulletins")
    driver.until(lambda: isinstance(driver.window.overlay.top(), BulletinsDialog))
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, BulletinsDialog)
    return dialog


def said(driver: Driver) -> list[Any]:
    """Who said to have read what."""
    sql = "SELECT version, role FROM bulletin_read"

    def rows(reader: Any) -> list[Any]:
        return [tuple(row) for row in reader._connection.exec_driver_sql(sql).all()]

    return ask(driver, rows)
