"""PyInstaller, also where Windows is Wine.  Arguments: PyInstaller's own.

Wine 8 says of a program without resources that listing them failed, with the error "success".
"""

from __future__ import annotations

from typing import Any

from PyInstaller.__main__ import run
from PyInstaller.utils.win32 import winresource

_listed = winresource.win32api.EnumResourceTypes


def _types(module: int) -> list[Any]:
    try:
        return list(_listed(module))
    except winresource.pywintypes.error as wrong:
        if wrong.args[0] == 0:
            return []
        raise


winresource.win32api.EnumResourceTypes = _types
run()
