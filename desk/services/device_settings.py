"""What this PC does besides the window: the strip's place, the call display, the watched folder.

Each kind is a frozen dataclass kept under a name of its own, so that another one can be added
beside them.  They are this PC's alone: nothing of them leaves it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from desk.domain.roles import Actor, Right
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class StripPlace:
    """Where the folded window lies.

    Args:
        screen: the monitor's name, "" = the first; left: 0.0 to 1.0 of the room beside the strip.
        edge: "top" or "bottom"; wide: as wide as the screen, otherwise two thirds of it.
    """

    screen: str = ""
    left: float = 0.5
    edge: str = "top"
    wide: bool = False


@dataclass(frozen=True, slots=True)
class CallDisplay:
    """The call numbers on a second monitor.

    Args:
        on: whether they are shown; screen: the monitor's name, "" = the second one.
        volume: of the chime in percent, 0 = none.
    """

    on: bool = False
    screen: str = ""
    volume: int = 60


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """Where the booking system leaves its day files.

    Args:
        folder: "" = none; pattern: file names with * and ?, several with spaces between.
        automatic: a file without problems is imported without asking.
    """

    folder: str = ""
    pattern: str = "*.csv *.ics"
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class SlipPrinting:
    """Slips for clients on a printer of this PC.

    Args:
        tickets: when a client is taken in: "never", "ask" or "always" print the ticket.
        printer: its name, "" = the system's default; size: a `PaperSize`.
    """

    tickets: str = "never"
    printer: str = ""
    size: str = "roll_80"


@dataclass(frozen=True, slots=True)
class AgreedSign:
    """The sign by which a colleague is asked to come near while no network carries it.

    Args:
        text: as the branch worded it, e.g. "ask for the blue folder"; "" = none agreed.
    """

    text: str = ""


_KEYS: dict[type, str] = {
    StripPlace: "strip",
    CallDisplay: "call_display",
    WatchedFolder: "watched_folder",
    SlipPrinting: "slip_printing",
    AgreedSign: "agreed_sign",
}
_S = TypeVar("_S", StripPlace, CallDisplay, WatchedFolder, SlipPrinting, AgreedSign)


def device_setting(reader: Reader | UnitOfWork, kind: type[_S]) -> _S:
    """What this PC has set; what is missing or odd falls back to the default."""
    known = reader.settings.get(_KEYS[kind], {})
    names = {item.name for item in fields(kind)}
    values = {key: value for key, value in known.items() if key in names} if known else {}
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError:
        return kind()


def keep_device_setting(uow: UnitOfWork, env: Env, actor: Actor, wanted: _S) -> _S:
    """Set it for this PC.

    Raises:
        DeskError: "access.no_right" unless the person may import day files; where the strip lies
            is everyone's own business.
    """
    if not isinstance(wanted, StripPlace):
        actor.require(Right.IMPORT_DAY)
    put_device_setting(uow, wanted)
    return wanted


def put_device_setting(uow: UnitOfWork, wanted: Any) -> None:
    """Store one of the kinds without asking who wants it: setting the PC up does."""
    uow.settings.put(_KEYS[type(wanted)], asdict(wanted))
