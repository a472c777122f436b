"""What happened, what is safe, and what can be done, in words that a clerk understands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.i18n import _, marked


class Way(StrEnum):
    """A way on, in the order in which it is offered."""

    AGAIN = "again"
    CODE = "code"
    RESTORE = "restore"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble.

    Args:
        title, what, safe: sentences to be translated; ways: those that can help.
        alone: it may pass by itself, so it is tried again without anybody.
    """

    title: str
    what: str
    safe: str
    ways: tuple[Way, ...]
    alone: bool = False


_SAVED = marked("Everything that was saved is still on this PC. Nothing is changed or deleted.")
_KEPT = marked(
    "The backups are not touched. Restoring keeps the damaged database beside the restored one."
)
_LOCKED_IN = marked("The data is all there, encrypted; only the key to it is missing on this PC.")

_BUSY = Trouble(
    marked("Another program is using the database"),
    marked(
        "Something on this PC holds the database: a restore, a check by IT, or a virus scanner."
        " It is tried again every few seconds."
    ),
    _SAVED,
    (Way.AGAIN, Way.PAPER),
    alone=True,
)
_DAMAGED = Trouble(
    marked("The database is damaged"),
    marked(
        "A part of the file cannot be read any more; a failing disk is the usual reason. Do not"
        " switch the PC off and on again and again: call IT, or restore the newest copy."
    ),
    _KEPT,
    (Way.RESTORE, Way.AGAIN, Way.PAPER),
)
_MISSING = Trouble(
    marked("The database is not there"),
    marked("The file was moved or deleted. IT can put it back, or the newest copy is restored."),
    marked("The backups are not touched."),
    (Way.AGAIN, Way.RESTORE, Way.PAPER),
)
_FULL = Trouble(
    marked("The disk of this PC is full"),
    marked(
        "The program cannot write. Empty the recycle bin, or let IT free space; then try again."
    ),
    _SAVED,
    (Way.AGAIN, Way.PAPER),
)
_READ_ONLY = Trouble(
    marked("The program may not write on this PC"),
    marked("Its folder or its database is read-only. IT has to give the right to write there."),
    _SAVED,
    (Way.AGAIN, Way.PAPER),
)
_DISK = Trouble(
    marked("The disk does not answer"),
    marked(
        "The disk, or the share on which the data lies, cannot be read or written just now. Check"
        " the cable or the network if the data lies there; else call IT."
    ),
    _KEPT,
    (Way.AGAIN, Way.RESTORE, Way.PAPER),
)
_KEY = Trouble(
    marked("This PC has lost the key to the data"),
    marked(
        "It happens after a new installation or a change of the disk. The recovery code from the"
        " envelope of the branch head or IT opens the data again."
    ),
    _LOCKED_IN,
    (Way.CODE, Way.AGAIN, Way.RESTORE, Way.PAPER),
)
_KEY_RIGHT = Trouble(
    marked("The key to the data cannot be read"),
    marked("It is on this PC, but this account may not read it. IT has to give the right."),
    _LOCKED_IN,
    (Way.AGAIN, Way.CODE, Way.PAPER),
)
_OTHER_KEY = Trouble(
    marked("The key does not fit the database"),
    marked(
        "The database, or its key file, comes from another PC, or its beginning is damaged. The"
        " recovery code that belongs to it may open it; else the newest copy is restored."
    ),
    _KEPT,
    (Way.CODE, Way.RESTORE, Way.AGAIN, Way.PAPER),
)
_NEWER = Trouble(
    marked("The data is newer than the program"),
    marked("A newer version of the program has used this data. IT has to update this PC."),
    _SAVED,
    (Way.AGAIN, Way.PAPER),
)
_OPEN = Trouble(
    marked("The program is open already"),
    marked(
        "Another window of yours is open, but it does not answer. Wait a little and try again;"
        " if that does not help, sign out of the system and in again."
    ),
    _SAVED,
    (Way.AGAIN,),
)
_SETTINGS = Trouble(
    marked("The settings of this PC cannot be used"),
    marked("IT has set something here that cannot be read; what it is stands below. Call IT."),
    _SAVED,
    (Way.AGAIN, Way.PAPER),
)
_ELSE = Trouble(
    marked("The program could not open its data"),
    marked("What went wrong stands below. Try again; if it stays so, call IT."),
    _SAVED,
    (Way.AGAIN, Way.RESTORE, Way.PAPER),
)

_BY_CODE = {
    "db.busy": _BUSY,
    "restore.running": _BUSY,
    "restore.in_use": _BUSY,
    "app.set_up_running": _BUSY,
    "db.damaged": _DAMAGED,
    "content.damaged": _DAMAGED,
    "content.none": _DAMAGED,
    "db.missing": _MISSING,
    "app.no_database": _MISSING,
    "db.full": _FULL,
    "db.read_only": _READ_ONLY,
    "app.folder": _READ_ONLY,
    "db.disk": _DISK,
    "keys.missing": _KEY,
    "keys.damaged": _KEY,
    "keys.no_machine_key": _KEY,
    "keys.not_readable": _KEY_RIGHT,
    "db.wrong_key": _OTHER_KEY,
    "db.newer": _NEWER,
    "app.open_already": _OPEN,
    "site.broken": _SETTINGS,
    "site.not_readable": _SETTINGS,
}


def trouble_of(code: str) -> Trouble:
    """The trouble that an error's code stands for."""
    return _BY_CODE.get(code, _ELSE)


def way_text(way: Way) -> str:
    """What its button says."""
    return {
        Way.AGAIN: _("Try again"),
        Way.CODE: _("Open with the recovery code…"),
        Way.RESTORE: _("Restore the newest copy…"),
        Way.PAPER: _("Work on paper: print the blank log…"),
    }[way]


def way_advice(way: Way) -> str:
    """What it does."""
    return {
        Way.AGAIN: _("Changes nothing."),
        Way.CODE: _("The branch head or IT keeps it. Nothing is lost by it."),
        Way.RESTORE: _("What was entered after the copy was made is not in it."),
        Way.PAPER: _("Clients are served meanwhile; the lines are entered later."),
    }[way]
