"""Finding: the duties by word and number, and one field for everything else."""

from __future__ import annotations

from desk.ui.palette.dialog import Palette
from desk.ui.tour.guide import CTRL, Key, TourGuide

_ANYTHING = (
    ("be", "cilveki"),
    ("A01", "talons"),
    ("pases", "pases"),
    ("pasi", "pasi"),
    ("pase", "pase"),
    ("> ", "komandas"),
    ("F9", "taustins"),
    ("valsts kase", "katalogs"),
    ("zzzqq", "nekas"),
)
"""What is typed, and what the picture is called."""
_FORMS = ("pases", "pasi", "pase")
_FOUND_BY_EACH = {"Pase", "Pase un eID karte"}


def walk(guide: TourGuide) -> None:
    """Duties, then Ctrl+K."""
    _duties(guide)
    _anything(guide)


def _duties(guide: TourGuide) -> None:
    guide.press(Key.Key_3, CTRL)
    guide.shot("pienakumi")
    guide.press(Key.Key_3, CTRL)
    guide.type("agres")
    guide.shot("pienakumi-meklesana")
    for text, name in (("PH-07", "2018"), ("forums", "aizstats"), ("paatrinati", "pakalpojums")):
        guide.press(Key.Key_3, CTRL)
        guide.press(Key.Key_A, CTRL)
        guide.type(text)
        guide.shot(f"pienakumi-{name}")


def _anything(guide: TourGuide) -> None:
    """People, tickets, rules, addresses, incidents, commands; three forms of one word."""
    guide.press(Key.Key_K, CTRL)
    palette = guide.dialog(Palette)
    guide.shot("atrast-jebko")
    for text, name in _ANYTHING:
        guide.press(Key.Key_A, CTRL)
        guide.type(text)
        guide.shot(f"atrast-{name}")
        found = {row.title for row in palette.found.rows.rows()}
        if name in _FORMS and not found >= _FOUND_BY_EACH:
            raise ValueError(f"{text} does not find every form")
    for _clear_then_close in range(2):
        guide.press(Key.Key_Escape)
