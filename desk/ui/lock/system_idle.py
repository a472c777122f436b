"""How long nobody has touched this PC in any program: the clerk often works in another one."""

from __future__ import annotations

import sys


def system_idle() -> float | None:
    """Seconds since the last key or pointer movement; None where the system does not tell."""
    return _windows_idle() if sys.platform == "win32" else None


def _windows_idle() -> float | None:
    import ctypes

    class LastInput(ctypes.Structure):
        """LASTINPUTINFO: its own size, and when the last input was (milliseconds, 32 bits)."""

        _fields_ = (("size", ctypes.c_uint), ("at", ctypes.c_uint))

    last = LastInput(ctypes.sizeof(LastInput), 0)
    if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):  # type: ignore[attr-defined]
        return None
    now: int = ctypes.windll.kernel32.GetTickCount()  # type: ignore[attr-defined]  # Windows alone
    return float((now - int(last.at)) & 0xFFFFFFFF) / 1000
