"""Comparing papers line by line, and reading a closing sheet back."""

from __future__ import annotations

import pytest

from desk.domain.closing_sheet import names_a_root, read_sheet
from desk.domain.paper_compare import Difference, differences, facts_differ
from desk.domain.paper_proof import SHEET

RIGHT = (("Report", "Who Anna", "What he said", "Printed 9:00 · Ilze page 1 of 1"),)
ROOT = " ".join(["ab12"] * 16)


def page(*lines: str) -> tuple[tuple[str, ...], ...]:
    return (lines,)


def test_equal_pages_have_no_difference() -> None:
    assert differences(RIGHT, RIGHT) == ((), frozenset())


def test_a_changed_a_missing_and_an_added_line_are_named() -> None:
    head, who, what, foot = RIGHT[0]
    found, _used = differences(RIGHT, page(head, "Who Inese", what, foot))
    assert found == (Difference(1, who, "Who Inese"),)
    assert differences(RIGHT, page(head, what, foot))[0] == (Difference(1, who, ""),)
    assert differences(RIGHT, page(head, who, "x", what, foot))[0] == (Difference(1, "", "x"),)


def test_pages_more_and_less_are_named() -> None:
    assert differences(RIGHT, (*RIGHT, ()))[0] == (Difference(2, "", "a page more"),)
    assert differences((*RIGHT, ("more",)), RIGHT)[0] == (Difference(2, "more", ""),)


def test_a_mark_stands_for_any_words_but_only_there() -> None:
    head, _who, what, _foot = RIGHT[0]
    right = page(head, "Who [[1]]", what, "[[2]]", "Printed 9:00 · Ilze page 1 of 1")
    found = (
        (head, "Who somebody else", what, "two lines", "Printed 9:00 · Ilze page 1 of 2"),
        ("of text", "Printed 9:00 · Ilze page 2 of 2"),
    )
    assert differences(right, found, ["[[1]]", "[[2]]"]) == ((), frozenset({"[[1]]", "[[2]]"}))
    other = (("Other", *found[0][1:]), found[1])
    different, _used = differences(right, other, ["[[1]]", "[[2]]"])
    assert different and different[0].page == 1
    foot = (found[0], ("of text", "Printed 9:01 · Ilze page 2 of 2"))
    assert differences(right, foot, ["[[1]]", "[[2]]"])[0]


def test_facts() -> None:
    right = {"Title": "a", "Keywords": "b"}
    assert list(facts_differ(right, right)) == []
    assert list(facts_differ(right, {"Title": "a"})) == [Difference(0, "Keywords: b", "Keywords: ")]


def test_a_sheet_is_read_back() -> None:
    entries = (
        "#0 · 00ff 11ee 22dd 33cc · riga-2-2026-0001/1 report #1 · 00ff 11ee 22dd 33cc · correction"
    )
    code = f"{SHEET} 12:{ROOT.replace(' ', '')}"
    sheet = read_sheet(f"Root 12 : {ROOT}\n{entries}", code)
    assert sheet is not None and not sheet.edited
    assert sheet.root.size == 12
    assert [(one.index, one.short, one.label) for one in sheet.entries] == [
        (0, "00ff 11ee 22dd 33cc", "riga-2-2026-0001/1 report"),
        (1, "00ff 11ee 22dd 33cc", "correction"),
    ]
    other = read_sheet(f"13 : {ROOT}", code)
    assert other is not None and other.edited


@pytest.mark.parametrize(
    ("text", "keywords"), [("", SHEET), (f"1 : {ROOT}", ""), ("1 : ab12", SHEET)]
)
def test_no_sheet(text: str, keywords: str) -> None:
    assert read_sheet(text, keywords) is None
    assert names_a_root(text) == (ROOT in text)
