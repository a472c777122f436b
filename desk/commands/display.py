"""Whether a window can be opened at all: without a display Qt would end the program."""

from __future__ import annotations

import os
import sys

from desk.domain.errors import DeskError

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def require_display() -> None:
    """Make sure that there is a display.

    Raises:
        DeskError: "app.no_display".
    """
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        raise DeskError("app.no_display")
