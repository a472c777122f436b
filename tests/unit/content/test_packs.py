"""The shipped packs say what the documents say, and never mix two institutions."""

from __future__ import annotations

from datetime import date, time

import msgspec
import pytest

from desk.domain.errors import DeskError
from desk.domain.hours import WeeklyHours
from desk.resources import packs_dir
from desk.services.content.bundled import bundled_institutions, bundled_pack
from desk.services.content.hours_of import weekly_versions
from desk.services.content.load import load_pack
from desk.services.content.schema import PHASES, PHONE_LINE, TOPICS, Pack


@pytest.fixture(scope="module")
def pmlp() -> Pack:
    return bundled_pack("pmlp")


@pytest.fixture(scope="module")
def atd() -> Pack:
    return bundled_pack("atd")


def _weekly_hours(version: WeeklyHours) -> float:
    def minutes(wall: time) -> int:
        return wall.hour * 60 + wall.minute

    return sum(minutes(i.end) - minutes(i.start) for day in version.week for i in day) / 60


def test_two_institutions_are_shipped() -> None:
    assert [info.institution for info in bundled_institutions()] == ["atd", "pmlp"]
    with pytest.raises(DeskError, match=r"content\.unknown_institution"):
        bundled_pack("csdd")


def test_branches(pmlp: Pack, atd: Pack) -> None:
    whole = [branch.id for branch in pmlp.branches if not branch.parent]
    parents = {branch.id: branch.parent for branch in pmlp.branches if branch.parent}
    assert len(whole) == 30
    assert parents == {"livani": "jekabpils", "smiltene": "valka", "sigulda": "riga-1"}
    assert [branch.id for branch in atd.branches] == [
        "atd-riga",
        "atd-cesis",
        "atd-daugavpils",
        "atd-liepaja",
    ]


@pytest.mark.parametrize(
    ("branch", "version", "valid_from", "hours"),
    [
        ("riga-1", "pmlp-2018-riga-1", date(2018, 12, 12), 60),
        ("riga-2", "pmlp-2018", date(2018, 12, 12), 37),
        ("riga-2", "pmlp-2019-web", date(2019, 9, 1), 37.5),
        ("ventspils", "pmlp-2019-web", date(2019, 9, 1), 37.5),
        ("livani", "pmlp-2018-livani", date(2018, 12, 12), 7),
        ("smiltene", "pmlp-2018-smiltene", date(2018, 12, 12), 6),
        ("sigulda", "pmlp-2018-sigulda", date(2018, 12, 12), 5.5),
        (PHONE_LINE, "pmlp-2019-phone-line", date(2019, 9, 1), 36),
    ],
)
def test_pmlp_hours(pmlp: Pack, branch: str, version: str, valid_from: date, hours: float) -> None:
    found = {item.id: item for item in weekly_versions(pmlp, branch)}
    assert found[version].valid_from == valid_from
    assert _weekly_hours(found[version]) == hours
    assert not found[version].confirmed


def test_riga_1_and_sub_branches_are_not_on_the_2019_page(pmlp: Pack) -> None:
    for branch in ("riga-1", "livani", "smiltene", "sigulda"):
        assert len(weekly_versions(pmlp, branch)) == 1
    others = [b.id for b in pmlp.branches if not b.parent and b.id != "riga-1"]
    assert {len(weekly_versions(pmlp, branch)) for branch in others} == {2}
    assert len(others) == 29


def test_atd_hours_have_lunch_breaks(atd: Pack) -> None:
    for branch in atd.branches:
        (version,) = weekly_versions(atd, branch.id)
        assert _weekly_hours(version) == 35.5
        assert [len(day) for day in version.week] == [2, 2, 2, 2, 2, 0, 0]
        assert version.week[4][1].start == time(12, 30)


def test_no_rule_of_one_institution_reaches_the_other(pmlp: Pack, atd: Pack) -> None:
    assert not [d.id for d in pmlp.documents if d.id.startswith("atd")]
    assert not [d.id for d in atd.documents if d.id.startswith("pmlp")]
    assert b"pmlp-20" not in _json(atd)
    assert b"atd-standard" not in _json(pmlp)


def _json(pack: Pack) -> bytes:
    return msgspec.json.encode(pack)


def test_the_handbook_binds_pmlp_and_is_to_be_confirmed_for_atd(pmlp: Pack, atd: Pack) -> None:
    of_handbook = [rule for rule in atd.rules if rule.document == "handbook"]
    assert of_handbook
    assert all(rule.to_be_confirmed and rule.note for rule in of_handbook)
    assert not [
        rule for rule in atd.rules if rule.document == "atd-standard" and rule.to_be_confirmed
    ]
    assert not [rule for rule in pmlp.rules if rule.to_be_confirmed]
    notes = {document.id: document.note for document in atd.documents}
    assert "jāapstiprina" in str(notes["handbook"])
    assert notes["gdpr"] is None


