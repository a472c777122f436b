"""`desk hq hours`, `bulletin`, `staff`: what headquarters tell the branches."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.sync.down import StaffMember, Wording

_EPILOG = """\
Each goes to the branches named by --branch (may be given again), or with --all to every one.  A
branch gets it with its next round, and says so: `desk hq receipts`.

hours: other hours on a day than the content pack's, without --open closed all day; a branch's own
word for the day stays in force there, and its screen shows both.  A later word for the same day
takes the place of an earlier one; --site means one site of a branch.

bulletin: a message, in Latvian at least; --must-read puts it before each person once, who says
that they have read it.  Write nobody's name in it.

staff: the whole list of a branch's people from a file: CSV with a heading, the columns name,
position, phone, email (the name is needed), between ; or , and in UTF-8.  It is sealed for the
branch's PCs and readable nowhere else; send it again when a PC was added.

Examples:
  desk hq hours set --branch riga-2 --date 2026-12-23 --open 9:00-13:00 --lv "Remonts" --login juris
  desk hq hours set --all --date 2026-12-24 --lv "Iekārtu pārbaude" --login juris
  desk hq hours withdraw --branch riga-2 --date 2026-12-23 --login juris
  desk hq bulletin send --all --lv "No pirmdienas..." --until 2026-12-31 --must-read --login juris
  desk hq bulletin withdraw 0199c0de-0000-7000-8000-000000000001 --login juris
  desk hq bulletin list --json
  desk hq staff --branch riga-2 --file people.csv --from 2026-12-01 --login ieva
