"""`desk configure`: what IT sets for this PC, for everyone who uses it."""

from __future__ import annotations

import argparse
import sys
import tomllib
from json import dumps
from pathlib import Path
from typing import Any

from desk.commands.output import EXIT_OK, EXIT_REFUSED, show
from desk.domain.errors import DeskError
from desk.site_check import CODE_KEY, KEYS, Fault

_EPILOG = f"""\
Needs the rights of an administrator.  Every value is checked first; when one is wrong, all that are
wrong are named, nothing is written and the exit code is 1.  Asked again with the same answers it
changes nothing, so that Ansible or a group policy may repeat it.  What was done or refused is kept
in configure.log beside the file of settings.

An answers file is TOML and says everything: what it does not name is not set any more.  --set
changes single settings of what is in force; an empty value takes one away.  Without either, what is
in force is shown.  An enrolment code ({CODE_KEY}) lies apart and is taken away once it is used.

Settings: {", ".join(KEYS[:7])},
  {", ".join(KEYS[7:])}

Examples:
  desk configure --answers riga-2.toml
  desk configure --set counter=3 --set autostart=true
  desk configure --answers riga-2.toml --check
"""


def add_parser(sub: Any) -> None:
    """Add `configure` to the command line."""
    parser = sub.add_parser("configure", help="settings of this PC, by IT", epilog=_EPILOG)
    parser.add_argument("--answers", type=Path, metavar="FILE", help="TOML with all settings")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", dest="given", help="one setting"
    )
    parser.add_argument("--check", action="store_true", dest="only_check", help="write nothing")


def run(args: argparse.Namespace) -> int:
    """Check the answers, then put them in force."""
    from desk.site import site_file
    from desk.site_check import faults
    from desk.site_write import note, write_settings

    if args.answers is None and not args.given:
        return _show(args)
    try:
        answers, wrong = _answers(args)
        wrong = wrong or faults(answers)
        changed = not wrong and not args.only_check and write_settings(answers)
    except DeskError as error:
        if not args.only_check:
            note(f"refused: {error.code}")
        raise
    if wrong:
        if not args.only_check:
            note("refused", wrong)
        return _refused(args, wrong)
    said = {key: value for key, value in answers.items() if key != CODE_KEY}
    if args.only_check:
        show(args, {"settings": said}, ["All of it can be."])
        return EXIT_OK
    note(f"set: {', '.join(answers)}")
    code = " and beside it a code to enrol with" if answers.get(CODE_KEY) else ""
    data = {"file": str(site_file()), "changed": changed, "settings": said}
    show(args, data, [f"Set in {site_file()}{code}."])
    return EXIT_OK


def _answers(args: argparse.Namespace) -> tuple[dict[str, Any], list[Fault]]:
    """What is to be in force, and what cannot even be read."""
    from desk.site_check import flat, of_text

    answers = flat(_read(args.answers) if args.answers is not None else _in_force())
    wrong = []
    for text in args.given:
        key, equals, value = text.partition("=")
        if not equals:
            wrong.append(Fault(key, "has to be KEY=VALUE"))
        answers[key.strip()] = of_text(key.strip(), value.strip())
    return {key: value for key, value in answers.items() if value != ""}, wrong


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise DeskError("site.broken", file=str(path), reason=str(wrong)) from None
    except OSError:
        raise DeskError("site.no_answers", file=str(path)) from None


def _in_force() -> dict[str, Any]:
    """The file as it stands, whose unknown settings stay what they are: wrong."""
    from desk.site import read_site, site_file

    read_site()
    return _read(site_file()) if site_file().exists() else {}


def _show(args: argparse.Namespace) -> int:
    from desk.site import site_file
    from desk.site_check import flat
    from desk.waiting_code import waits

    known = flat(_in_force())
    lines = [f"{key} = {value}" for key, value in known.items()]
    code = ["A code to enrol with waits."] if waits() else []
    data = {"file": str(site_file()), "settings": known, "code_waits": waits()}
    show(args, data, [f"{site_file()}:", *(lines or ["nothing is set"]), *code])
    return EXIT_OK


def _refused(args: argparse.Namespace, wrong: list[Fault]) -> int:
    """All that is wrong, one in a line."""
    from desk.error_texts import error_text

    refused = DeskError("site.refused")
    message = error_text(refused)
    for line in (*(f"{fault.key}: {fault.message}" for fault in wrong), message):
        print(line, file=sys.stderr)
    if args.json:
        named = [{"key": fault.key, "message": fault.message} for fault in wrong]
        error = {"code": refused.code, "message": message, "faults": named}
        print(dumps({"error": error}, ensure_ascii=False, indent=2))
    return EXIT_REFUSED
