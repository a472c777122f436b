"""The look in one place: colours with a meaning, one type scale, one spacing unit, one radius.

Everything painted or styled takes its values from `tokens()`; the style sheet is a template filled
from them.  The text scale (100 to 150 %) grows every length, so that nothing is cut.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desk.resources import resources_dir

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

_TABULAR = frozenset({"title", "number", "display", "huge"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours, spacing and scale in force.

    Args:
        accent: the one accent; amber speaks of time, red of danger alone, green of "done".
        ink, ink2, ink3: text from most to least important, all AA on `panel` and `bg`.
        edge: outline of controls (3:1 on white); `line` only separates.
        scale: 1.0 to 1.5, the size of text and of everything around it.
    """

    bg: str = "#f4f5f7"
    panel: str = "#ffffff"
    shade: str = "#fafbfc"
    ink: str = "#16202c"
    ink2: str = "#4c5a6b"
    ink3: str = "#5f6c7b"
    edge: str = "#7a8797"
    line: str = "#dfe3e8"
    accent: str = "#1d4f91"
    accent_dark: str = "#163d71"
    accent_soft: str = "#e8eff8"
    amber: str = "#8a5000"
    amber_soft: str = "#fdf3e1"
    red: str = "#b3261e"
    red_dark: str = "#8f1e18"
    red_line: str = "#efc9c6"
    red_soft: str = "#fdecea"
    green: str = "#1e6b3a"
    green_soft: str = "#e6f3ea"
    unit: int = 8
    radius: int = 8
    scale: float = 1.0

    def px(self, length: float) -> int:
        """A length of the design in pixels at the scale in force."""
        return round(length * self.scale)


_current = Tokens()


def tokens() -> Tokens:
    """The tokens in force."""
    return _current


def px(length: float) -> int:
    """A length of the design in pixels at the scale in force."""
    return _current.px(length)


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


def apply_style(app: QApplication, scale: float = 1.0) -> None:
    """Dress the whole program; also called to change the text scale while it runs.

    Args:
        scale: 1.0 to 1.5; values outside are brought inside.
    """
    global _current
    load_fonts()
    _current = replace(Tokens(), scale=min(1.5, max(1.0, scale)))
    app.setFont(font("body"))
    app.setStyleSheet(_sheet(_current))


@cache
def _template() -> Template:
    return Template((resources_dir() / "styles" / "app.qss").read_text(encoding="utf-8"))


def _sheet(values: Tokens) -> str:
    names = {field.name: getattr(values, field.name) for field in fields(values)}
    lengths = {f"p{n}": f"{values.px(n)}px" for n in range(1, 65)}
    sizes = {f"size_{name}": f"{values.px(size)}px" for name, (size, _) in SIZES.items()}
    icons = (resources_dir() / "icons").as_posix()
    return _template().substitute(names, icons=icons, **lengths, **sizes)
