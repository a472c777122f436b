"""The colours with a meaning, in three themes: light, dark, and high contrast.

Light and dark reach WCAG AA, high contrast 7:1 for every text; a test computes each pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours, spacing and scale in force.

    Args:
        accent: the one accent; amber speaks of time, red of danger alone, green of "done".
        ink, ink2, ink3: text from most to least important, all AA on `panel` and `bg`; on an
            accent, red or ink ground text has the colour of `panel`.
        practice: of the practice alone, so that nobody takes it for the real day.
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
    practice: str = "#7a1fa2"
    unit: int = 8
    radius: int = 8
    scale: float = 1.0

    def px(self, length: float) -> int:
        """A length of the design in pixels at the scale in force."""
        return round(length * self.scale)


LIGHT: Final = Tokens()
DARK: Final = Tokens(
    bg="#12161b",
    panel="#1b2128",
    shade="#20272f",
    ink="#e8ecf1",
    ink2="#b8c2cd",
    ink3="#9da8b5",
    edge="#76838f",
    line="#333d47",
    accent="#8fb8ee",
    accent_dark="#b3d0f5",
    accent_soft="#22344b",
    amber="#f0b95c",
    amber_soft="#3a2c12",
    red="#ff9a90",
    red_dark="#ffbab3",
    red_line="#6e3430",
    red_soft="#40201e",
    green="#7fcf9b",
    green_soft="#17331f",
    practice="#d7a3f5",
)
"""For rooms with little light; the same meanings."""
CONTRAST: Final = Tokens(
    bg="#000000",
    panel="#000000",
    shade="#000000",
    ink="#ffffff",
    ink2="#ffffff",
    ink3="#e6e6e6",
    edge="#ffffff",
    line="#9a9a9a",
    accent="#8ecbff",
    accent_dark="#c4e3ff",
    accent_soft="#00294d",
    amber="#ffd24a",
    amber_soft="#332400",
    red="#ffa8a0",
    red_dark="#ffcdc8",
    red_line="#ffa8a0",
    red_soft="#3d0a06",
    green="#86e8a4",
    green_soft="#00301a",
    practice="#e3b8ff",
)
"""White on black, outlines instead of shades."""

THEMES: Final = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
SYSTEM: Final = "system"
"""The choice that follows the operating system."""
CHOICES: Final = (SYSTEM, *THEMES)
