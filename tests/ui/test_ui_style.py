"""The tokens: every text can be read on every ground it stands on (WCAG AA)."""

from __future__ import annotations

import re

import pytest
from contrasts import contrast
from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication

from desk.resources import resources_dir
from desk.ui.style import FAMILY, apply_style, colour, font, px, theme, tokens
from desk.ui.themes import CHOICES, CONTRAST, THEMES

TEXT = [
    ("ink", "panel"), ("ink", "bg"), ("ink", "shade"), ("ink", "accent_soft"),
    ("ink", "red_soft"), ("ink", "amber_soft"), ("ink", "green_soft"), ("ink2", "panel"),
    ("ink2", "bg"), ("ink2", "shade"), ("ink2", "accent_soft"), ("ink2", "amber_soft"),
    ("ink2", "red_soft"), ("ink3", "panel"), ("ink3", "bg"), ("ink3", "shade"),
    ("ink3", "accent_soft"), ("panel", "ink"), ("panel", "accent"), ("panel", "accent_dark"),
    ("panel", "red"), ("panel", "red_dark"), ("accent", "panel"), ("accent", "bg"),
    ("accent", "accent_soft"), ("accent", "shade"), ("amber", "panel"), ("amber", "bg"),
    ("amber", "shade"), ("amber", "amber_soft"), ("red", "panel"), ("red", "bg"),
    ("red", "red_soft"), ("green", "panel"), ("green", "bg"), ("green", "green_soft"),
    ("ink3", "amber_soft"), ("amber", "accent_soft"), ("red", "accent_soft"),
    ("green", "accent_soft"),
]  # fmt: skip
PARTS = [
    ("edge", "panel"), ("edge", "bg"), ("accent", "panel"), ("accent", "bg"), ("red", "panel"),
    ("amber", "panel"), ("green", "panel"),
]  # fmt: skip
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_textcontrast(name: str, ink: str, ground: str) -> None:
    values = THEMES[name]
    assert contrast(getattr(values, ink), getattr(values, ground)) >= LEAST[name]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_outlines_and_signs_can_be_seen(name: str, part: str, ground: str) -> None:
    values = THEMES[name]
    assert contrast(getattr(values, part), getattr(values, ground)) >= 3


def test_the_contrast_formula_gives_the_published_values() -> None:
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_no_colour_is_written_anywhere_but_in_the_themes() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|QColor\(\s*[\"'0-9]|rgba?\(")
    root = resources_dir().parent
    places = [*(root / "desk" / "ui").rglob("*.py"), *(root / "resources" / "styles").glob("*")]
    found = {
        path.name
        for path in places
        if path.name != "themes.py" and literal.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"first_frame.py"}  # painted before the themes are loaded


def test_a_theme_is_put_in_force_at_once(qapp: QApplication) -> None:
    for name in CHOICES:
        apply_style(qapp, 1.25, name)
        assert theme() == name
        assert tokens().scale == 1.25
        assert qapp.palette().base().color() == colour("panel")
    assert tokens().panel == CONTRAST.panel


@pytest.mark.parametrize("face", ["Regular", "Medium", "SemiBold", "Bold"])
def test_the_bundled_faces_have_latvian_and_cyrillic(qapp: object, face: str) -> None:
    raw = QRawFont(str(resources_dir() / "fonts" / f"{FAMILY}-{face}.ttf"), 14)
    letters = "āčēģīķļņšūžĀŠŽёйщъЁЙЩЪґєії«»„“–…·✓×’"
    assert [letter for letter in letters if not raw.supportsCharacter(ord(letter))] == []
    assert FAMILY in QFontDatabase.families()


def test_running_digits_have_one_width(qapp: object) -> None:
    metrics = QFontMetrics(font("title"))
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("00:00")
    assert font("body").featureTags() == []


def test_the_text_scale_stays_between_100_and_150_percent(qapp: object) -> None:
    for asked, got in ((0.5, 1.0), (1.25, 1.25), (3.0, 1.5)):
        apply_style(qapp, asked)
        assert tokens().scale == got
    assert px(8) == 12
