"""What looks like a personal code or a document number in free text, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.personal_code import Identifier, check_digit_fits, findings

CODES = [
    "161175-19997",
    "161175 - 19997",
    "161175–19997",
    "16117519997",
    "161175 19997",
    "327890-12345",
    "32789012345",
    "33999912345",
    "39999912345",
    "pk 010203-21234.",
]
NOTHING = [
    "",
    "Klients atnāks rīt 10.30",
    "+37129123456",
    "37129123456",
    "371 67209400",
    "29123456",
    "1611751999",
    "161175-199970",
    "99999999999",
    "31999912345",
    "LV-1026",
    "Nr. 106/2023",
    "AB1234",
    "B021 un A014",
    "pasē 1 234 567 parakstu",
]
DOCUMENTS = ["LV1234567", "LV 1234567", "PA1234567", "pa1234567", "FB123456", "pase LV1234567!"]


@pytest.mark.parametrize("text", CODES)
def test_personal_codes_are_found(text: str) -> None:
    (found,) = findings(text)
    assert found.kind is Identifier.PERSONAL_CODE
    assert text[found.start : found.end].strip("pk .")[0].isdigit()


@pytest.mark.parametrize("text", DOCUMENTS)
def test_document_numbers_are_found(text: str) -> None:
    (found,) = findings(text)
    assert found.kind is Identifier.DOCUMENT_NUMBER


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert findings(text) == ()


def test_several_are_found_in_their_order() -> None:
    found = findings("PA1234567 un 327890-12345, LV7654321")
    assert [one.kind.value for one in found] == [
        "document_number",
        "personal_code",
        "document_number",
    ]


def test_a_fitting_check_digit_only_makes_it_more_likely() -> None:
    base = "3278901234"
    fitting = [digit for digit in "0123456789" if check_digit_fits(base + digit)]
    assert len(fitting) == 1
    for digit in "0123456789":
        (found,) = findings(f"{base[:6]}-{base[6:]}{digit}")
        assert found.likely is (digit in fitting)


def test_the_check_digit_of_known_samples() -> None:
    """Weights 1 6 3 7 9 10 5 8 4 2; 1101 less the sum, modulo 11, and ten counts as nought."""
    assert check_digit_fits("16117519997")
    assert not check_digit_fits("16117519998")


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    for found in findings(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.integers(0, 10**11 - 1), st.text(alphabet="abc ,;", max_size=5))
def test_every_code_with_a_dash_is_found(digits: int, around: str) -> None:
    code = f"{digits:011}"
    found = findings(f"{around} {code[:6]}-{code[6:]} {around}")
    assert [one.kind for one in found] == [Identifier.PERSONAL_CODE]