"""
_COLUMNS = ("name", "position", "phone", "email")


def add_actions(action: Any) -> None:
    """Add `hours`, `bulletin` and `staff`."""
    from desk.commands.hq_sign_in import add_sign_in, nested
    from desk.commands.parsing import count, day

    hours = action("hours", "other hours on a day")
    bulletin = action("bulletin", "messages to the branches")
    of_hours = nested(
        hours, {"set": "set a day's hours", "withdraw": "take them back", "list": "list"}, _EPILOG
    )
    of_bulletin = nested(
        bulletin, {"send": "send one", "withdraw": "take one back", "list": "list"}, _EPILOG
    )
    staff = action("staff", "the list of a branch's people")
    for parser in (hours, bulletin, staff):
        parser.epilog = _EPILOG
    for name in ("set", "withdraw"):
        of_hours[name].add_argument("--date", required=True, type=day, metavar="D")
        of_hours[name].add_argument("--site", default="", help="of the branch (default: all)")
    of_hours["set"].add_argument(
        "--open", action="append", default=[], type=_interval, metavar="FROM-TO",
        help="e.g. 8:30-12:00; may be given again; without it: closed",
    )  # fmt: skip
    of_bulletin["send"].add_argument("--until", type=day, metavar="D", help="shown up to this day")
    of_bulletin["send"].add_argument("--must-read", action="store_true")
    of_bulletin["withdraw"].add_argument("id", type=UUID, metavar="ID")
    for parser in (of_hours["set"], of_bulletin["send"]):
        parser.add_argument("--lv", required=True, metavar="TEXT", help="in Latvian")
        parser.add_argument("--en", default="", metavar="TEXT", help="in English")
        parser.add_argument("--ru", default="", metavar="TEXT", help="in Russian")
    for parser in (of_hours["set"], of_hours["withdraw"], of_bulletin["send"]):
        to = parser.add_mutually_exclusive_group(required=True)
        to.add_argument("--branch", action="append", default=[], metavar="ID")
        to.add_argument("--all", action="store_true", help="every branch")
    for parsers in (of_hours, of_bulletin):
        parsers["list"].add_argument("--limit", type=count, default=50, metavar="N")
    staff.add_argument("--branch", required=True, metavar="ID")
    staff.add_argument("--file", required=True, type=Path, metavar="FILE")
    staff.add_argument("--from", dest="valid_from", required=True, type=day, metavar="D")
    writing = (of_hours["set"], of_hours["withdraw"], of_bulletin["send"], of_bulletin["withdraw"])
    for parser in (*writing, staff):
        add_sign_in(parser)


def _interval(text: str) -> Any:
    from desk.commands.hours import interval

    return interval(text)


def _hours(args: argparse.Namespace) -> int:
    actions = {"set": _hours_set, "withdraw": _hours_withdraw, "list": _hours_list}
    return actions[args.sub](args)


def _hours_set(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.hours_down import set_hours

    with pen(args) as by:
        to = set_hours(by, args.branch, args.date, args.open, _wording(args), site=args.site)
    hours = ", ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in args.open) or "closed"
    data = {"date": args.date.isoformat(), "streams": list(to), "site": args.site}
    show(args, data, [f"{args.date.isoformat()}: {hours}, for {_said(to)}"])
    return EXIT_OK


def _hours_withdraw(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.hours_down import withdraw

    with pen(args) as by:
        to = withdraw(by, args.branch, args.date, site=args.site)
    data = {"date": args.date.isoformat(), "streams": list(to), "site": args.site}
    show(args, data, [f"{args.date.isoformat()}: as usual again, for {_said(to)}"])
    return EXIT_OK


def _hours_list(args: argparse.Namespace) -> int:
    from desk.sync.down import HOURS_EXCEPTION, HoursException

    found = _words(args, HOURS_EXCEPTION, HoursException)
    data = [
        {
            "stream": stream,
            "site": one.site,
            "date": one.day.isoformat(),
            "intervals": [[a.isoformat("minutes"), b.isoformat("minutes")]
                          for a, b in one.intervals],
            "reason": one.reason.lv,
            "withdrawn": one.withdrawn,
            "office": one.office,
        }
        for stream, one in found
    ]  # fmt: skip
    lines = [
        f"{one['date']}  {one['stream']} {one['site']}  "
        + (", ".join("-".join(pair) for pair in one["intervals"]) or "closed")
        + f"  {one['reason']}"
        + ("  (withdrawn)" if one["withdrawn"] else "")
        for one in data
    ]
    show(args, data, lines or ["Nothing yet."])
    return EXIT_OK


def _bulletin(args: argparse.Namespace) -> int:
    actions = {"send": _bulletin_send, "withdraw": _bulletin_withdraw, "list": _bulletin_list}
    return actions[args.sub](args)


def _bulletin_send(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.bulletins import send

    with pen(args) as by:
        sent = send(by, args.branch, _wording(args), until=args.until, must_read=args.must_read)
    data = {"id": str(sent.id), "branches": args.branch or None, "must_read": sent.must_read}
    show(args, data, [f"Sent {sent.id} for {_said(args.branch)}; see desk hq receipts."])
    return EXIT_OK


def _bulletin_withdraw(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.bulletins import withdraw

    with pen(args) as by:
        gone = withdraw(by, args.id)
    show(args, {"id": str(gone.id), "version": gone.version}, [f"Taken back: {gone.id}"])
    return EXIT_OK


def _bulletin_list(args: argparse.Namespace) -> int:
    from desk.sync.down import BULLETIN, Bulletin

    found = _words(args, BULLETIN, Bulletin)
    data = [
        {
            "id": str(one.id),
            "stream": stream,
            "text": one.text.lv,
            "at": one.at.isoformat(),
            "until": one.until and one.until.isoformat(),
            "must_read": one.must_read,
            "withdrawn": one.withdrawn,
            "office": one.office,
        }
        for stream, one in found
    ]
    lines = [
        f"{one['id']}  {one['stream']}  {one['text']}"
        + ("  (withdrawn)" if one["withdrawn"] else "")
        for one in data
    ]
    show(args, data, lines or ["Nothing yet."])
    return EXIT_OK


def _staff(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.staff_down import send

    members = _members(args.file)
    with pen(args) as by:
        sent = send(by, args.branch, members, args.valid_from)
    data = {"id": str(sent.id), "people": len(members), "pcs": len(sent.boxes)}
    line = f"Sent {len(members)} people to {args.branch}, sealed for its PCs ({len(sent.boxes)})."
    show(args, data, [line])
    return EXIT_OK


def _members(file: Path) -> list[StaffMember]:
    """The people of a file; DeskError "hq.staff_file" (file, line) says where it is not right."""
    import csv

    import msgspec

    from desk.sync.down import StaffMember

    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("hq.staff_file", file=str(file), line=0) from error
    first, _, _ = text.partition("\n")
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ",")
    found = []
    for line, row in enumerate(rows, start=2):
        values = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        try:
            found.append(msgspec.convert(values, StaffMember))
        except msgspec.ValidationError as error:
            raise DeskError("hq.staff_file", file=str(file), line=line) from error
    return found


def _words(args: argparse.Namespace, kind: str, of: type[Any]) -> list[tuple[str, Any]]:
    """The last words of a kind with the streams they went into, the newest first."""
    import msgspec

    from db.hq.authored import words
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready

    with ready(args) as engine, transaction(engine) as connection:
        rows = words(connection, kind, args.limit)
    return [(row.stream, msgspec.json.decode(row.body, type=of)) for row in rows]


def _wording(args: argparse.Namespace) -> Wording:
    from desk.sync.down import Wording

    return Wording(args.lv.strip(), args.en.strip(), args.ru.strip())


def _said(names: Any) -> str:
    return ", ".join(name for name in names if name != "hq") or "every branch"


HANDLERS = {"hours": _hours, "bulletin": _bulletin, "staff": _staff}