def test_own_rules_displace_those_of_the_handbook(pmlp: Pack, atd: Pack) -> None:
    for pack in (pmlp, atd):
        ids = [rule.id for rule in pack.rules]
        assert len(ids) == len(set(ids))
        also = [name for rule in pack.rules for name in rule.also]
        assert not set(also) & set(ids)
        assert "RD-05" not in ids
    handbook = {rule.id for rule in load_pack(packs_dir() / "handbook").rules}
    assert "PH-02" in handbook
    assert "PH-02" not in {rule.id for rule in pmlp.rules}
    assert "PH-02" in {rule.id for rule in atd.rules}


def test_every_rule_and_step_cites_a_document(pmlp: Pack, atd: Pack) -> None:
    for pack in (pmlp, atd):
        known = {document.id for document in pack.documents}
        assert {rule.document for rule in pack.rules} <= known
        assert {step.document for script in pack.scripts for step in script.steps} <= known
        assert {step.document for ladder in pack.ladders for step in ladder.steps} <= known


def test_every_phase_has_a_script_and_every_topic_a_title(pmlp: Pack, atd: Pack) -> None:
    for pack in (pmlp, atd):
        assert {script.phase for script in pack.scripts} == set(PHASES)
        assert "action-card" in {script.id for script in pack.scripts}
        assert [topic.id for topic in pack.topics] == list(TOPICS)


def test_each_institution_has_its_own_ladder(pmlp: Pack, atd: Pack) -> None:
    (own,), (other,) = pmlp.ladders, atd.ladders
    assert [step.id for step in own.steps][:2] == ["warn", "stop"]
    assert [step.id for step in other.steps][:3] == ["ask", "refused", "demand"]
    assert {"contempt", "intoxication_suspected"} <= {item.id for item in own.triggers}
    assert {"public_order", "intoxication_obvious"} <= {item.id for item in other.triggers}
    assert "intoxication_suspected" not in {item.id for item in other.triggers}


def test_policy_differs_only_where_the_documents_do(pmlp: Pack, atd: Pack) -> None:
    assert pmlp.policy is not None
    assert atd.policy is not None
    assert pmlp.policy.call_order.arrival_margin_minutes == 5
    assert atd.policy.call_order.arrival_margin_minutes == 0
    assert (pmlp.policy.phone_prompt_minutes, atd.policy.phone_prompt_minutes) == (5, 0)
    assert pmlp.policy.tell["error"] == "superior_official"
    assert pmlp.policy.tell["aggression"] == "supervisor"
    assert [method.id for method in pmlp.policy.payment_methods] == ["card", "transfer"]
    assert pmlp.policy.ticks == atd.policy.ticks


def test_terms_have_dates(pmlp: Pack) -> None:
    answers = {t.valid_from: (t.amount, t.unit) for t in pmlp.terms if t.id == "submission_answer"}
    assert answers == {
        date(2008, 1, 1): (1, "months"),
        date(2026, 3, 1): (10, "working_days"),
    }


def test_moved_days_of_2026(pmlp: Pack, atd: Pack) -> None:
    moves = [(move.off, move.worked) for move in pmlp.moved_days]
    assert moves[-2:] == [
        (date(2026, 1, 2), date(2026, 1, 17)),
        (date(2026, 6, 22), date(2026, 6, 27)),
    ]
    assert pmlp.info.follows_moved_days
    assert not atd.info.follows_moved_days
    assert atd.info.follows_default


def test_the_table_of_moved_days_lacks_none_that_the_holidays_package_knows(pmlp: Pack) -> None:
    """When a new release of the package brings another year, the table has to follow."""
    from holidays.countries.latvia import Latvia

    moves = [(move.off, move.worked) for move in pmlp.moved_days]
    for year in range(2018, 2032):
        package = Latvia(years=year)
        assert {worked for _, worked in moves if worked.year == year} == package.weekend_workdays
        for off, _ in moves:
            assert off.year != year or off in package


def test_urgent_services_are_paid_by_card_only(pmlp: Pack) -> None:
    urgent = {service.id for service in pmlp.services if service.urgent_card_only}
    assert urgent == {"urgent-documents", "urgent-certificate"}
    assert sorted(s.quick for s in pmlp.services if s.quick) == list(range(1, 10))


def test_superseded_contacts_lead_to_the_one_in_force(pmlp: Pack) -> None:
    contacts = {contact.id: contact for contact in pmlp.contacts}
    old = contacts["pmlp-email-2018"]
    assert old.value == "pmlp@pmlp.gov.lv"
    assert contacts[old.superseded_by].value == "pasts@pmlp.gov.lv"
    assert contacts["state-portal"].value == "https://www.latvija.gov.lv"
    assert not contacts["pmlp-instagram"].active
