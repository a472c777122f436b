"""Windows of the sizes that branches have, and pictures of them for whoever asks (SHOTS=folder)."""

from __future__ import annotations

import os

from driver import Driver
from everywhere import calm, resize

SIZES = tuple((percent, size) for percent in (100, 150) for size in ((1366, 768), (1024, 700)))
"""Text scale in percent, and the window's width and height."""


def shoot(driver: Driver, name: str) -> None:
    """Let the window come to rest, and keep a picture of it, if a folder was named."""
    calm(driver)
    resize(driver.window, driver.window.width(), driver.window.height())
    folder = os.environ.get("SHOTS")
    if folder:
        driver.window.grab().save(f"{folder}/{name}.png")
