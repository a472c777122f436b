"""`desk verify`: is the incident log what it was?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import closing
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_PROBLEMS, refuse, show
from desk.domain.entry_log import Root, read_root
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.app import App
    from desk.commands.verify_paper import PaperCheck
    from desk.commands.verify_witness import WitnessKept
    from desk.domain.closing_sheet import ClosingSheet
    from desk.domain.log_check import Finding, LogCheck, RootCheck

EXIT_FOUND = 1
EXIT_NOT_LOOKED = 2
_MOST = 50

_EPILOG = """\
Compares every entry of the incident log with its hash, every incident with its events, and the log
with what this PC signed.  Whoever holds the database and its keys can make all of that anew: give
the roots that closing sheets have on paper, as SIZE:HEX with spaces as one likes, one --root for
each sheet.  It then tells between which two sheets something was changed.  On an enrolled PC the
last root that headquarters countersigned is compared too, and it says if they refused the log.

--pdf reads a paper: of an incident's it tells whether a word, a page or the file's facts were
edited; of a closing sheet's file it compares every entry by its hash.  For an incident's paper a
person signs in, as it shows words.  Nothing else shows or reads any text, so nobody does.

Exit codes: 0 everything as it was; 1 something was changed; 2 could not look; 3 the paper is right
as far as can be told, but a text on it was erased or put right since.

Examples:
  desk verify
  desk verify --root "128:9f3a 02c1 ..." --root "131:77d0 e4b2 ..."
  desk verify --pdf closing.pdf
  desk verify --pdf incident.pdf --login ilze --json
