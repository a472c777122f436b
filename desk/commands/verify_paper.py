"""A paper's file against the database: what was edited, and what cannot be told any more."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.closing_sheet import ClosingSheet, names_a_root, read_sheet
from desk.domain.errors import DeskError
from desk.domain.paper_compare import Difference, differences, facts_differ
from desk.domain.paper_proof import PaperMade, read_made

if TYPE_CHECKING:
    from desk.app import App
    from desk.reports.reading import ReadPaper
    from desk.services.incident_paper_remade import Remade

_MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """An incident's paper, compared.

    Args:
        differences: where the file is not what it was when it was printed.
        doubts: words on it that cannot be compared any more, and why; notes: what else to know.
    """

    number: str
    differences: tuple[Difference, ...]
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether nothing on it was edited, as far as can be told."""
        return not self.differences


def check_paper(
    app: App, args: argparse.Namespace
) -> tuple[PaperCheck | None, ClosingSheet | None]:
    """Read a file and compare what can be compared here; a sheet is compared with the log later.

    Raises:
        DeskError: "verify.no_pdf", "verify.not_ours", "file.not_read" (name), those of signing in
            and "access.no_right", "incident.not_yours".
    """
    from desk.reports.reading import read_pdf

    content = _content(args.pdf)
    found = read_pdf(content)
    keywords = found.facts["Keywords"]
    sheet = read_sheet(found.text, keywords)
    if sheet is not None:
        return None, sheet
    made = read_made(keywords)
    if made is not None:
        return _incident(app, args, content, found, made), None
    if not names_a_root(found.text):
        raise DeskError("verify.not_ours")
    return PaperCheck("?", (Difference(0, "", "facts of the file that are gone or changed"),)), None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError:
        raise DeskError("file.not_read", name=path.name) from None
    if len(content) > _MOST_BYTES:
        raise DeskError("verify.no_pdf")
    return content


def _incident(
    app: App, args: argparse.Namespace, content: bytes, found: ReadPaper, made: PaperMade
) -> PaperCheck:
    from desk.commands.person import acting
    from desk.i18n import LANGUAGES, speaking
    from desk.reports.incident import pdf
    from desk.reports.practice_mark import practising
    from desk.reports.reading import pages_unlike, read_pdf
    from desk.services.incident_paper_remade import remade

    if made.language not in LANGUAGES:
        raise DeskError("verify.not_ours")
    actor = acting(app, args)
    with speaking(made.language), practising(app.env.practice):
        try:
            with app.database.unit_of_work() as uow:
                again = remade(uow, app.env, actor, made)
                uow.commit()
        except DeskError as error:
            if not error.code.startswith("incident.") or error.code == "incident.not_yours":
                raise
            gone = Difference(0, "", "an incident, or an event of it, that is not in the database")
            return PaperCheck("?", (gone,))
        right = pdf(again.paper)
    wanted = read_pdf(right)
    lines, used = differences(wanted.pages, found.pages, again.doubts)
    different = [*facts_differ(wanted.facts, found.facts), *lines]
    if not different and not again.doubts:
        looks = pages_unlike(right, content)
        different += [Difference(page, "", "something that is no text") for page in looks]
    doubts = tuple(sorted({again.doubts[mark] for mark in used}))
    return PaperCheck(again.paper.number, tuple(different), doubts, _notes(again, made, different))


def _notes(again: Remade, made: PaperMade, different: list[Difference]) -> tuple[str, ...]:
    """What may explain differences without anybody's doing; said only where there are some."""
    from desk.version import VERSION

    notes = []
    if different and made.program != VERSION:
        notes.append(f"printed by version {made.program} of the program, this is {VERSION}")
    if different and not again.rules:
        notes.append(f"printed with the rules {made.rules}, which are not in force any more")
    return tuple(notes)
