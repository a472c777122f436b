"""What is held about one person, on paper: for the person who asked."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from desk.domain.held import HeldPaper
from desk.formats import datetime_text
from desk.i18n import _, ngettext
from desk.reports import layout as look


def pdf(paper: HeldPaper) -> bytes:
    """Lay out the answer; also that nothing is held."""
    look.register_fonts()
    story: list[Flowable] = [
        look.text(_("What is held about you"), look.TITLE),
        look.text(f"{paper.branch} · {paper.institution}", look.SUBTITLE),
        look.text(_("Looked for"), look.HEADING),
        _table(paper.asked),
        *_found(paper),
        *_sealed(paper),
        Spacer(1, 6 * mm),
        look.text(_rights(), look.SMALL),
    ]
    return look.build(
        story,
        title=_("What is held about you"),
        footer=look.footer_text(paper.printed_at, paper.printed_by),
    )


def _found(paper: HeldPaper) -> Iterator[Flowable]:
    if not paper.entries:
        yield look.text(_("Nothing"), look.HEADING)
        nothing = _("By what you gave us, nothing is held about you at this branch.")
        yield look.text(nothing)
        return
    for entry in paper.entries:
        yield KeepTogether([look.text(entry.title, look.HEADING), _table(entry.fields)])
    yield look.text(_("Why, and for how long"), look.HEADING)
    rows = [(name, f"{basis}\n{kept}".strip()) for name, basis, kept in paper.purposes]
    yield _table(tuple(rows))
    if paper.looks:
        yield look.text(_("Who has looked at it"), look.HEADING)
        looks = [(datetime_text(one.at), f"{one.what}, {one.role}") for one in paper.looks]
        yield _table(tuple(looks))


def _sealed(paper: HeldPaper) -> Iterator[Flowable]:
    if paper.sealed:
        yield look.text(_("Sealed parts of incident reports"), look.HEADING)
        text = ngettext(
            "{n} incident report has a sealed part with names, which cannot be searched and which"
            " the branch head opens. If you were concerned, tell us when and where it was.",
            "{n} incident reports have a sealed part with names, which cannot be searched and which"
            " the branch head opens. If you were concerned, tell us when and where it was.",
            paper.sealed,
        )
        yield look.text(text.format(n=paper.sealed))


def _rights() -> str:
    return _(
        "You may ask that what is wrong is put right, and that what is no longer needed is erased. "
        "Complaints: the Data State Inspectorate (Datu valsts inspekcija)."
    )


def _table(pairs: tuple[tuple[str, str], ...]) -> Table:
    rows = [[look.text(label, look.HEAD), look.text(value)] for label, value in pairs]
    table = Table(rows or [["", ""]], [45 * mm, 135 * mm], splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, look.LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table
