"""The window opens when somebody signs in to the PC: for the whole machine, as IT has set it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any, Final

from desk.program import own_command

_XDG: Final = Path("/etc/xdg/autostart/branch-desk.desktop")
_RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME: Final = "Branch Desk"
_WINDOWED: Final = "branch-desk.exe"


def autostart_file() -> Path:
    """The file that stands for it on Linux."""
    return _XDG


def desktop_entry() -> str:
    """What that file says."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={_NAME}",
            f"Exec={shlex.join(_command())}",
            "Icon=branch-desk",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
            "",
        )
    )


def set_run_key(*, on: bool) -> None:
    """The same on Windows, in the machine's registry; OSError without the right."""
    import subprocess
    import winreg

    registry: Any = winreg
    with registry.CreateKeyEx(
        registry.HKEY_LOCAL_MACHINE, _RUN, 0, registry.KEY_SET_VALUE | registry.KEY_WOW64_64KEY
    ) as key:
        if on:
            command = subprocess.list2cmdline(_command())
            registry.SetValueEx(key, _NAME, 0, registry.REG_SZ, command)
            return
        try:
            registry.DeleteValue(key, _NAME)
        except FileNotFoundError:
            return


def _command() -> list[str]:
    """This program; on Windows the one without a console that lies beside it."""
    command = own_command()
    if not getattr(sys, "frozen", False):
        return command
    if sys.platform == "win32":
        windowed = Path(command[0]).with_name(_WINDOWED)
        return [str(windowed)] if windowed.is_file() else command
    return ["/usr/bin/desk"] if Path("/usr/bin/desk").resolve() == Path(command[0]) else command
