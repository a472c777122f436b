"""Where this machine keeps its own secret: the half that a stolen data folder lacks."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, Protocol

from db.layout import settle
from desk.domain.errors import DeskError

_INSTALLED: Final = Path("/etc/branch-desk/keys")
_GROUP: Final = "branchdesk"
_OWNER_ONLY: Final = 0o600
_OWNER_AND_GROUP: Final = 0o640
_UI_FORBIDDEN: Final = 0x1
_LOCAL_MACHINE: Final = 0x4
_ENTROPY: Final = b"branch-desk database key"
_NAME_BYTES: Final = 8


class MachineStore(Protocol):
    """Keeps secrets on this machine, never asking a person."""

    def keep(self, secret: bytes) -> bytes:
        """Keep a secret; what is returned goes into the data folder's slot."""

    def recall(self, kept: bytes) -> bytes:
        """The secret again; DeskError "keys.no_machine_key" when this machine never had it."""


def default_key_dir() -> Path:
    """Where secrets lie: DESK_KEY_DIR, the installed program's directory, or the user's own."""
    chosen = os.environ.get("DESK_KEY_DIR")
    if chosen:
        return Path(chosen)
    if _is_installed():
        return _INSTALLED
    from platformdirs import user_config_path

    return user_config_path("branch-desk", appauthor=False)


def _is_installed() -> bool:
    """Also whoever may not look there is told apart: the folder is not for them."""
    try:
        return _INSTALLED.is_dir()
    except PermissionError:
        return False


def machine_store(key_dir: Path | None) -> MachineStore:
    """The store of this operating system."""
    if sys.platform == "win32":
        return ProtectedStore()
    return FileStore(key_dir or default_key_dir())


class FileStore:
    """A file outside the data folder: also for the group `branchdesk` where the program is
    installed for the machine, otherwise readable by its owner alone.

    The installed folder is the group's to write to, so that whoever of it sets the PC up can keep
    the key; what IT has set lies above it, where only root writes.
    """

    def __init__(self, key_dir: Path) -> None:
        self._dir = key_dir

    def keep(self, secret: bytes) -> bytes:
        """Write a new file and return its name; DeskError "keys.not_writable" without the right."""
        name = token_hex(_NAME_BYTES)
        try:
            self._write(self._dir / f"{name}.key", secret)
        except (OSError, KeyError) as error:
            raise DeskError("keys.not_writable", folder=str(self._dir)) from error
        return name.encode()

    def recall(self, kept: bytes) -> bytes:
        """Read the file; DeskError "keys.no_machine_key" or "keys.not_readable"."""
        name = kept.decode(errors="replace")
        if not name.isalnum():
            raise DeskError("keys.damaged")
        try:
            return (self._dir / f"{name}.key").read_bytes()
        except FileNotFoundError as error:
            raise DeskError("keys.no_machine_key") from error
        except OSError as error:
            raise DeskError("keys.not_readable", folder=str(self._dir)) from error

    def _write(self, path: Path, secret: bytes) -> None:
        """Write under another name first, so that no half a secret is ever found."""
        self._dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
        if self._dir == _INSTALLED:
            _share_with_group(draft)
        settle(draft, path)


def _share_with_group(path: Path) -> None:
    if sys.platform == "win32":
        return
    import grp

    os.chown(path, -1, grp.getgrnam(_GROUP).gr_gid)
    path.chmod(_OWNER_AND_GROUP)


class ProtectedStore:
    """Windows DPAPI in machine scope: the secret lies in the slot, sealed by this machine."""

    def keep(self, secret: bytes) -> bytes:
        """Seal the secret; DeskError "keys.not_writable" when Windows refuses."""
        return _crypt("CryptProtectData", secret, "keys.not_writable")

    def recall(self, kept: bytes) -> bytes:
        """Open the secret; DeskError "keys.no_machine_key" on any other machine."""
        return _crypt("CryptUnprotectData", kept, "keys.no_machine_key")


class _Bytes(ctypes.Structure):
    """DATA_BLOB of the Windows API."""

    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))

    @classmethod
    def of(cls, value: bytes) -> _Bytes:
        """A blob over a copy of the value that the blob keeps alive."""
        buffer = ctypes.create_string_buffer(value, len(value))
        blob = cls(len(value), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
        blob.kept = buffer
        return blob


def _crypt(function: str, value: bytes, refusal: str) -> bytes:
    """Call one of the two DPAPI functions, without any window of theirs."""
    windows: Any = ctypes
    source, entropy, result = _Bytes.of(value), _Bytes.of(_ENTROPY), _Bytes()
    done = getattr(windows.windll.crypt32, function)(
        ctypes.byref(source),
        None,
        ctypes.byref(entropy),
        None,
        None,
        _UI_FORBIDDEN | _LOCAL_MACHINE,
        ctypes.byref(result),
    )
    if not done:
        raise DeskError(refusal)
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        windows.windll.kernel32.LocalFree(result.data)
