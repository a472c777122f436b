"""Python's own import again, in place of the one that PySide6 puts there.

PySide6 looks for a switch of its own (`__feature__`, not used here) in the source of every module
that is imported after it, and all that source stays in memory: 20 MB, and a sixth of the start.
"""

from __future__ import annotations

import builtins
from importlib import import_module


def import_plainly() -> None:
    """Let Python import by itself from now on."""
    import_module("PySide6.QtCore")  # brings its own import along, once
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
