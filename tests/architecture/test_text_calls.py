"""No text can slip past translation."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location("text_calls", ROOT / "packaging/dev/text_calls.py")
assert _SPEC is not None and _SPEC.loader is not None
text_calls = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(text_calls)

KNOWN = {"Told", "Level", ("{n} day", "{n} days")}


def faults(source: str) -> list[str]:
    return [reason for _line, reason in text_calls.wrong_in(source, KNOWN, ROOT)]


@pytest.mark.parametrize(
    "source",
    [
        '_("Told")',
        '_("To" "ld")',
        'ngettext("{n} day", "{n} days", n)',
        'NAMES = {1: marked("Told"), 2: marked("Level"), 3: ""}; _(NAMES[n])',
        'NAMES = {1: marked("Told")}; f"{_(NAMES[n])}: {n}"',
        "from desk.ui.keys import KEYS; [_(entry.text) for entry in KEYS]",
    ],
)
def test_what_the_extraction_finds_is_in_order(source: str) -> None:
    assert faults(source) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("f\"{_('Told')} {name}\"", "inside an f-string"),
        ('_("Tolled")', "missed by the extraction"),
        ('ngettext("{n} day", "{n} daze", n)', "missed by the extraction"),
        ('_(f"Told {name}")', "not one literal text"),
        ('_(NAMES.get(n, marked("Told")))', "not one literal text"),
        ("marked(text)", "not one literal text"),
        ("_(text)", "marked nowhere"),
        ('NAMES = {1: marked("Told"), 2: "Level"}', "not marked"),
    ],
)
def test_what_would_stay_english_is_named(source: str, fault: str) -> None:
    assert any(fault in found for found in faults(source))
