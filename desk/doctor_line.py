"""Checks of what lies around a database: versions, what IT has set, headquarters, updates."""

from __future__ import annotations

import platform
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Thread
from urllib.request import getproxies

from desk.app import has_database, open_app, unlocked_key
from desk.doctor import Outcome, Status
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.version import VERSION

_PATIENCE = 10.0


def versions(folder: Path) -> Outcome:
    """Of the program, and of what it stands on."""
    from db.models import REVISION

    found = {
        "Branch Desk": VERSION,
        "Python": platform.python_version(),
        "Qt": _qt(),
        "SQLCipher": _sqlcipher(folder),
        "schema": REVISION,
    }
    said = ", ".join(f"{name} {value}" for name, value in found.items() if value)
    return (Status.OK, f"{said}, {platform.system()} {platform.release()}")


def _qt() -> str:
    try:
        from PySide6.QtCore import qVersion
    except ImportError:
        return ""
    return qVersion()


def _sqlcipher(folder: Path) -> str:
    """Without a database here none is opened: the library tells SQLite's version at the least."""
    from db.driver import connect, driver
    from db.layout import database_path

    if not has_database(folder):
        return f"with SQLite {driver.sqlite_version}"
    with closing(connect(database_path(folder), unlocked_key(folder), read_only=True)) as raw:
        own = raw.execute("PRAGMA cipher_version").fetchone()
    return f"{own[0] if own else '?'} with SQLite {driver.sqlite_version}"


def site(folder: Path) -> Outcome:
    """What IT has set can be read, can be, and is of the branch that this database is of.

    Raises:
        DeskError: as `desk.site.read_site`.
    """
    import tomllib

    from desk.site import read_site, site_file
    from desk.site_check import faults, flat
    from desk.waiting_code import waits

    known = read_site()
    if not site_file().exists():
        return (Status.OK, "nothing is set for this PC")
    answers = flat(tomllib.loads(site_file().read_text(encoding="utf-8-sig")))
    wrong = [f"{fault.key}: {fault.message}" for fault in faults(answers)]
    if has_database(folder) and (odd := _other_branch(folder, known.branch)):
        wrong.append(odd)
    if wrong:
        return (Status.WARNING, "; ".join(wrong))
    code = "; a code to enrol with waits" if waits() else ""
    return (Status.OK, f"{', '.join(answers) or 'nothing'} set by IT{code}")


def _other_branch(folder: Path, wanted: str) -> str:
    with closing(open_app(folder)) as app:
        home = app.env.home_branch
        odd = wanted and wanted != home and not app.env.demo
    return f"branch: {wanted} is set, but the data here are of {home}" if odd else ""


def network(folder: Path) -> Outcome:
    """Whether headquarters answer; that they do not is no fault, work needs none."""
    from desk.sync.joining import Address
    from desk.waiting_code import waiting

    with closing(open_app(folder)) as app, app.database.reader() as reader:
        known = reader.sync.enrolment()
    if known is not None:
        address, say = Address(known.url, known.ca_file, known.proxy), ""
    elif (prepared := waiting()) is not None:
        address, say = Address(prepared.url, prepared.ca_file), "; this PC is not taken in yet"
    else:
        return (Status.OK, "not connected with headquarters")
    status, message = _asked(address)
    return (status, f"{message}, {_way(address.proxy)}{say}")


def _asked(address: object) -> Outcome:
    """In a thread of its own: a name that nobody knows may take long to say so."""
    found: list[Outcome] = []
    thread = Thread(target=lambda: found.append(_ask(address)), daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    return found[0] if found else (Status.WARNING, "headquarters do not answer")


def _ask(address: object) -> Outcome:
    from desk.sync.joining import Address
    from desk.sync.line import ask_health, is_passing

    assert isinstance(address, Address)
    began = time.monotonic()
    try:
        with address.client() as client:
            version = ask_health(client)
    except DeskError as error:
        passing = is_passing(error)
        return (Status.WARNING if passing else Status.PROBLEM, error_text(error).rstrip("."))
    took = round((time.monotonic() - began) * 1000)
    return (Status.OK, f"headquarters answered after {took} ms, their program is {version}")


def _way(proxy: str) -> str:
    from desk.sync.line import NO_PROXY

    if proxy == NO_PROXY:
        return "by no proxy"
    if proxy:
        return "by the proxy that is set"
    return "by the system's proxy" if getproxies() else "the system names no proxy"


def updates(now: datetime) -> Outcome:
    """How this PC stands with new versions.

    Raises:
        DeskError: as `desk.site.read_site`.
    """
    from desk.site import read_site
    from desk.update.journal import Memory, update_folder
    from desk.update.standing import standing

    known = standing(Memory(update_folder()), read_site(), now)
    return (Status.OK if known.well else Status.WARNING, " ".join(known.lines))
