"""The forms of a word find each other, with and without diacritics; other words do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.stems import stem, stems_in
from desk.domain.text import words
from desk.services.content.bundled import bundled_pack
from desk.services.content.families import stems_asked
from desk.services.content.find_rules import RuleIndex

ROOT = Path(__file__).resolve().parents[3]

LATVIAN = """
pase pases pasi pasē pasei pasu pasēm pasēs
iesniegums iesniegumi iesniegumu iesniegumam iesniegumā iesniegumus
dzīvesvieta dzīvesvietas dzīvesvietu dzīvesvietā
deklarēt deklarē deklarēšana deklarēšanu deklarēšanas deklarējot
pieraksts pieraksta pierakstu pierakstam pieraksti pierakstā
klients klienta klientam klientu klienti klientiem klientus
kļūda kļūdas kļūdu kļūdai kļūdām kļūdā
darbinieks darbinieka darbinieki darbiniekam darbinieku darbinieces
apkalpot apkalpo apkalpošana apkalpošanas apkalpošanu apkalposim
atteikums atteikuma atteikumu atteikumi atteikumam
rinda rindas rindu rindā rindai
pakalpojums pakalpojumi pakalpojuma pakalpojumu pakalpojumiem
atļauja atļaujas atļauju atļaujai atļaujām
uzturēšanās uzturēšanas
iestāde iestādes iestāžu iestādi iestādē iestādēm
karte kartes karšu karti kartē kartēm
apliecība apliecības apliecību apliecībai
dokuments dokumenti dokumentu dokumenta dokumentus dokumentiem
nodaļa nodaļas nodaļu nodaļā nodaļām
vadītājs vadītāja vadītāju vadītājam vadītāji
talons talona talonu taloni talonam
lodziņš lodziņa lodziņā lodziņu lodziņi
apmeklējums apmeklējuma apmeklējumu apmeklējumā apmeklējumi
apmeklētājs apmeklētāja apmeklētāju apmeklētājam
incidents incidenta incidentu incidenti incidentā
agresīvs agresīva agresīvu agresīvi agresīvam
brīdinājums brīdinājuma brīdinājumu brīdinājumi
draudi draudu draudiem draudus
filmēt filmē filmēšana filmēšanu filmēšanas
dāvana dāvanas dāvanu dāvanām
dati datu datiem datus datos
tālrunis tālruņa tālruni tālruņi tālrunī
zvans zvana zvanu zvani zvaniem
vēstule vēstules vēstuli vēstulē vēstulēm
atbilde atbildes atbildi atbildē atbilžu
sūdzība sūdzības sūdzību sūdzībai sūdzībām
maksājums maksājuma maksājumu maksājumi
maksāt maksā maksāšana maksāšanu
nodeva nodevas nodevu nodevām
termiņš termiņa termiņu termiņā termiņi
darbdiena darbdienas darbdienu darbdienā
diena dienas dienu dienā dienām
laiks laika laiku laikā laiki
minūte minūtes minūti minūšu minūtēm
gads gada gadu gados gadiem
personas persona personu personai personām
amatpersona amatpersonas amatpersonu amatpersonai
bērns bērna bērnu bērni bērniem
vecāki vecāku vecākiem vecākus
tulks tulka tulku tulki
valoda valodas valodu valodā valodām
palīdzība palīdzības palīdzību palīdzībai
policija policijas policiju policijai
apsargs apsarga apsargu apsargam
ieeja ieejas ieeju ieejā
lifts lifta liftu liftā
adrese adreses adresi adresē adresēm
paraksts paraksta parakstu parakstam
pilsonis pilsoņa pilsoņi pilsoņu pilsonim
ārzemnieks ārzemnieka ārzemnieki ārzemnieku
vīza vīzas vīzu vīzā vīzām
pilnvara pilnvaras pilnvaru pilnvarai
"""
ENGLISH = """
passport passports
duty duties
complaint complaints
answer answered answering answers
identity identities
booking booked bookings
branch branches
address addresses addressed
"""
RUSSIAN = """
паспорт паспорта паспорту паспорте паспортов паспорта
очередь очереди очередью очередей
заявление заявления заявлению заявлений заявлением
отказ отказа отказу отказом отказы
ошибка ошибки ошибку ошибок ошибкой
сотрудник сотрудника сотруднику сотрудники сотрудников
жительство жительства жительству
бланк бланка бланки
"""
APART = [
    ("lv", "pasts", "pase"),
    ("lv", "pastu", "pasu"),
    ("lv", "pasta", "pases"),
    ("lv", "klients", "klimats"),
    ("lv", "rinda", "rinķis"),
    ("lv", "karte", "kārtība"),
    ("lv", "diena", "dienests"),
    ("lv", "gads", "gadījums"),
    ("lv", "laiks", "laipns"),
    ("lv", "nodaļa", "nodeva"),
    ("lv", "persona", "personāls"),
    ("lv", "vieta", "viesis"),
    ("lv", "tulks", "tulkojums"),
    ("lv", "atteikums", "attieksme"),
    ("lv", "kļūda", "klusums"),
    ("lv", "lifts", "līmenis"),
    ("en", "passport", "pass"),
    ("en", "duty", "dust"),
    ("en", "address", "add"),
    ("ru", "паспорт", "пасха"),
    ("ru", "очередь", "очень"),
    ("ru", "отказ", "отдел"),
]


def _table() -> list[tuple[str, list[str]]]:
    tables = {"lv": LATVIAN, "en": ENGLISH, "ru": RUSSIAN}
    return [
        (language, line.split())
        for language, table in tables.items()
        for line in table.strip().splitlines()
    ]


def _meets(typed: str, written: str, language: str) -> bool:
    """Whether a typed word finds a written one by its forms."""
    (asked,), (kept,) = words(typed), words(written)
    return stem(kept, language) in stems_asked(asked, language)


@pytest.mark.parametrize(("language", "family"), _table(), ids=lambda one: str(one)[:24])
def test_the_forms_of_a_word_find_each_other(language: str, family: list[str]) -> None:
    apart = {(a, b) for a in family for b in family if not _meets(a, b, language)}
    assert not apart


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_other_words_do_not(language: str, one: str, other: str) -> None:
    assert not _meets(one, other, language)
    assert not _meets(other, one, language)


def test_oneself_is_no_passport() -> None:
    """Without its diacritics "pašu" looks like a form of "pase"."""
    assert dict(stems_in("Pašu pases, pasi!", "lv")) == {"pasu": "", "pases": "pas", "pasi": "pas"}
    found = RuleIndex(bundled_pack("pmlp"), "lv").search("pases")
    titles = " ".join(one.title.casefold() for one in found)
    assert "pase" in titles
    assert "pašu rokasgrāmatu" not in titles


def test_a_word_has_forms_in_its_own_alphabet_alone() -> None:
    assert stems_asked("pase", "ru") == stems_asked("паспорт", "lv") == frozenset()
    assert stems_asked("a014", "lv") == frozenset()
    assert stem("a014", "lv") == "a014"


@given(st.text("abdeijmorstuš", min_size=1, max_size=14), st.sampled_from(["lv", "en", "ru", "xx"]))
def test_a_stem_begins_its_word_and_keeps_three_letters(word: str, language: str) -> None:
    made = stem(word, language)
    assert word.startswith(made)
    assert len(made) >= min(3, len(word))


@pytest.mark.parametrize("word", ["ir", "es", "kas", "un"])
def test_short_words_stay_as_they_are(word: str) -> None:
    assert stem(word, "lv") == word


def test_the_table_of_families_is_what_the_packs_ask_for() -> None:
    """Made in a process of its own: the dictionaries are big."""
    script = ROOT / "packaging" / "dev" / "word_families.py"
    done = subprocess.run(
        [sys.executable, str(script), "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
