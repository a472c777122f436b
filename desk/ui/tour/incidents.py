"""Reporting an incident, and what the head sees of it."""

from __future__ import annotations

from desk.ui.tour.guide import CTRL, Key, TourGuide


def of_clerk(guide: TourGuide) -> None:
    """The first report of both kinds, the card, the list of one's own."""
    guide.press(Key.Key_F9)
    guide.shot("agresija-zinojums")
    guide.press(Key.Key_1)
    guide.press(Key.Key_2)
    guide.shot("agresija-soli")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F9)
    guide.shot("agresija-turpinat")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F11)
    guide.shot("kluda-zinojums")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F12)
    guide.shot("ricibas-kartite")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_4, CTRL)
    guide.shot("incidenti-referentei")


def of_head(guide: TourGuide) -> None:
    """What is new comes first, to acknowledge."""
    guide.press(Key.Key_4, CTRL)
    guide.shot("incidenti-vaditajai")
    guide.press(Key.Key_Return)
    guide.shot("incidents-atverts")
