"""Every refusal has its sentence, every sentence its refusal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from desk.error_texts import TEXTS
from desk.error_texts_program import PROGRAM
from desk.error_texts_work import WORK

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[a-z]+\.[a-z_]+")
AREAS = {code.partition(".")[0] for code in TEXTS}
FILE_NAME = re.compile(r".*\.(toml|json|qss|svg|db)")
NO_CODES = {
    "demo.day",
    "demo.shift_seconds",
    "hq.address",
    "hq.ca_file",
    "hq.enrol_code",
    "visit.id",
}
"""Names of other things that look like codes."""


@cache
def nodes(*, window: bool) -> tuple[ast.AST, ...]:
    """All nodes of the program's syntax, with or without those of the window."""
    files = [*(ROOT / "desk").rglob("*.py"), *(ROOT / "db").rglob("*.py")]
    kept = [file for file in files if not file.name.startswith("error_texts")]
    kept = [file for file in kept if window or "ui" not in file.parts]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in kept]
    return tuple(node for tree in trees for node in ast.walk(tree))


def constants(*, window: bool) -> Iterator[str]:
    """All strings that could be codes; docstrings are longer."""
    for node in nodes(window=window):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            looks_so = CODE.fullmatch(text) and not FILE_NAME.fullmatch(text)
            if looks_so and text.partition(".")[0] in AREAS:
                yield text


@cache
def raised() -> tuple[tuple[str, frozenset[str]], ...]:
    """Codes written where the error is made, with the names of its params."""
    calls = (node for node in nodes(window=True) if isinstance(node, ast.Call) and node.args)
    found = []
    for call in calls:
        spread = any(keyword.arg is None for keyword in call.keywords)
        if getattr(call.func, "id", "") == "DeskError" and not spread:
            names = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
            if isinstance(call.args[0], ast.Constant):
                found.append((str(call.args[0].value), names))
    return tuple(found)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_code_stands_in_both_tables() -> None:
    assert not WORK.keys() & PROGRAM.keys()


def test_every_raised_code_has_a_text() -> None:
    assert {code for code, _ in raised()} - TEXTS.keys() == set()


def test_every_code_of_a_known_area_has_a_text() -> None:
    """Also those that reach DeskError by way of a table or an argument (not in the window)."""
    assert set(constants(window=False)) - TEXTS.keys() - NO_CODES == set()


def test_every_text_has_a_use() -> None:
    assert TEXTS.keys() - set(constants(window=True)) == set()


def test_what_is_named_here_as_no_code_is_none() -> None:
    assert not NO_CODES & TEXTS.keys()


@pytest.mark.parametrize("code", sorted({code for code, _ in raised()}))
def test_a_text_uses_only_what_its_error_always_carries(code: str) -> None:
    wanted = placeholders(TEXTS[code])
    for other, names in raised():
        if other == code:
            assert wanted <= names


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_is_a_whole_sentence(code: str) -> None:
    text = TEXTS[code]
    assert text.strip() == text
    if not code.startswith("dayfile."):  # these follow "line 4, start:"
        assert text[0].isupper() or text[0] in "{`"
        assert text[-1] in ".?"
