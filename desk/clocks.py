"""The real clock, counter and maker of ids, and the demo's clock: for the composition root."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from desk.domain.clock import Clock
from desk.domain.uptime import Uptime


def system_clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def new_uuid7() -> UUID:
    """A new UUIDv7: sorts by the time it was made."""
    from uuid_utils.compat import uuid7

    return uuid7()


def system_uptime() -> Uptime:
    """How long this PC has been on, time asleep included, and which start of it this is."""
    if sys.platform == "win32":
        return _windows_uptime()
    return Uptime(_linux_boot(), time.clock_gettime(time.CLOCK_BOOTTIME))


def _linux_boot() -> str:
    """The kernel's random name of this start; "" where /proc is hidden."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _windows_uptime() -> Uptime:
    """Milliseconds since the start, and the number that Windows gives each start."""
    import ctypes
    import winreg

    ticks = ctypes.windll.kernel32.GetTickCount64  # type: ignore[attr-defined]  # Windows alone
    ticks.restype = ctypes.c_uint64
    place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:  # type: ignore[attr-defined]
            boot = str(winreg.QueryValueEx(key, "BootId")[0])  # type: ignore[attr-defined]
    except OSError:
        boot = ""
    return Uptime(boot, ticks() / 1000)


class ShiftedClock:
    """A clock a fixed time away from another: the demo's day runs on, at its own hour."""

    def __init__(self, base: Clock, shift: timedelta = timedelta()) -> None:
        self.base = base
        self.shift = shift

    def __call__(self) -> datetime:
        return self.base() + self.shift
