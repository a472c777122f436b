"""`desk rules`: find and read duties, check and install content packs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, EXIT_REFUSED, show
from desk.commands.parsing import count
from desk.domain.errors import DeskError
from desk.i18n import LANGUAGES, language

if TYPE_CHECKING:
    from desk.services.content.find_rules import Found
    from desk.services.content.schema import Document, Pack, Rule

_EPILOG = """\
Search and show read the pack of the database; without one, or with --institution, those that came
with the program, each institution apart.  Every word of the search has to begin a word of the
rule; case and marks do not matter.  In JSON the found texts are Latvian unless --language says
otherwise.

Examples:
  desk rules search "iesniegums mutiski"
  desk rules show AP-01 --json
  desk rules search phone --institution atd --language en
  desk rules validate resources/packs/pmlp
  desk rules install new-pack --login it
"""


def add_parser(sub: Any) -> None:
    """Add `rules` to the command line."""
    parser = sub.add_parser("rules", help="search duties, check content packs", epilog=_EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    search = actions.add_parser("search", help="find duties, services, contacts", epilog=_EPILOG)
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=count, default=20)
    shown = actions.add_parser("show", help="one rule with its source", epilog=_EPILOG)
    shown.add_argument("id", metavar="ID")
    for reading in (search, shown):
        reading.add_argument("--institution", help="pmlp, atd ...: the shipped pack")
        reading.add_argument("--language", choices=LANGUAGES, help="default: the terminal's")
    check = actions.add_parser("validate", help="check a pack's folder", epilog=_EPILOG)
    check.add_argument("pack", type=Path, metavar="PACK")
    install = actions.add_parser("install", help="replace the pack in force", epilog=_EPILOG)
    install.add_argument("pack", type=Path, metavar="PACK")


def run(args: argparse.Namespace) -> int:
    """Do what was asked of the rules."""
    actions = {"search": _search, "show": _show, "validate": _validate, "install": _install}
    return actions[args.action](args)


def _search(args: argparse.Namespace) -> int:
    from desk.services.content.find_rules import RuleIndex

    chosen = _language(args)
    found = [
        _found_data(item, pack)
        for pack in _packs(args)
        for item in RuleIndex(pack, chosen).search(args.text, args.limit)
    ]
    lines = [f"{item['institution']:<6} {item['id']:<24} {item['text']}" for item in found]
    show(args, {"results": found}, lines or ["Nothing found."])
    return EXIT_OK


def _found_data(found: Found, pack: Pack) -> dict[str, str]:
    return {
        "kind": found.kind.value,
        "id": found.id,
        "text": found.title,
        "institution": pack.info.institution or "",
    }


def _show(args: argparse.Namespace) -> int:
    import msgspec

    pack, rule = _rule(args)
    document = next((item for item in pack.documents if item.id == rule.document), None)
    data = {"institution": pack.info.institution, "source": msgspec.to_builtins(document)}
    lines = _rule_lines(rule, document, args.language or language())
    show(args, msgspec.to_builtins(rule) | data, lines)
    return EXIT_OK


def _rule(args: argparse.Namespace) -> tuple[Pack, Rule]:
    """The rule with an id or covering it; of several institutions one whom it surely binds."""
    wanted = args.id.upper()
    found = [
        (pack, rule)
        for pack in _packs(args)
        for rule in pack.rules
        if wanted in (rule.id, *rule.also)
    ]
    if not found:
        raise DeskError("rules.unknown", id=args.id)
    return min(found, key=lambda one: one[1].to_be_confirmed)


def _rule_lines(rule: Rule, document: Document | None, chosen: str) -> Iterator[str]:
    yield f"{rule.id}  {rule.kind.value}, {rule.topic}"
    yield rule.text.get(chosen)
    if rule.detail is not None:
        yield rule.detail.get(chosen)
    if rule.say is not None:
        yield f"  “{rule.say.lv}”"
    if document is not None:
        order = f", {document.order}" if document.order else ""
        dated = f", {document.dated}" if document.dated else ""
        section = f", {rule.section}" if rule.section else ""
        yield f"{document.title.get(chosen)}{order}{dated}{section}"
    if rule.superseded_by:
        yield f"Superseded by {rule.superseded_by}."
    if rule.earlier is not None:
        yield f"Earlier: {rule.earlier.text.get(chosen)}"
    if rule.note is not None:
        yield rule.note.get(chosen)


def _validate(args: argparse.Namespace) -> int:
    from desk.services.content.validate import validate

    problems = validate(args.pack.resolve())
    data = {
        "valid": not problems,
        "problems": [
            {"file": item.file, "path": item.path, "reason": item.reason} for item in problems
        ],
    }
    lines = [f"{item.file}: {item.path}: {item.reason}" for item in problems]
    show(args, data, lines or ["The pack is in order."])
    return EXIT_REFUSED if problems else EXIT_OK


def _install(args: argparse.Namespace) -> int:
    from desk.app import open_app
    from desk.commands.person import acting
    from desk.services import content_store
    from desk.services.content.load import load_pack
    from desk.services.content.validate import validate

    folder = args.pack.resolve()
    if problems := validate(folder):
        first = problems[0]
        raise DeskError(
            "content.invalid",
            file=first.file,
            path=first.path,
            reason=first.reason,
            count=len(problems),
        )
    pack = load_pack(folder)
    app = open_app(args.data_dir)
    try:
        actor = acting(app, args)
        with app.database.unit_of_work() as uow:
            replaced = content_store.replace(uow, app.env, actor, pack)
            uow.commit()
    finally:
        app.close()
    data = {"pack": pack.info.id, "version": pack.info.version, "installed": replaced}
    text = "Installed" if replaced else "Already in force"
    show(args, data, [f"{text}: {pack.info.id} {pack.info.version}"])
    return EXIT_OK


def _packs(args: argparse.Namespace) -> list[Pack]:
    """The packs to read; rules are no personal data, so nobody needs to sign in."""
    from desk.commands.content import packs_at_hand

    if args.institution:
        from desk.services.content.bundled import bundled_pack

        return [bundled_pack(args.institution)]
    return packs_at_hand(args)


def _language(args: argparse.Namespace) -> str:
    return args.language or ("lv" if args.json else language())
