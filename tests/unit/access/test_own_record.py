"""Names that are alike: one's own in either order, and a surname in its other gender."""

from __future__ import annotations

import pytest

from desk.domain.own_record import OwnRecord, own_record, own_search

OWN, SURNAME = OwnRecord.OWN, OwnRecord.SURNAME


@pytest.mark.parametrize(
    ("looker", "subject", "found"),
    [
        ("Anna Bērziņa", "Anna Bērziņa", OWN),
        ("Anna Bērziņa", "BĒRZIŅA ANNA", OWN),
        ("Anna Bērziņa", "berzina, anna", OWN),
        ("Anna Marija Bērziņa", "Bērziņa Anna Marija", OWN),
        ("Anna Bērziņa", "Anna Marija Bērziņa", SURNAME),
        ("Anna Bērziņa", "Jānis Bērziņš", SURNAME),
        ("Jānis Bērziņš", "Bērziņa Anna", SURNAME),
        ("Ivo Balodis", "Ieva Balode", SURNAME),
        ("Ivo Jansons", "Ieva Jansone", SURNAME),
        ("Ivo Lielais", "Ieva Lielā", SURNAME),
        ("Ivo Kovaļevskis", "Ieva Kovaļevska", SURNAME),
        ("Ieva Bērziņa-Kalniņa", "Jānis Kalniņš", SURNAME),
        ("Анна Иванова", "Иванова Анна", OWN),
        ("Anna Bērziņa", "Anna Kalniņa", None),
        ("Anna Bērziņa", "Vera Ozola", None),
        ("Anna Bērziņa", "", None),
        ("Anna Bērzs", "Anna Bērziņa", None),
        ("", "", None),
    ],
)
def test_a_name(looker: str, subject: str, found: OwnRecord | None) -> None:
    assert own_record(looker, subject) is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bērziņa anna", OWN),
        ("Anna Bērziņa 24.11", OWN),
        ("bērziņš", SURNAME),
        ("anna", None),
        ("bērz", None),
        ("R-1029", None),
        ("", None),
    ],
)
def test_a_search(typed: str, found: OwnRecord | None) -> None:
    assert own_search("Anna Bērziņa", typed) is found
