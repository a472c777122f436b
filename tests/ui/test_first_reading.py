"""A screen says nothing before it has looked, a quiet word when that takes long, and a way on."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from driver import Driver
from PySide6.QtWidgets import QLabel

from desk.domain.errors import DeskError
from desk.services import incidents
from desk.ui.first_reading import _Cover


def _cover(driver: Driver) -> _Cover | None:
    found = [one for one in driver.window.findChildren(_Cover) if one.isVisible()]
    return found[0] if found else None


def _words(cover: _Cover) -> str:
    return " ".join(label.text() for label in cover.findChildren(QLabel) if label.text())


def test_a_slow_reading_is_said_and_then_gone(driver: Driver) -> None:
    driver.window.use_language("en")
    gate = threading.Event()
    driver.window.runner.read(lambda reader: gate.wait(10))
    driver.shell.go("incidents")
    assert _cover(driver) is None
    driver.until(lambda: _cover(driver))
    cover = _cover(driver)
    assert cover is not None and _words(cover) == "Reading…"
    assert not cover.again.isVisible()
    gate.set()
    driver.until(lambda: _cover(driver) is None)


def test_a_failed_reading_offers_to_try_again(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.window.use_language("en")
    whole = incidents.rows

    def broken(*arguments: Any, **named: Any) -> Any:
        raise DeskError("db.damaged")

    monkeypatch.setattr(incidents, "rows", broken)
    driver.shell.go("incidents")
    driver.until(lambda: (cover := _cover(driver)) is not None and cover.again.isVisible())
    cover = _cover(driver)
    assert cover is not None
    assert "tell IT" in _words(cover)
    monkeypatch.setattr(incidents, "rows", whole)
    cover.again.click()
    driver.until(lambda: _cover(driver) is None)