"""


def add_parser(sub: Any) -> None:
    """Add `verify` to the command line."""
    parser = sub.add_parser("verify", help="is the incident log what it was?", epilog=_EPILOG)
    parser.add_argument(
        "--root", action="append", default=[], type=_root, metavar="SIZE:HEX",
        help="a root that is printed on a closing sheet; may be given again",
    )  # fmt: skip
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="compare a paper's file")
    parser.add_argument(
        "--progress", action="store_true", help="say how far it is, a JSON line at a time"
    )


def run(args: argparse.Namespace) -> int:
    """Check the log and, if given, a paper."""
    from desk.app import open_app

    try:
        with closing(open_app(args.data_dir)) as app:
            return _checked(app, args)
    except KeyboardInterrupt:
        refuse(args, DeskError("verify.interrupted"))
    except DeskError as error:
        refuse(args, error)
    return EXIT_NOT_LOOKED


def _checked(app: App, args: argparse.Namespace) -> int:
    from db import erasure_record
    from desk.commands.verify_paper import check_paper
    from desk.commands.verify_witness import read_witness
    from desk.services.verify import verify

    paper, sheet = check_paper(app, args) if args.pdf else (None, None)
    with app.database.reader() as reader:
        erased = erasure_record.read(app.folder)
        kept = read_witness(reader)
        roots = [*args.root, *(kept.roots if kept else ())]
        check = verify(reader, roots, sheet=sheet, erased=erased, tell=_teller(args))
    show(args, _data(check, paper, sheet, kept), _lines(check, paper, sheet, kept))
    if not check.fine or (kept is not None and not kept.fine):
        return EXIT_FOUND
    if paper is not None and not paper.fine:
        return EXIT_FOUND
    return EXIT_PROBLEMS if paper is not None and paper.doubts else EXIT_OK


def _root(text: str) -> Root:
    try:
        return read_root(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None


def _teller(args: argparse.Namespace) -> Any:
    """Tell of progress on standard output, once for each percent."""
    said: list[int] = []

    def tell(percent: int) -> None:
        if args.progress and said[-1:] != [percent]:
            said[:] = [percent]
            print(dumps({"percent": percent}), flush=True)

    return tell


def _data(
    check: LogCheck,
    paper: PaperCheck | None,
    sheet: ClosingSheet | None,
    kept: WitnessKept | None,
) -> dict[str, object]:
    from desk.commands.verify_witness import witness_data

    fine = check.fine and (kept is None or kept.fine)
    data: dict[str, object] = {
        "ok": fine and (paper is None or paper.fine),
        "size": check.size,
        "root": check.root.hex(),
        "checkpoints": check.checkpoints,
        "checkpoint": check.note,
        "findings": [
            {
                "found": one.found.value,
                "index": one.index,
                "entry": one.entry,
                "recorded_at": one.recorded_at.isoformat() if one.recorded_at else None,
                "detail": one.detail,
            }
            for one in check.findings
        ],
        "roots": [_root_data(one) for one in check.roots],
    }
    if kept is not None:
        data["witness"] = witness_data(kept, check)
    if sheet is not None:
        data["sheet"] = {"size": sheet.root.size, "entries": len(sheet.entries)}
    if paper is not None:
        data["paper"] = {
            "number": paper.number,
            "ok": paper.fine,
            "differences": [
                {"page": one.page, "right": one.right, "found": one.found}
                for one in paper.differences
            ],
            "doubts": list(paper.doubts),
            "notes": list(paper.notes),
        }
    return data


def _root_data(one: RootCheck) -> dict[str, object]:
    return {
        "size": one.root.size,
        "matches": one.matches,
        "since": one.since,
        "entries": [
            {"index": line.index, "entry": line.label or line.kind, "at": line.at.isoformat()}
            for line in one.entries
        ],
    }


def _lines(
    check: LogCheck,
    paper: PaperCheck | None,
    sheet: ClosingSheet | None,
    kept: WitnessKept | None,
) -> Iterator[str]:
    from desk.commands.verify_witness import witness_lines
    from desk.domain.entry_log import grouped

    yield f"{check.size} entries, {check.checkpoints} signed checkpoints that match"
    yield f"root {check.size} : {grouped(check.root)}"
    yield from witness_lines(kept, check) if kept else ()
    for one in check.roots:
        yield from _of_root(one, kept.roots if kept else ())
    yield from _cut([_of_finding(one) for one in check.findings], "findings")
    if sheet is not None:
        yield f"closing sheet: {len(sheet.entries)} entries compared by their hashes"
    if paper is not None:
        yield from _of_paper(paper)
    if check.fine:
        yield "the log: nothing was changed, as far as can be told from here"
        if not check.roots:
            yield "who holds the keys could have made it anew: compare it with a printed root too"


def _of_root(one: RootCheck, witnessed: Iterable[Root]) -> Iterator[str]:
    if one.root not in witnessed:
        said = "matches" if one.matches else "DOES NOT MATCH"
        yield f"printed root of size {one.root.size}: {said}"
    lines = [f"  #{line.index} {_when(line.at)} {line.label or line.kind}" for line in one.entries]
    if lines:
        yield "  one or more of these entries, or of those that stood among them:"
        yield from _cut(lines, "entries")


def _of_finding(one: Finding) -> str:
    place = "" if one.index is None else f"#{one.index}"
    when = "" if one.recorded_at is None else f"recorded {_when(one.recorded_at)}"
    parts = (one.found.value.upper(), place, one.entry, when, one.detail)
    return "  ".join(part for part in parts if part)


def _of_paper(paper: PaperCheck) -> Iterator[str]:
    yield f"paper of {paper.number}: {'as it was printed' if paper.fine else 'EDITED'}"
    for one in paper.differences[:_MOST]:
        where = f"page {one.page}" if one.page else "file"
        yield f"  {where}: has {one.found!r}"
        yield f"  {' ' * len(where)}  not {one.right!r}"
    yield from (f"  {note}" for note in (*paper.doubts, *paper.notes))


def _when(at: Any) -> str:
    from desk.domain.clock import local

    return f"{local(at):%Y-%m-%d %H:%M}"


def _cut(lines: list[str], what: str) -> Iterable[str]:
    """So many that a person can read them; --json has all."""
    more = [f"  ... and {len(lines) - _MOST} more {what}: --json lists all"]
    return lines if len(lines) <= _MOST else [*lines[:_MOST], *more]
