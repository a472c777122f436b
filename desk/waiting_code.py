"""A code that IT has left on this PC to be taken in by headquarters with: used once, then gone."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from desk.domain.errors import DeskError
from desk.site import code_file, read_site

log = logging.getLogger(__name__)

_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that it takes; the code is shown nowhere.

    Args:
        code: "" = none waits, but where headquarters are is known.
    """

    url: str
    ca_file: str
    code: str

    def __repr__(self) -> str:
        return f"Waiting({self.url})"


def waiting() -> Waiting | None:
    """What IT has set for it; None where nothing is, or it cannot be read by this person."""
    try:
        hq = read_site().hq
    except DeskError:
        return None
    if hq is None or not hq.address:
        return None
    return Waiting(hq.address, hq.ca_file, _code())


def waits() -> bool:
    """Whether a code waits."""
    return bool(_code())


def spend() -> None:
    """The code was used: it is emptied, and taken away where the person may do that."""
    file = code_file()
    with suppress(OSError):
        if file.exists():
            file.write_text("", encoding="ascii")
            file.unlink()


def join_by_site(database: Any, env: Any) -> str:
    """Have this PC taken in as IT has prepared it, once somebody has an account on it.

    IT's right to do so is that of the PC's administrator, who alone can leave a code.

    Args:
        database: as `desk.sync.joining.join` wants it; env: of the opened program.

    Returns:
        the branch's stream; "" when nothing is prepared.

    Raises:
        DeskError: as `desk.sync.joining.join`.
    """
    from desk.sync.joining import Address, join

    found = waiting()
    with database.reader() as reader:
        ready = not env.demo and reader.accounts.count() > 0
    if found is None or not found.code or not ready:
        return ""
    address = Address(found.url, found.ca_file)
    told = join(database, address, found.code, pc_name(), env.clock, env.new_id)
    spend()
    log.info("taken in with the code that IT left")
    return told.stream


def pc_name() -> str:
    """This PC as headquarters' IT will see it."""
    return (socket.gethostname() or "PC")[:_LONGEST_NAME]


def _code() -> str:
    try:
        return code_file().read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
