"""What a group policy of Windows has set for this PC: it stands above the site file."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_KEY: Final = r"Software\Policies\Branch Desk"


def site_file_by_policy() -> str:
    """Where the site file lies, "" = not set."""
    found = _value("SiteFile")
    return found if isinstance(found, str) else ""


def updates_by_policy() -> bool | None:
    """Whether the program may update itself, None = as the site file says."""
    found = _value("Updates")
    return bool(found) if isinstance(found, int) else None


def _value(name: str) -> Any:
    """Of the machine's policies, which administrators alone can write; None = not set."""
    try:
        registry: Any = import_module("winreg")
    except ImportError:
        return None
    rights = registry.KEY_QUERY_VALUE | registry.KEY_WOW64_64KEY
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, _KEY, 0, rights) as key:
            return registry.QueryValueEx(key, name)[0]
    except OSError:
        return None
