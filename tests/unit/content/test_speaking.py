"""Sentences to say name the institution, the branch and the person, as far as they are known."""

from __future__ import annotations

import pytest

from desk.services.content.bundled import bundled_pack
from desk.services.content.speaking import blanks, filled

KNOWN = blanks(bundled_pack("pmlp").info, "Rīgas 2. nodaļa", "Anna Bērziņa")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "Labdien! [Iestāde], [vārds, uzvārds]. Lūdzu!",
            "Labdien! Pilsonības un migrācijas lietu pārvalde, Anna Bērziņa. Lūdzu!",
        ),
        ("Labdien! PMLP [nodaļa].", "Labdien! PMLP Rīgas 2. nodaļa."),
        (
            "Good day! [Institution], [branch], [name, surname] speaking.",
            "Good day! Office of Citizenship and Migration Affairs, Rīgas 2. nodaļa, "
            "Anna Bērziņa speaking.",
        ),
        ("УДГМ, [отделение], [имя, фамилия].", "УДГМ, Rīgas 2. nodaļa, Anna Bērziņa."),
        ("PMLP, [відділення], [ім’я, прізвище].", "PMLP, Rīgas 2. nodaļa, Anna Bērziņa."),
        ("To nosaka [akts, pants].", "To nosaka [akts, pants]."),
        ("[Установа], слухаю!", "[Установа], слухаю!"),
        ("Lūdzu, runāsim mierīgi.", "Lūdzu, runāsim mierīgi."),
    ],
)
def test_known_blanks_are_filled_and_others_stay(sentence: str, said: str) -> None:
    assert filled(sentence, KNOWN) == said


def test_a_blank_without_an_answer_stays() -> None:
    assert filled("[nodaļa]", {"nodaļa": ""}) == "[nodaļa]"


@pytest.mark.parametrize("institution", ["pmlp", "atd"])
def test_no_greeting_of_the_packs_keeps_a_blank_that_the_program_knows(institution: str) -> None:
    pack = bundled_pack(institution)
    known = blanks(pack.info, "Nodaļa", "Anna Bērziņa")
    said = [step.say for script in pack.scripts for step in script.steps]
    said += [rule.say for rule in pack.rules]
    greetings = [helper.lv for helper in said if helper and "vārds, uzvārds" in helper.lv]
    assert greetings
    assert not any("[" in filled(sentence, known) for sentence in greetings)
