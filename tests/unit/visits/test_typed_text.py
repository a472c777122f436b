"""Text as typed: what one sees stays, what one does not see and what turns lines round goes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.typed_text import cleaned, tidied

SEEN = (
    "Skaļi apvainoja.",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",  # a family, joined
    "\U0001f44d\U0001f3fd",  # a skin tone
    "\u2764\ufe0f",  # a heart in colour
    "\U0001f1f1\U0001f1fb",  # a flag
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian needs its non-joiner
    "\u0915\u094d\u200d\u0937",  # so does Hindi its joiner
    "\u05e9\u05dc\u05d5\u05dd",
    "a\u0328\u0301",  # a Lithuanian letter with two marks: no single sign for it
    "\U00020b9f",  # a Chinese sign beyond the first plane
    "viens\ndivi",
)


@pytest.mark.parametrize("text", SEEN)
def test_what_one_sees_stays(text: str) -> None:
    assert cleaned(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07\x1b", "ab"),
        ("maksājums\u202efdp.exe", "maksājumsfdp.exe"),
        ("\u2067\u05d0\u2069\u200f", "\u05d0"),
        ("pa\u200bse\ufeff\u2060", "pase"),
        ("3\u200d2\u200c0", "320"),
        ("so\u00adlis", "solis"),
        ("x\U000e0041\U000e007f", "x"),
        ("\ud83d\ude00", "\U0001f600"),  # two halves that belong together
        ("a\ud83d", "a\ufffd"),
        ("\ude00a", "\ufffda"),
        ("e\u0301", "é"),
        ("k" + "\u0301" * 60, "\u1e31" + "\u0301" * 4),
        ("viens\r\ndivi\u2028trīs\tčetri", "viens\ndivi\ntrīs četri"),
    ],
)
def test_what_nobody_sees_goes(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(st.characters(), max_size=40))
def test_any_text_can_be_written_and_read_and_cleaning_again_changes_nothing(text: str) -> None:
    once = cleaned(text)
    assert once.encode().decode() == once
    assert cleaned(once) == once
    assert not {"\0", "\u202e", "\u2066", "\u200b"} & set(once)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=40))
def test_letters_written_in_one_way_or_another_are_the_same(text: str) -> None:
    assert tidied(unicodedata.normalize("NFD", text)) == tidied(unicodedata.normalize("NFC", text))
