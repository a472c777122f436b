"""No word is cut and nothing is hidden: in each language, at each text size, in small windows.

`DESK_EVERYWHERE=pseudo` walks in words a third longer than English as well.
"""

from __future__ import annotations

import pytest
from driver import Driver
from everywhere import in_use, places, resize, with_every_right
from fitting import misfits

WINDOWS = ((1366, 768), (1024, 700))


@pytest.mark.parametrize(
    ("language", "percent"),
    [("lv", 100), ("lv", 150), ("en", 100), ("ru", 100), ("ru", 150), ("ru", 125), ("en", 150)],
)
def test_no_word_is_cut(driver: Driver, language: str, percent: int) -> None:
    window = driver.window
    window.use_language(language)
    if percent != 100:
        window.use_scale(percent)
    with_every_right(driver)
    found: dict[str, list[str]] = {}
    for place in places(driver):
        for size in WINDOWS:
            resize(window, *size)
            if wrong := misfits(in_use(window)):
                found[f"{place} {size[0]}"] = wrong
    assert not found, _listed(found)


def _listed(found: dict[str, list[str]]) -> str:
    """Each fault once, with the first place where it shows."""
    first: dict[str, str] = {}
    for place, faults in found.items():
        for fault in faults:
            first.setdefault(fault, place)
    return "\n".join(f"[{place}] {fault}" for fault, place in first.items())
