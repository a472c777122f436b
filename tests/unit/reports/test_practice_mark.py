"""Every paper made in the practice carries its word, under what is printed; no other paper does."""

from __future__ import annotations

import inspect
from importlib import import_module

import pypdfium2
import pytest
from PIL import Image
from test_papers import sheet
from test_slips import next_time, referral, reminder, ticket

from desk.domain.slips import PaperSize
from desk.reports import layout, slip_layout
from desk.ui.preview.child import _LAID_OUT_BY, Paper, make_pdf

PAPERS: dict[str, Paper] = {
    "day sheet of several pages": sheet(90),
    **{f"ticket {size.value}": ticket(size) for size in PaperSize},
    "next time": next_time(PaperSize.A5),
    "reminder": reminder(PaperSize.A6),
    "referral": referral(PaperSize.A4),
}


def _pages(paper: Paper, *, practice: bool) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(make_pdf(paper, practice=practice))
    try:
        return [page.render(scale=1).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _tinted(page: Image.Image) -> float:
    """The part of a page that has the word's light violet."""
    raw = page.tobytes()
    seen = zip(raw[::3], raw[1::3], raw[2::3], strict=True)
    violet = sum(1 for red, green, blue in seen if min(red, blue) - green > 12 and green > 190)
    return violet / (len(raw) // 3)


@pytest.mark.parametrize("name", PAPERS)
def test_the_word_lies_on_every_page_and_only_in_the_practice(name: str) -> None:
    marked = _pages(PAPERS[name], practice=True)
    plain = _pages(PAPERS[name], practice=False)
    assert len(marked) == len(plain)
    assert all(_tinted(page) > 0.02 for page in marked)
    assert all(_tinted(page) == 0 for page in plain)


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_printed_stays_as_dark_as_it_was(name: str) -> None:
    marked, plain = (_pages(PAPERS[name], practice=on)[0] for on in (True, False))
    pairs = zip(plain.convert("L").tobytes(), marked.convert("L").tobytes(), strict=True)
    assert all(after <= before + 8 for before, after in pairs if before < 120)


@pytest.mark.parametrize("module", sorted(set(_LAID_OUT_BY.values())))
def test_every_report_is_laid_out_by_the_two_that_mark(module: str) -> None:
    """So a paper that is added later cannot go without the word."""
    code = inspect.getsource(import_module(f"desk.reports.{module}"))
    assert "DocTemplate" not in code and "Canvas(" not in code
    for laying_out in (layout, slip_layout):
        code = inspect.getsource(laying_out)
        assert code.count("PageTemplate(frames=") == code.count("onPage=mark") == 1


def test_the_word_is_taken_back_after_a_paper() -> None:
    make_pdf(PAPERS["reminder"], practice=True)
    assert _tinted(_pages(PAPERS["reminder"], practice=False)[0]) == 0
