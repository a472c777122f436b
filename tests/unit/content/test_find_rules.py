"""Search finds by the beginnings of words, whatever the case and the diacritics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.text import fold, words
from desk.services.content.bundled import bundled_pack
from desk.services.content.find_rules import (
    Found,
    FoundKind,
    RuleIndex,
    rules_of_phase,
    rules_of_topic,
)
from desk.services.content.schema import PHASES, TOPICS, Pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return bundled_pack("pmlp")


@pytest.fixture(scope="module")
def index(pack: Pack) -> RuleIndex:
    return RuleIndex(pack, "lv")


def _ids(found: tuple[Found, ...]) -> list[str]:
    return [item.id for item in found]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Uzņemšana", "uznemsana"),
        ("ĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuz"),
        ("Ещё", "еще"),
        ("Майский", "майский"),
        ("Straße", "strasse"),
        ("ķ", "k"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words(fold(text)) == words(text)


def test_case_and_diacritics_make_no_difference(index: RuleIndex) -> None:
    assert _ids(index.search("atteik")) == _ids(index.search("ATTEIK"))
    assert _ids(index.search("uzņem")) == _ids(index.search("uznem")) != []
    assert _ids(index.search("kļūd")) == _ids(index.search("KLUD")) != []


def test_refusal_is_found_though_the_rule_says_it_otherwise(index: RuleIndex) -> None:
    assert {"RF-01", "RF-04"} <= set(_ids(index.search("atteikums")))


def test_every_word_must_begin_a_word(index: RuleIndex) -> None:
    def all_of(text: str) -> set[str]:
        return set(_ids(index.search(text, limit=1000)))

    assert all_of("klient dokument") == all_of("klient") & all_of("dokument") != set()
    assert index.search("klient xyzzy") == ()
    assert index.search("lients") == ()


def test_nothing_is_found_by_nothing(index: RuleIndex) -> None:
    assert index.search("") == index.search("  - ") == ()


def test_a_title_comes_before_a_detail(pack: Pack) -> None:
    found = RuleIndex(pack, "en").search("scarf")
    assert found[0].id == "RD-01"
    titles = [item for item in found if item.kind is FoundKind.RULE]
    hits = ["scarf" in words(item.title) for item in titles]
    assert hits == sorted(hits, reverse=True)


def test_an_id_is_found_first(index: RuleIndex, pack: Pack) -> None:
    for rule in pack.rules:
        assert rule.id in _ids(index.search(rule.id))[:3]
    covering = {name: rule.id for rule in pack.rules for name in rule.also}
    assert covering
    for name, rule_id in covering.items():
        assert rule_id in _ids(index.search(name))


@pytest.mark.parametrize("text", ["67209400", "+371 67209400", "6720 9400"])
def test_a_phone_number_is_found_however_it_is_typed(index: RuleIndex, text: str) -> None:
    assert "pmlp-line" in _ids(index.search(text))


def test_services_are_found_by_alias_and_latvian_in_every_language(pack: Pack) -> None:
    for language in ("lv", "en", "ru"):
        assert "declare-residence" in _ids(RuleIndex(pack, language).search("deklarēš"))
    assert "passport" in _ids(RuleIndex(pack, "ru").search("паспор"))
    assert "паспорт" in RuleIndex(pack, "ru").search("паспорт")[0].title.casefold()


def test_a_superseded_contact_comes_after_the_one_in_force(index: RuleIndex) -> None:
    found = _ids(index.search("pmlp e-pasts"))
    assert found.index("pmlp-email") < found.index("pmlp-email-2018")


def test_the_limit_holds(index: RuleIndex) -> None:
    assert len(index.search("k", limit=7)) == 7


def test_rules_of_a_phase_are_in_force_and_in_order(pack: Pack) -> None:
    for phase in PHASES:
        found = rules_of_phase(pack, phase)
        assert found, phase
        assert not [rule.id for rule in found if rule.superseded_by]
        assert [rule.order for rule in found] == sorted(rule.order for rule in found)
    assert rules_of_phase(pack, "greeting")[0].id == "IP-01"


def test_every_rule_belongs_to_one_topic(pack: Pack) -> None:
    shown = [rule.id for topic in TOPICS for rule in rules_of_topic(pack, topic)]
    assert sorted(shown) == sorted(rule.id for rule in pack.rules)
