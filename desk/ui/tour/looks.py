"""The same screens in other languages, larger, darker, with more contrast, and in less room."""

from __future__ import annotations

from desk.i18n import LANGUAGES
from desk.ui.tour.guide import CTRL, Key, TourGuide

SIZE = (1366, 768)
_SMALL = (1024, 700)
_SCREENS = {
    "sodiena": Key.Key_1,
    "grafiks": Key.Key_2,
    "pienakumi": Key.Key_3,
    "incidenti": Key.Key_4,
    "uzdevumi": Key.Key_5,
}
_SOME = ("sodiena", "grafiks")


def walk(guide: TourGuide) -> None:
    """Languages first, then size and colours; in the end all is as it was."""
    for language in LANGUAGES[1:]:
        guide.window.use_language(language)
        guide.suffix = f"-{language}"
        _screens(guide, *_SCREENS)
    _report(guide)
    guide.window.use_language("lv")
    guide.suffix = "-150"
    guide.window.use_scale(150)
    guide.until(guide.board)
    _screens(guide, *_SCREENS)
    _page(guide, "safety", "drosiba")
    guide.window.resize(*_SMALL)
    guide.suffix = "-150-1024"
    _screens(guide, *_SOME)
    guide.window.resize(*SIZE)
    guide.window.use_scale(100)
    for theme in ("dark", "contrast"):
        guide.suffix = f"-{theme}"
        guide.window.use_theme(theme)
        guide.until(guide.board)
        _screens(guide, *_SOME, "pienakumi")
        _page(guide, "access", "piekluves")
        _report(guide)
    guide.suffix = ""
    guide.window.use_theme("light")
    guide.until(guide.board)


def _screens(guide: TourGuide, *names: str) -> None:
    for name in names:
        guide.press(_SCREENS[name], CTRL)
        guide.shot(name)


def _page(guide: TourGuide, page: str, name: str) -> None:
    guide.shell.go("branch", page)
    guide.shot(name)


def _report(guide: TourGuide) -> None:
    guide.press(Key.Key_F9)
    guide.shot("agresija-zinojums")
    guide.press(Key.Key_Escape)
