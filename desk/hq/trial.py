"""Headquarters in one folder, for a trial: a SQLite database and a certificate of their own."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.hq.database import open_hq, transaction
from db.hq.upgrade import upgrade_hq
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.hq.certificates import Certificates, names_of_this_pc, ready_certificates
from desk.hq.enrolling import new_code
from desk.hq.identity import make

EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - branches come from other PCs, over TLS
_DATABASE: Final = "hq.db"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a newcomer needs.

    Args:
        database: its address; names: under which this PC is reached, its main address first.
        code: takes one PC of the branch in.
    """

    database: str
    certificates: Certificates
    names: tuple[str, ...]
    code: str


def prepare(folder: Path, branch: str, clock: Clock, new_id: IdMaker) -> Trial:
    """Make what is missing in a folder; what is there is used again, the code alone is new.

    Raises:
        DeskError: "hq.folder" (folder) when it cannot be written to, "hq.newer".
    """
    names = names_of_this_pc()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        certificates = ready_certificates(folder, names, clock())
        (folder / _DATABASE).touch(mode=0o600)
    except OSError as error:
        raise DeskError("hq.folder", folder=str(folder)) from error
    url = f"sqlite:///{folder / _DATABASE}"
    engine = open_hq(url)
    try:
        upgrade_hq(engine)
        with transaction(engine) as connection:
            make(connection, new_id)
            code = new_code(connection, branch, clock())
    finally:
        engine.dispose()
    return Trial(url, certificates, names, code)


def require_free(port: int) -> None:
    """DeskError "hq.port" (port) when another program listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((EVERYWHERE, port))
        except (OSError, OverflowError) as error:
            raise DeskError("hq.port", port=port) from error
