"""The guide for IT: it becomes a PDF, and every command in it is one that the program takes."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from desk.cli import _parser

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "packaging/README.md"


def _commands() -> list[list[str]]:
    """What `desk` and `desk-hq` are given, without what the shell takes for itself."""
    found = []
    for line in GUIDE.read_text("utf-8").splitlines():
        if line.startswith(("    desk ", "    desk-hq ")):
            words = shlex.split(line.partition(" #")[0])
            found.append((["hq"] if words[0] == "desk-hq" else []) + words[1:])
    return found


@pytest.mark.parametrize("given", _commands(), ids=" ".join)
def test_a_command_of_the_guide_is_understood(given: list[str]) -> None:
    here = ["0199c0de-0000-7000-8000-000000000001" if word == "DEVICE" else word for word in given]
    parser, _modules = _parser()
    assert parser.parse_args(here).command == here[0]


def test_it_has_commands() -> None:
    assert len(_commands()) > 20


def test_it_becomes_a_pdf_that_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        made = [sys.executable, ROOT / "packaging/dev/guide.py", tmp_path / name]
        subprocess.run(made, check=True)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    pages = pypdfium2.PdfDocument(tmp_path / "one.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    heads = [line[3:] for line in GUIDE.read_text("utf-8").splitlines() if line[:3] == "## "]
    assert len(heads) > 10
    assert all(head in text for head in heads)
