"""What IT has set for this PC: one file, the same for everyone who uses it.

The program only reads it; `desk configure` writes it, as administrator.  A key that this version
does not know is passed over, so that an older program still starts beside a newer file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from desk.domain.errors import DeskError
from desk.policy import site_file_by_policy, updates_by_policy

_FILE: Final = "site.toml"
_CODE: Final = "enrol-code"
_CHOSEN: Final = "DESK_SITE_FILE"


class HqSite(msgspec.Struct, frozen=True):
    """Where headquarters are.

    Args:
        ca_file: certificates of the institution's own authority, "" = the system's.
    """

    address: str = ""
    ca_file: str = ""


class UpdateSite(msgspec.Struct, frozen=True):
    """Where new versions come from, and when they may be put in.

    Args:
        source: an address of headquarters or a folder, "" = nowhere.
        root: the first metadata that is trusted, a file.
        hours: local time, "HH:MM-HH:MM"; rate: KB/s at most, 0 = as fast as it goes.
        cache: a folder of the site from which the other PCs take what one has fetched.
    """

    enabled: bool = True
    source: str = ""
    root: str = ""
    hours: str = "19:00-06:00"
    rate: int = 500
    cache: str = ""


class Site(msgspec.Struct, frozen=True):
    """Everything that IT can set; "" = not set.

    Args:
        data_dir: where the database lies, "" = where the program keeps it by itself.
    """

    institution: str = ""
    branch: str = ""
    counter: str = ""
    data_dir: str = ""
    autostart: bool = False
    hq: HqSite | None = None
    updates: UpdateSite = UpdateSite()


def machine_folder() -> Path:
    """What belongs to this machine and not to a person; the installer makes it."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Branch Desk"
    return Path("/etc/branch-desk")


def site_file() -> Path:
    """Where the file lies, there or not; a group policy or DESK_SITE_FILE says another place."""
    chosen = site_file_by_policy() or os.environ.get(_CHOSEN)
    return Path(chosen) if chosen else machine_folder() / _FILE


def code_file(site: Path | None = None) -> Path:
    """Where an enrolment code waits until it is used; never in the site file itself."""
    return (site or site_file()).with_name(_CODE)


def read_site(path: Path | None = None) -> Site:
    """What is set; nothing where there is no file.

    Raises:
        DeskError: "site.broken" (file, reason), "site.not_readable" (file).
    """
    file = path or site_file()
    try:
        return _under_policy(parse_site(file.read_text(encoding="utf-8-sig"), str(file)))
    except (FileNotFoundError, NotADirectoryError):
        return _under_policy(Site())
    except UnicodeDecodeError:
        raise DeskError("site.broken", file=str(file), reason="not UTF-8") from None
    except OSError:
        raise DeskError("site.not_readable", file=str(file)) from None


def _under_policy(site: Site) -> Site:
    """What a group policy has set stands above the file."""
    enabled = updates_by_policy()
    if enabled is None:
        return site
    return replace(site, updates=replace(site.updates, enabled=enabled))


def parse_site(text: str, name: str) -> Site:
    """The site in a text of TOML; DeskError "site.broken" (file, reason)."""
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(text), Site)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise DeskError("site.broken", file=name, reason=str(wrong)) from None
