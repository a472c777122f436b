"""`desk sync`: one round with headquarters, or how this PC stands with them."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, show

if TYPE_CHECKING:
    from desk.services.sync_state import SyncState
    from desk.sync.returned import Returned

_EPILOG = """\
--once sends what is new here and reads what is new there.  Nothing here waits for it, and whatever
breaks off goes on next time; the window does the same by itself.  --status asks nobody: it tells
what the last try found, as the window's page does.

Examples:
  desk sync --once
  desk sync --once --json
  desk sync --status --json
"""


def add_parser(sub: Any) -> None:
    """Add `sync` to the command line."""
    parser = sub.add_parser("sync", help="one round with headquarters", epilog=_EPILOG)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--once", action="store_true", help="one round")
    what.add_argument("--status", action="store_true", help="how this PC stands")


def run(args: argparse.Namespace) -> int:
    """One round, or the state."""
    return _status(args) if args.status else _once(args)


def _once(args: argparse.Namespace) -> int:
    from desk.app import open_app
    from desk.clocks import new_uuid7
    from desk.domain.errors import DeskError
    from desk.sync.attempts import once
    from desk.sync.returned import returned
    from desk.version import VERSION

    with closing(open_app(args.data_dir)) as app:
        tried = once(app.database, app.env.clock, new_uuid7, VERSION)
        with app.database.reader() as reader:
            back = returned(reader)
    if tried.outcome is not None and tried.outcome.error is not None:
        raise tried.outcome.error
    if tried.done is None:
        raise DeskError("sync.not_enrolled")
    done = tried.done
    data = {
        "sent": done.sent,
        "refused": done.refused,
        "read": done.read,
        "restored": done.restored,
        "clock_seconds": round(done.offset.total_seconds()),
        **_back_data(back),
    }
    lines = [f"{done.sent} sent, {done.read} read."]
    lines += [f"{done.refused} were refused; they are kept here."] if done.refused else []
    lines += [
        "This database was restored; it goes on after what headquarters have."
    ] * done.restored
    show(args, data, [*lines, *(_back_lines(back) if done.restored else [])])
    return EXIT_OK


def _back_data(back: Returned) -> dict[str, Any]:
    return {"came_back": back.count, "came_back_until": _moment(back.until)}


def _back_lines(back: Returned) -> list[str]:
    """What a branch has to be told after a restore, as far as anybody can know it."""
    if back.until is None:
        return ["Headquarters had nothing of this branch that the copy lacked."]
    return [
        f"{back.count} changes that the copy lacked came back from headquarters,"
        f" the newest saved at {back.until:%Y-%m-%d %H:%M:%S} UTC.",
        "What was entered after it, and after the copy, was on the PC that is gone alone: ask the"
        " clerks, look at the papers.",
    ]


def _status(args: argparse.Namespace) -> int:
    from desk.app import open_app
    from desk.services import sync_state
    from desk.sync.returned import returned

    with closing(open_app(args.data_dir)) as app, app.database.reader() as reader:
        known = sync_state.read(reader, app.env.clock(), details=True)
        back = returned(reader)
    lines = _back_lines(back) if back.count else []
    show(args, _data(known) | _back_data(back), [*_lines(known), *lines])
    return EXIT_OK


def _data(known: SyncState) -> dict[str, Any]:
    root = known.witnessed
    return {
        "state": known.state.value,
        "as_of": _moment(known.as_of),
        "since": _moment(known.since),
        "error": known.error.code if known.error is not None else None,
        "waiting": known.waiting,
        "oldest": _moment(known.oldest),
        "refusals": known.refusals,
        "refused": [
            {"kind": one.kind, "code": one.code, "at": _moment(one.at), "came": one.came}
            for one in known.refused
        ],
        "unknown": known.unknown,
        "clock_seconds": round(known.offset.total_seconds()),
        "witnessed": {"size": root.size, "root": root.root.hex(), "at": _moment(root.at)}
        if root is not None
        else None,
        "log_refused": _moment(known.log_refused),
        "hq_set_back": _moment(known.hq_set_back),
        "branch": known.branch,
        "device": str(known.device) if known.device is not None else None,
        "hq": known.settings.url,
        "proxy": known.settings.proxy,
        "ca_file": known.settings.ca_file,
    }


def _lines(known: SyncState) -> list[str]:
    from desk.error_texts import error_text
    from desk.formats import datetime_text

    lines = [f"State: {known.state.value}."]
    if known.error is not None:
        lines.append(error_text(known.error))
    if known.as_of is not None:
        lines.append(f"Data of headquarters as of {datetime_text(known.as_of)}.")
    if known.waiting:
        oldest = f", the oldest of {datetime_text(known.oldest)}" if known.oldest else ""
        lines.append(f"{known.waiting} changes wait to be sent{oldest}.")
    if known.refusals:
        lines.append(f"{known.refusals} changes were refused; --json lists the newest.")
    if known.unknown:
        lines.append(f"{known.unknown} changes wait for a newer program.")
    if known.log_refused is not None:
        when = datetime_text(known.log_refused)
        lines.append(f"Headquarters refused the incident log ({when}): see `desk verify`.")
    if known.hq_set_back is not None:
        when = datetime_text(known.hq_set_back)
        lines.append(f"Headquarters were set back to an earlier state (noticed {when}).")
    return lines


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
