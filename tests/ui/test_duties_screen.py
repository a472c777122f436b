"""Duties: found in a second, without diacritics, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from colleague import show
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QApplication, QLabel

from desk.i18n import language, set_language
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Branch, Rule
from desk.ui.duties.branch_sheet import show_branch
from desk.ui.duties.catalogue import STRUCK, Catalogue
from desk.ui.duties.view import DutiesScreen


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


@pytest.fixture
def duties(driver: Driver) -> DutiesScreen:
    """The screen, reached by Ctrl+3 from Today."""
    driver.press(Key.Key_3, CTRL)
    screen = driver.shell.screens["duties"]
    assert isinstance(screen, DutiesScreen)
    return screen


def _words(screen: DutiesScreen) -> str:
    QApplication.processEvents()  # new words come to the screen
    labels = screen.sheet.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def _keys(screen: DutiesScreen) -> list[str]:
    return [row.key for row in screen.found.rows.rows()]


def test_its_key_puts_the_focus_into_the_search(duties: DutiesScreen, driver: Driver) -> None:
    assert driver.window.focusWidget() is duties.search
    assert duties.found.rows.rowCount()  # the section chosen first is listed meanwhile


def test_typing_finds_by_the_beginnings_of_words_without_diacritics(
    duties: DutiesScreen, driver: Driver
) -> None:
    driver.type("bridin")
    assert "rule:AG-03" in _keys(duties)
    assert "Vispirms brīdiniet klientu" in _words(duties)
    driver.type(" zzz")
    assert duties.found.rows.rowCount() == 0
    assert duties.nothing.isVisible()


def test_the_number_of_a_rule_finds_it_first(duties: DutiesScreen, driver: Driver) -> None:
    driver.type("ag-03")
    assert _keys(duties)[0] == "rule:AG-03"


def test_arrows_move_from_the_search_field_and_show_each_entry(
    duties: DutiesScreen, driver: Driver
) -> None:
    driver.type("klient")
    keys = _keys(duties)
    for place in (1, 2, 1):
        driver.press(Key.Key_Down if place != 1 or duties.found.key() == keys[0] else Key.Key_Up)
        assert duties.found.key() == keys[place]
        item = duties._catalogue.item(keys[place]) if duties._catalogue else None
        assert isinstance(item, Rule)
        assert item.text.lv in _words(duties)


def test_escape_empties_the_search_and_shows_the_section_again(
    duties: DutiesScreen, driver: Driver
) -> None:
    before = _keys(duties)
    driver.type("pase")
    assert _keys(duties) != before
    driver.press(Key.Key_Escape)
    assert duties.search.text() == ""
    assert _keys(duties) == before


def test_the_sentence_to_say_comes_with_helper_phrases_marked_unofficial(
    duties: DutiesScreen, driver: Driver
) -> None:
    topic = duties.sections.rows.rows()[1].title
    set_language("en")
    duties.retranslate()
    driver.until(lambda: duties.sections.rows.rows()[1].title != topic)
    duties.arrive("AG-03")
    words = _words(duties)
    assert "Lūdzu, runāsim mierīgi" in words
    assert {"RU", "EN", "UK"} <= set(words.split("\n"))
    assert "Helper phrases, unofficial" in words
    assert "No 106/2023 of 21.04.2023" in words


def test_a_superseded_contact_is_struck_out_and_says_what_to_use(
    duties: DutiesScreen, driver: Driver
) -> None:
    driver.type("pmlp@pmlp")
    row = next(r for r in duties.found.rows.rows() if r.key == "contact:pmlp-email-2018")
    assert row.mark == STRUCK
    duties.found.choose(row.key)
    assert "pasts@pmlp.gov.lv" in _words(duties)


def test_a_service_shows_what_to_bring(duties: DutiesScreen) -> None:
    duties.arrive("Pase un eID")
    duties.found.choose("service:passport-eid")
    assert "Maksājuma karte vai ziņa, ka maksājums veikts" in _words(duties)


def test_a_contact_without_a_number_says_so(duties: DutiesScreen) -> None:
    duties.arrive("nodaļas tālrunis")
    duties.found.choose("contact:pmlp-branch-phone")
    row = next(r for r in duties.found.rows.rows() if r.key == "contact:pmlp-branch-phone")
    assert "vēl jāsaņem no galvenās pārvaldes" in row.subtitle
    assert "vēl jāsaņem no galvenās pārvaldes" in _words(duties)


@pytest.mark.parametrize("word", ["lifts", "stāvviet", "ratiņkrēsl", "rigas 2"])
def test_the_own_branch_is_found_by_what_clients_ask_about_it(
    duties: DutiesScreen, driver: Driver, word: str
) -> None:
    duties.arrive(word)
    found = [key for key in _keys(duties) if key.startswith("branch:")]
    assert found == ["branch:riga-2"]
    duties.found.choose("branch:riga-2")
    words = _words(duties)
    assert "Rīgas 2. nodaļa" in words
    assert words.count("nav zināms, jautājiet galvenajai pārvaldei") == 6


def test_what_is_known_of_a_branch_is_shown(duties: DutiesScreen, driver: Driver) -> None:
    known = Branch(id="x", name="X", short="X", phone="+37160000000", step_free=True, lift=False)
    show_branch(duties.sheet, known, driver.shell.context.env, own=True)
    words = _words(duties).split("\n")
    assert "+37160000000" in words
    assert words[words.index("Ieeja bez pakāpieniem") + 1] == "ir"
    assert words[words.index("Lifts") + 1] == "nav"


def test_the_own_branch_stands_first_among_the_branches(duties: DutiesScreen) -> None:
    duties.sections.choose("branches")
    keys = _keys(duties)
    assert keys[0] == "branch:riga-2"
    assert len(keys) == len(duties.context.pack.branches)


def test_a_sentence_names_who_says_it_and_where(duties: DutiesScreen) -> None:
    duties.arrive("PH-04")
    words = _words(duties)
    assert "Rīgas 2. nodaļa, Anna Bērziņa. Kā varu palīdzēt?" in words
    assert "[" not in words


def test_another_language_shows_at_once(duties: DutiesScreen, driver: Driver) -> None:
    duties.arrive("AG-03")
    driver.window.use_language("ru")
    driver.until(lambda: "Сначала предупредите клиента" in _words(duties))
    assert duties.found.rows.rows()[0].title.startswith("Сначала")


def test_sections_lead_to_their_entries(driver: Driver) -> None:
    screen = show(driver, "duties")
    assert isinstance(screen, DutiesScreen)
    screen.sections.setFocus()
    screen.sections.choose("topic:gifts")
    shown = _keys(screen)
    driver.press(Key.Key_Down)
    assert _keys(screen) != shown
    assert screen.search.text() == ""


@pytest.mark.parametrize("institution", ["pmlp", "atd"])
@pytest.mark.parametrize("speech", ["lv", "en", "ru"])
def test_every_rule_stands_under_its_topic(institution: str, speech: str) -> None:
    set_language(speech)
    catalogue = Catalogue(bundled_pack(institution), speech)
    listed = {
        row.key
        for section in catalogue.sections()
        if section.key.startswith("topic:")
        for row in catalogue.entries(section.key)
    }
    assert listed == {f"rule:{rule.id}" for rule in catalogue.pack.rules}
