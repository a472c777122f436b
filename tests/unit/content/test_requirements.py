"""Every requirement that a person acts on is a rule of the packs that it concerns."""

from __future__ import annotations

import pytest

from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Helper, Pack, Rule
from tests.unit.content.requirement_ids import NOT_FOR_PEOPLE, requirements

CONCERNED = {"0": {"pmlp"}, "1": {"pmlp"}, "2": {"pmlp"}, "3": {"pmlp", "atd"}, "4": {"atd"}}
PMLP = bundled_pack("pmlp")
ATD = bundled_pack("atd")
PACKS = {"pmlp": PMLP, "atd": ATD}
WANTED = list(requirements())


def covered(pack: Pack) -> dict[str, Rule]:
    return {name: rule for rule in pack.rules for name in (rule.id, *rule.also)}


def rule(pack: Pack, name: str) -> Rule:
    return covered(pack)[name]


def test_there_are_313() -> None:
    assert len(WANTED) == 313


@pytest.mark.parametrize(("name", "source"), WANTED)
def test_each_requirement_is_with_those_it_concerns_and_nobody_else(name: str, source: str) -> None:
    found = {institution for institution, pack in PACKS.items() if name in covered(pack)}
    assert found == (set() if name in NOT_FOR_PEOPLE else CONCERNED[source])


def test_no_rule_covers_what_is_no_requirement() -> None:
    names = {name for name, _ in WANTED}
    assert set(covered(PMLP)) | set(covered(ATD)) <= names


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_precedence_the_newest_own_document_first(pack: Pack) -> None:
    """A rule is cited from 2018 or 2019 only where the standard of 2023 is silent on all of it."""
    sources = dict(WANTED)
    for one in pack.rules:
        digits = {sources[name] for name in (one.id, *one.also)}
        if "1" in digits:
            assert one.document == "pmlp-2023", one.id
        elif "4" in digits:
            assert one.document == "atd-standard", one.id
        elif digits == {"3"}:
            assert one.document == "handbook", one.id


# The corrections at the head of the requirements, by their number.


def test_1_the_handbook_is_to_be_confirmed_for_atd() -> None:
    handbook = [one for one in ATD.rules if one.document == "handbook"]
    assert handbook
    assert all(one.to_be_confirmed for one in handbook)


def test_2_the_strictest_rule_and_the_longest_list_stay_within_an_institution() -> None:
    assert PMLP.policy is not None
    assert ATD.policy is not None
    assert PMLP.policy.tell["error"] == "superior_official"
    assert ATD.policy.tell["error"] == "supervisor"
    assert "RF-01" not in covered(ATD)
    assert "AG-10" not in covered(PMLP)
    grounds = {"pmlp": rule(PMLP, "IP-09"), "atd": rule(ATD, "IP-11")}
    assert "IP-09" not in covered(ATD)
    assert "occupation" in grounds["pmlp"].detail.en
    assert "occupation" not in str(grounds["atd"])


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_3_filming_is_no_aggression_by_itself(pack: Pack) -> None:
    assert pack.policy is not None
    for shown in (*pack.policy.levels, *(item for one in pack.ladders for item in one.triggers)):
        assert "film" not in shown.text.en.lower()
        assert "film" not in shown.id


def test_3_and_it_is_said_so() -> None:
    assert "Filming by itself is not aggression" in rule(PMLP, "FM-01").note.en
    assert "filming-guidelines-2025" in {document.id for document in ATD.documents}


def test_4_saving_a_form_is_never_the_notice() -> None:
    told = rule(PMLP, "SE-01")
    assert "in person or by phone" in told.text.en
    assert "is not yet a notice" in told.detail.en


def test_5_the_last_five_minutes_are_not_late() -> None:
    assert "not late" in rule(PMLP, "AP-01").text.en
    assert PMLP.policy is not None
    assert PMLP.policy.call_order.arrival_margin_minutes == 5


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_6_the_third_ring_is_about_listed_phones(pack: Pack) -> None:
    assert "publicly listed phone" in rule(pack, "PH-01").text.en
    assert "mobile unanswered" in rule(pack, "IP-08").text.en


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_7_helper_phrases_are_in_three_languages(pack: Pack) -> None:
    said = [one.say for one in pack.rules if one.say]
    said += [step.say for script in pack.scripts for step in script.steps if step.say]
    said += [step.say for ladder in pack.ladders for step in ladder.steps if step.say]
    assert set(Helper.__struct_fields__) == {"lv", "ru", "en", "uk"}
    assert all(phrase.ru and phrase.en and phrase.uk for phrase in said)


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_8_assistance_is_a_list_of_actions_erased_at_day_close(pack: Pack) -> None:
    assert pack.policy is not None
    actions = {item.id for item in pack.policy.assistance}
    assert {"fetch_in_person", "write", "large_print", "low_counter", "interpreter"} <= actions
    kept = {item.purpose: item.days for item in pack.policy.retention}
    assert kept["assistance"] == 0


def test_9_the_hours_of_2019_begin_on_an_assumed_day() -> None:
    assumed = {item.id: str(item.valid_from) for item in PMLP.hours if item.assumed_from}
    assert assumed == {"pmlp-2019-web": "2019-09-01", "pmlp-2019-phone-line": "2019-09-01"}
    assert not [item.id for item in (*PMLP.hours, *ATD.hours) if item.confirmed]


# Where the documents are silent, the figure is marked as ours.


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_what_the_documents_do_not_say_is_a_marked_default(pack: Pack) -> None:
    policy = pack.policy
    assert policy is not None
    assert policy.default
    assert policy.call_order.default
    assert {item.source for item in policy.retention} == {"default"}
    assert not any(number.confirmed for number in policy.emergency)
    assert all(service.default for service in pack.services)
    for levels in (policy.levels, policy.grades, policy.error_types, policy.park_reasons):
        assert {item.document for item in levels} == {"default"}
    invented = {"error_notice_amber", "incident_detail", "incident_acknowledge", "incident_review"}
    assert {term.source for term in pack.terms if term.id in invented} == {"default"}
