"""The look in one place: colours with a meaning, one type scale, one spacing unit, one radius.

Everything painted or styled takes its values from `tokens()`; the style sheet is a template filled
from them.  The text scale (100 to 150 %) grows every length, so that nothing is cut.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desk.resources import resources_dir
from desk.ui.themes import SYSTEM, THEMES, Tokens

FAMILY = "Inter"
_FACES = ("Regular", "Medium", "SemiBold", "Bold")

SIZES: dict[str, tuple[int, QFont.Weight]] = {
    "small": (12, QFont.Weight.Normal),
    "label": (12, QFont.Weight.DemiBold),
    "key": (11, QFont.Weight.DemiBold),
    "body": (14, QFont.Weight.Normal),
    "medium": (14, QFont.Weight.Medium),
    "strong": (14, QFont.Weight.DemiBold),
    "action": (15, QFont.Weight.Medium),
    "heading": (16, QFont.Weight.DemiBold),
    "title": (22, QFont.Weight.DemiBold),
    "number": (22, QFont.Weight.Bold),
    "display": (34, QFont.Weight.Bold),
    "huge": (72, QFont.Weight.Bold),
}
"""The type scale: name -> (pixels at 100 %, weight)."""

_AIR_GROWS = 0.34
_TABULAR = frozenset({"title", "number", "display", "huge"})


_current = Tokens()
_theme = SYSTEM


def tokens() -> Tokens:
    """The tokens in force."""
    return _current


def theme() -> str:
    """The theme chosen, one of `themes.CHOICES`."""
    return _theme


def px(length: float) -> int:
    """A length of the design in pixels at the scale in force."""
    return _current.px(length)


def air(length: float) -> int:
    """Empty room of the design in pixels: it grows by a third of what the text grows.

    In large text every word needs its place; the gaps between them need less.
    """
    return round(length * (1 + (_current.scale - 1) * _AIR_GROWS))


def colour(name: str) -> QColor:
    """A token's colour by name, for painting."""
    return _colour(getattr(_current, name))


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


def font(name: str = "body", *, tabular: bool = False) -> QFont:
    """A font of the type scale by name (see SIZES), for painting; not to be changed."""
    return _font(name, _current.scale, tabular or name in _TABULAR)


@cache
def _font(name: str, scale: float, tabular: bool) -> QFont:
    size, weight = SIZES[name]
    made = QFont(FAMILY)
    made.setPixelSize(round(size * scale))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setWeight(weight)
    if tabular:
        set_tabular(made)
    return made


def set_tabular(font: QFont) -> None:
    """Give all digits one width, so that running clocks and columns stand still."""
    font.setFeature(QFont.Tag("tnum"), 1)


@cache
def load_fonts() -> None:
    """Make the bundled typeface known to Qt, once for the process."""
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(resources_dir() / "fonts" / f"Inter-{face}.ttf"))


def apply_style(app: QApplication, scale: float = 1.0, chosen: str = SYSTEM) -> None:
    """Dress the whole program; also called to change text scale or theme while it runs.

    Args:
        scale: 1.0 to 1.5; values outside are brought inside.
        chosen: one of `themes.CHOICES`.
    """
    global _current, _theme
    load_fonts()
    _theme = chosen
    look = THEMES[_of_system() if chosen == SYSTEM else chosen]
    _current = replace(look, scale=min(1.5, max(1.0, scale)))
    app.setPalette(_palette(_current))
    app.setFont(font("body"))
    app.setStyleSheet(_sheet(_current))


def _of_system() -> str:
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _palette(values: Tokens) -> QPalette:
    """For what the style sheet does not reach: hints in fields, disabled words, native parts."""
    roles = {
        QPalette.ColorRole.Window: values.bg,
        QPalette.ColorRole.Base: values.panel,
        QPalette.ColorRole.AlternateBase: values.shade,
        QPalette.ColorRole.Button: values.panel,
        QPalette.ColorRole.WindowText: values.ink,
        QPalette.ColorRole.Text: values.ink,
        QPalette.ColorRole.ButtonText: values.ink,
        QPalette.ColorRole.PlaceholderText: values.ink3,
        QPalette.ColorRole.Highlight: values.accent,
        QPalette.ColorRole.HighlightedText: values.panel,
        QPalette.ColorRole.Accent: values.accent,
        QPalette.ColorRole.Link: values.accent,
        QPalette.ColorRole.ToolTipBase: values.ink,
        QPalette.ColorRole.ToolTipText: values.panel,
    }
    palette = QPalette()
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(values.ink3))
    return palette


@cache
def _template() -> Template:
    return Template((resources_dir() / "styles" / "app.qss").read_text(encoding="utf-8"))


def _sheet(values: Tokens) -> str:
    names = {field.name: getattr(values, field.name) for field in fields(values)}
    lengths = {f"p{n}": f"{values.px(n)}px" for n in range(1, 65)}
    sizes = {f"size_{name}": f"{values.px(size)}px" for name, (size, _) in SIZES.items()}
    icons = (resources_dir() / "icons").as_posix()
    return _template().substitute(names, icons=icons, **lengths, **sizes)
