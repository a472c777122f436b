"""No word is cut and nothing is hidden: in each language, at each text size, in small windows."""

from __future__ import annotations

from itertools import chain

import pytest
from driver import Driver
from everywhere import beyond, in_use, places, resize, with_every_right
from fitting import misfits
from longer import Longer, longer

from desk import i18n

_SETTLED_MS = 100
WINDOWS = ((1366, 768), (1024, 700))
WALKS = (("lv", 100), ("lv", 150), ("en", 150), ("ru", 100), ("ru", 125), ("ru", 150))


@pytest.mark.parametrize(("language", "percent"), WALKS)
def test_no_word_is_cut(driver: Driver, language: str, percent: int) -> None:
    found = _walk(driver, language, percent)
    assert not found, _listed(found)


def test_words_a_third_longer_have_room_too(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert longer("{n} of the day") == "{n} of theā dayā"
    monkeypatch.setattr(i18n, "catalogue", lambda _language: Longer())
    found = _walk(driver, "en", 100)
    assert not found, _listed(found)


def _walk(driver: Driver, language: str, percent: int) -> dict[str, list[str]]:
    window = driver.window
    window.use_language(language)
    if percent != 100:
        window.use_scale(percent)
    with_every_right(driver)
    found: dict[str, list[str]] = {}
    for place in chain(places(driver), beyond(driver)):
        for size in WINDOWS:
            resize(window, *size)
            if misfits(in_use(window)):
                driver.bot.wait(_SETTLED_MS)  # what was read meanwhile is being laid out
                if wrong := misfits(in_use(window)):
                    found[f"{place} {size[0]}"] = wrong
    return found


def _listed(found: dict[str, list[str]]) -> str:
    """Each fault once, with the first place where it shows."""
    first: dict[str, str] = {}
    for place, faults in found.items():
        for fault in faults:
            first.setdefault(fault, place)
    return "\n".join(f"[{place}] {fault}" for fault, place in first.items())
