"""Which PINs are refused: exactly those that somebody would try first."""

from __future__ import annotations

import pytest

from desk.domain.errors import DeskError
from desk.domain.pin import require_good_pin


def code_of(pin: str) -> str:
    try:
        require_good_pin(pin)
    except DeskError as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    "pin", ["", "123", "739", "739146205", "73a1", "７３９１", " 7391", "7391 "]
)
def test_the_form(pin: str) -> None:
    assert code_of(pin) == "pin.form"


@pytest.mark.parametrize(
    "pin",
    [
        *("0000", "7777", "99999999"),
        *("1234", "0123", "6789", "4321", "9876", "7890", "12345678"),
        *("1212", "4747", "123123", "12341234", "1122", "7744", "112233"),
        *("1987", "2026", "2411", "1124", "2902", "311299", "991231", "24111987", "19871124"),
    ],
)
def test_what_is_tried_first(pin: str) -> None:
    assert code_of(pin) == "pin.obvious"


@pytest.mark.parametrize("pin", ["7391", "3852", "80425", "739146", "73914620", "9753", "3113"])
def test_what_is_good_enough(pin: str) -> None:
    assert code_of(pin) == ""


def test_most_pins_of_four_digits_are_free_to_choose() -> None:
    free = sum(code_of(f"{number:04}") == "" for number in range(10_000))
    assert 8_900 < free < 9_200
