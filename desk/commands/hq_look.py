"""`desk hq incidents`, `answer`, `receipts`: what branches report, and what reached them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk.commands.output import EXIT_OK, show

if TYPE_CHECKING:
    from desk.hq.incidents import Case
    from desk.hq.receipts import Reached, Refused, Sent

_EPILOG = """\
incidents: reports of level 2 and up, of errors and of leaked data, as branches wrote them, without
anybody's identity; those that nobody has answered yet, or with --branch all of one branch.

answer: what headquarters say to a report, by its number or id, for a duty officer; it reaches the
branch and stands with the report.  Write nobody's name.  Answering again adds to it.

receipts: which PC of which branch received a content pack or bulletin, when, what became of it,
and who read it: accounts and roles, as names stay at the branch.  --refused lists what PCs could
not apply of anything that was sent to them, with the reason's code.

Examples:
  desk hq incidents
  desk hq incidents --branch riga-2 --json
  desk hq answer riga-2-2026-0042 --text "Skatām; atbilde piektdien." --login liene
  desk hq receipts
  desk hq receipts 0199c0de-0000-7000-8000-000000000001 --branch riga-2 --json
"""


_MOST = 200


def add_actions(action: Any) -> None:
    """Add `incidents`, `answer` and `receipts`."""
    from desk.commands.hq_sign_in import add_sign_in
    from desk.commands.parsing import count

    incidents = action("incidents", "reports that wait for headquarters' answer")
    incidents.add_argument("--branch", default="", metavar="ID", help="all of one branch")
    incidents.add_argument("--limit", type=count, default=100, metavar="N")
    answer = action("answer", "answer a report")
    answer.add_argument("number", metavar="NUMBER")
    answer.add_argument("--text", required=True)
    answer.add_argument("--branch", default="", metavar="ID", help="when two have the number")
    add_sign_in(answer)
    receipts = action("receipts", "which branch received and read what, and when")
    receipts.add_argument("id", nargs="?", type=UUID, metavar="ID", help="of one thing alone")
    receipts.add_argument("--branch", default="", metavar="ID")
    receipts.add_argument("--refused", action="store_true", help="what PCs could not apply")
    for parser in (incidents, answer, receipts):
        parser.epilog = _EPILOG


def _incidents(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.incidents import of_branch, waiting
    from desk.hq.projecting import catch_up

    with ready(args) as engine:
        catch_up(engine)
        with transaction(engine) as connection:
            if args.branch:
                found = of_branch(connection, args.branch, args.limit)
            else:
                found = waiting(connection, args.limit)
    show(args, [_case(one) for one in found], [_line(one) for one in found] or ["None."])
    return EXIT_OK


def _case(one: Case) -> dict[str, object]:
    return {
        "branch": one.stream,
        "id": str(one.incident_id),
        "number": one.number,
        "kind": one.kind,
        "level": one.level,
        "state": one.state,
        "occurred_at": one.occurred_at.isoformat(),
        "place": one.place,
        "channel": one.channel,
        "triggers": list(one.triggers),
        "hurt": one.hurt,
        "weapon": one.weapon,
        "handed_up": one.handed_up,
        "answered_at": one.answered_at and one.answered_at.isoformat(),
        "clear": one.clear,
    }


def _line(one: Case) -> str:
    from desk.domain.clock import local

    marks = [
        "handed up" if one.handed_up else "",
        "answered" if one.answered_at else "",
        "" if one.clear else "something of it is missing",
    ]
    said = ", ".join(mark for mark in marks if mark)
    when = local(one.occurred_at).strftime("%Y-%m-%d %H:%M")
    level = f" level {one.level}" if one.level else ""
    return f"{one.number:<20} {when}  {one.kind}{level}, {one.state}" + (
        f"  ({said})" if said else ""
    )


def _answer(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq.answers_down import answer

    with pen(args) as by:
        said = answer(by, args.number, args.text, branch=args.branch)
    data = {"id": str(said.id), "incident": str(said.incident_id), "number": said.number}
    show(args, data, [f"Answered {said.number}."])
    return EXIT_OK


def _receipts(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.projecting import catch_up
    from desk.hq.receipts import receipts, refused

    with ready(args) as engine:
        catch_up(engine)
        with transaction(engine) as connection:
            if args.refused:
                return _show_refused(args, refused(connection, _MOST))
            found = receipts(connection, only=args.id, branch=args.branch)
    whole = bool(args.id or args.branch)
    lines = [line for one in found for line in _sent_lines(one, whole)]
    show(args, [_sent(one) for one in found], lines or ["Nothing was sent yet."])
    return EXIT_OK


def _show_refused(args: argparse.Namespace, found: tuple[Refused, ...]) -> int:
    data = [
        {
            "branch": one.branch,
            "device": str(one.device),
            "subject": str(one.subject),
            "kind": one.kind,
            "reason": one.reason,
            "at": one.at.isoformat(),
        }
        for one in found
    ]
    lines = [
        f"{one['at'][:19]}  {one['branch']}  {one['subject']}: {one['reason']}" for one in data
    ]
    show(args, data, lines or ["None."])
    return EXIT_OK


def _sent(one: Sent) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": str(one.id),
        "version": one.version,
        "title": one.title,
        "at": one.at.isoformat(),
        "must_read": one.must_read,
        "withdrawn": one.withdrawn,
        "pcs": [_pc(pc) for pc in one.pcs],
    }


def _pc(pc: Reached) -> dict[str, object]:
    return {
        "branch": pc.branch,
        "device": str(pc.device),
        "name": pc.name,
        "received_at": pc.received_at and pc.received_at.isoformat(),
        "outcome": pc.outcome,
        "reason": pc.reason,
        "read": [
            {"account": str(one.person), "role": one.role, "at": one.at.isoformat()}
            for one in pc.read
        ],
    }


def _sent_lines(one: Sent, whole: bool) -> list[str]:
    got = sum(1 for pc in one.pcs if pc.received_at is not None)
    refused = sum(1 for pc in one.pcs if pc.outcome == "refused")
    reads = sum(len(pc.read) for pc in one.pcs)
    line = f"{one.id}  {one.kind}  {one.title}: {got} of {len(one.pcs)} PCs have it"
    line += f", {refused} refused it" if refused else ""
    line += f", {reads} people read it" if one.kind == "bulletin" else ""
    line += "  (withdrawn)" if one.withdrawn else ""
    return [line, *(_pc_line(pc) for pc in one.pcs if whole or pc.received_at is None)]


def _pc_line(pc: Reached) -> str:
    if pc.received_at is None:
        return f"  {pc.branch}  {pc.name}: not yet"
    said = f", {pc.outcome}" if pc.outcome else ""
    said += f" ({pc.reason})" if pc.reason else ""
    said += f", read by {len(pc.read)}" if pc.read else ""
    return f"  {pc.branch}  {pc.name}: {pc.received_at.isoformat()[:19]}{said}"


HANDLERS = {"incidents": _incidents, "answer": _answer, "receipts": _receipts}
