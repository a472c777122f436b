"""The tokens: every text can be read on every ground it stands on (WCAG AA)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont

from desk.resources import resources_dir
from desk.ui.style import FAMILY, Tokens, apply_style, font, px, tokens

TEXT = [
    ("ink", "panel"), ("ink", "bg"), ("ink", "accent_soft"), ("ink", "red_soft"),
    ("ink2", "panel"), ("ink2", "bg"), ("ink2", "accent_soft"), ("ink3", "panel"),
    ("ink3", "bg"), ("ink3", "shade"), ("ink3", "accent_soft"), ("panel", "accent"),
    ("panel", "accent_dark"), ("panel", "red"), ("accent", "panel"), ("accent", "accent_soft"),
    ("amber", "panel"), ("amber", "amber_soft"), ("red", "panel"), ("red", "red_soft"),
    ("green", "panel"), ("green", "green_soft"),
]  # fmt: skip


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_contrast(ink: str, ground: str) -> None:
    values = Tokens()
    assert _contrast(getattr(values, ink), getattr(values, ground)) >= 4.5


def test_outlines_of_controls_can_be_seen() -> None:
    values = Tokens()
    assert _contrast(values.edge, values.panel) >= 3
    assert _contrast(values.accent, values.panel) >= 3


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
