"""Names stand in the order of the Latvian alphabet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.collation import sort_key

NAMES = """
abele ābols Ābols Abrene azars Āzija Bērziņa Bērziņš Celmiņš Cīrulis Czerny Čakste Dāboliņš Daugava
Ēriks Evita Gatis Guntis Ģederts Helēna Ieva Ivars Īve Yolanda Jānis Kalniņa Kārlis Kūlis Ķegums
Ķesteris Laima Līga Lūcija Ļevs Māra Nora Nūrmi Ņina Oskars Pēteris Rūta Sanita Svens Šmite Tālis
Uldis Ūsiņš Vizma Ziedonis Zvirbulis Žanna Андрей Ёлкина Жанна Ирина Йозас Яна
"""
LETTERS = st.text("aAāĀbcčCČdeēgģiīyjkķlļnņsšuūzžZŽ -ёеиЖ", max_size=6)


def test_latvian_names_stand_in_the_order_of_the_alphabet() -> None:
    names = NAMES.split()
    assert sorted(names, key=sort_key) == names


def test_a_soft_letter_is_a_letter_of_its_own_and_a_long_vowel_is_not() -> None:
    assert sort_key("cz") < sort_key("ča")
    assert sort_key("ābele") < sort_key("abols")
    assert sort_key("abols") < sort_key("ābols") < sort_key("ābolsa")


def test_y_follows_i() -> None:
    assert sort_key("iz") < sort_key("ya") < sort_key("ja")


def test_case_counts_only_where_nothing_else_differs() -> None:
    assert sort_key("anna") < sort_key("Anna") < sort_key("annas") < sort_key("Annija")


def test_a_letter_and_its_mark_apart_are_the_letter() -> None:
    assert sort_key("C\u030cakste")[:3] == sort_key("Čakste")[:3]


@given(LETTERS, LETTERS)
def test_two_texts_have_one_key_only_when_they_are_the_same(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)


@given(LETTERS, LETTERS)
def test_case_makes_no_difference_between_different_words(one: str, other: str) -> None:
    if one.casefold() != other.casefold():
        before = sort_key(one) < sort_key(other)
        assert (sort_key(one.swapcase()) < sort_key(other.swapcase())) == before


@given(LETTERS, LETTERS, LETTERS)
def test_what_begins_alike_is_ordered_by_what_follows(start: str, one: str, other: str) -> None:
    def letters(text: str) -> str:
        return sort_key(text)[0]

    asked = letters(f"{start}|{one}") < letters(f"{start}|{other}")
    assert asked == (letters(one) < letters(other))
