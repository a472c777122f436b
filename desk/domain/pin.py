"""PINs: which are good enough to come back to the day's session with."""

from __future__ import annotations

from datetime import datetime

from desk.domain.errors import DeskError

SHORTEST = 4
LONGEST = 8
TRIES = 3
"""So many wrong PINs in a row, and only the full password helps."""

_UP = "0123456789012345678"
_DOWN = _UP[::-1]
_DATES = {4: ("%d%m", "%m%d"), 6: ("%d%m%y", "%y%m%d", "%m%d%y"), 8: ("%d%m%Y", "%Y%m%d")}
_CENTURIES = ("19", "20")


def require_good_pin(pin: str) -> None:
    """Refuse a PIN that somebody would try first.

    Raises:
        DeskError: "pin.form" (shortest, longest), "pin.obvious".
    """
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise DeskError("pin.form", shortest=SHORTEST, longest=LONGEST)
    if pin in _UP or pin in _DOWN or _repeats(pin) or _is_date(pin):
        raise DeskError("pin.obvious")


def _repeats(pin: str) -> bool:
    """One digit or one group again and again: 7777, 1212, 123123; or pairs: 1122."""
    groups = (pin[:size] for size in range(1, len(pin) // 2 + 1) if len(pin) % size == 0)
    pairs = len(pin) % 2 == 0 and pin[::2] == pin[1::2]
    return pairs or any(group * (len(pin) // len(group)) == pin for group in groups)


def _is_date(pin: str) -> bool:
    if len(pin) == SHORTEST and pin[:2] in _CENTURIES:
        return True
    return any(_reads_as(pin, form) for form in _DATES.get(len(pin), ()))


def _reads_as(pin: str, form: str) -> bool:
    """A day without a year is tried in a leap year."""
    dated, whole = (pin, form) if "y" in form.lower() else (f"{pin}2024", f"{form}%Y")
    try:
        year = datetime.strptime(dated, whole).year  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return False
    return "%Y" not in form or str(year)[:2] in _CENTURIES
