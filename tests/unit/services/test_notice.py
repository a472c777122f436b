"""Supervisor notice: who meets which report, that they read it, and whom to tell instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.incident import Answer, FirstReport, Incident, IncidentKind, Told
from desk.domain.incident_handling import TaskKind
from desk.domain.notice import READ, Recipient, Why
from desk.domain.roles import Actor, Role
from desk.services import (
    incident_remedy,
    incident_review,
    incidents,
    notice,
    notice_news,
    notice_order,
    session,
)
from desk.services.content.schema import Contact
from desk.services.content.schema_base import Text
from desk.services.session import Verified

K = IncidentKind


def reported(branch: Branch, kind: K = K.AGGRESSION, level: str = "2", **parts: Any) -> Incident:
    by = parts.pop("by", branch.anna)
    first = FirstReport(kind, branch.clock(), level=level, **parts)
    made = branch.do(incidents.report, first, by=by)
    assert isinstance(made, Incident)
    return made


def numbers(branch: Branch, by: Actor | None = None) -> list[str]:
    return [line.number for line in branch.read(notice.unseen, by=by or branch.head)]


@pytest.mark.parametrize(
    ("kind", "level", "parts", "first", "breaks_in"),
    [
        (K.AGGRESSION, "0", {}, False, False),
        (K.AGGRESSION, "1", {}, False, False),
        (K.AGGRESSION, "2", {}, True, True),
        (K.AGGRESSION, "3", {}, True, True),
        (K.AGGRESSION, "1", {"weapon": Answer.YES}, True, True),
        (K.ERROR, "E0", {}, False, False),
        (K.ERROR, "E1", {}, True, False),
        (K.ERROR, "", {}, True, False),
        (K.ERROR, "E4", {}, True, False),
        (K.NEAR_MISS, "E0", {}, False, False),
        (K.DATA, "", {}, True, False),
        (K.SAFETY, "", {}, True, False),
        (K.SAFETY, "", {"hurt": Answer.YES}, True, True),
        (K.FILMING, "", {}, False, False),
        (K.GIFT, "", {}, False, False),
    ],
)
def test_what_stands_first_and_what_breaks_in(
    branch: Branch, kind: K, level: str, parts: Any, first: bool, breaks_in: bool
) -> None:
    reported(branch, kind, level, **parts)
    found = branch.read(notice.unseen, by=branch.head)
    assert [line.breaks_in for line in found] == ([breaks_in] if first else [])


def test_the_gravest_first_then_the_newest(branch: Branch) -> None:
    error = reported(branch, K.ERROR, "E1")
    branch.clock.advance(minutes=1)
    older = reported(branch)
    branch.clock.advance(minutes=1)
    newer, newest = reported(branch), reported(branch, K.ERROR, "E2")
    expected = [newer.number, older.number, newest.number, error.number]
    assert sorted(numbers(branch)[:2]) == sorted(expected[:2])
    assert numbers(branch)[-1] == error.number


def test_read_is_kept_once_and_the_reporter_sees_who_and_when(branch: Branch) -> None:
    ilze = branch.sign_up("ilze", "Ilze", Role.HEAD)
    made = reported(branch)
    branch.clock.advance(minutes=15)
    branch.do(notice.seen, made.id, by=ilze)
    branch.clock.advance(minutes=15)
    branch.do(notice.seen, made.id, by=ilze)
    assert numbers(branch, ilze) == []
    assert numbers(branch) == [made.number]  # another head has not read it
    (seen,) = branch.read(notice.seen_by, made.id, by=branch.anna)
    assert (seen.name, seen.role, seen.at) == ("Ilze", Role.HEAD, wall(9, 15))
    with refuses("notice.seen_already"), branch.database.unit_of_work() as uow:
        uow.notices.add(made.id, ilze.account_id, branch.clock())
    with refuses("incident.not_yours"):
        branch.read(notice.seen_by, made.id, by=branch.inese)


def test_reading_is_no_acknowledging(branch: Branch) -> None:
    made = reported(branch)
    branch.do(notice.seen, made.id, by=branch.head)
    with branch.database.reader() as reader:
        assert reader.incidents.get(made.id).acknowledged_at is None


def test_nobody_meets_their_own_report_nor_one_about_them(branch: Branch) -> None:
    own = reported(branch, by=branch.head)
    assert numbers(branch) == []
    with refuses("notice.not_for_you"):
        branch.do(notice.seen, own.id, by=branch.head)
    deputy = branch.sign_up("dace", "Dace", Role.HEAD)
    about = reported(branch)
    concerned = (deputy.account_id,)
    branch.do(incident_review.set_concerned, about.id, concerned, by=branch.head)
    assert numbers(branch, deputy) == [own.number]


def test_what_is_over_or_long_ago_or_elsewhere_is_not_met(branch: Branch) -> None:
    made = reported(branch)
    assert numbers(branch, replace(branch.head, site="riga-3")) == []
    branch.do(incident_review.void, made.id, "by mistake", by=branch.head)
    assert numbers(branch) == []
    reported(branch)
    branch.clock.now = wall(9, day=DAY + timedelta(days=31))
    assert numbers(branch) == []


# News for the reporter


def news(branch: Branch, by: Actor | None = None) -> list[tuple[str, str]]:
    found = branch.read(notice_news.report_news, by=by or branch.anna)
    return [(one.what, one.text or one.level or one.other) for one in found]


def test_the_reporter_hears_what_was_done_once(branch: Branch) -> None:
    made = reported(branch, K.ERROR, "E1")
    assert news(branch) == []
    steps: tuple[tuple[Any, ...], ...] = (
        (notice.seen,),
        (incidents.acknowledge,),
        (incident_review.begin,),
        (incident_review.confirm_level, "E1"),
        (incident_remedy.add_task, TaskKind.REMEDY, "new card", branch.anna.account_id, DAY),
        (incident_review.update, "we asked IT"),
    )
    for use_case, *values in steps:
        branch.clock.advance(minutes=1)
        branch.do(use_case, made.id, *values, by=branch.head)
    assert news(branch) == [
        (READ, ""),
        ("acknowledge", ""),
        ("review", ""),
        ("level", "E1"),
        ("task", "new card"),
        ("update", "we asked IT"),
    ]
    assert news(branch, branch.inese) == []
    branch.do(notice_news.note_news_read, by=branch.anna)
    assert news(branch) == []
    recent = branch.read(notice_news.recent_news, by=branch.anna)
    assert [one.what for one in recent][:2] == ["update", "task"]
    branch.do(incident_review.send_back, made.id, "when was it?", by=branch.head)
    assert news(branch) == [("return", "when was it?")]


def test_ones_own_doings_are_no_news(branch: Branch) -> None:
    made = reported(branch, K.ERROR, "E1")
    branch.do(incidents.told, made.id, Told("Ilze", "phone", branch.clock()), by=branch.anna)
    assert news(branch) == []
    branch.do(incident_review.begin, made.id, by=branch.head)
    assert news(branch, branch.head) == []


def test_merging_names_the_other_report(branch: Branch) -> None:
    first, second = reported(branch), reported(branch, by=branch.inese)
    branch.do(incident_review.merge, first.id, second.id, by=branch.head)
    assert news(branch) == [("merge", second.number)]


def test_what_was_done_long_before_the_first_look_is_not_told(branch: Branch) -> None:
    made = reported(branch)
    branch.do(incidents.acknowledge, made.id, by=branch.head)
    branch.clock.now = wall(9, day=DAY + timedelta(days=31))
    assert news(branch) == []
    assert branch.read(notice_news.recent_news, by=branch.anna) == ()


# Whom to tell


@pytest.fixture
def staffed(branch: Branch) -> Branch:
    """A head and two deputies with accounts; the head at work by the name of `head`."""
    branch.head = branch.sign_up("ilze", "Ilze", Role.HEAD)
    branch.anna = branch.sign_up("anna", "Anna", Role.CLERK)
    return branch


def deputy(branch: Branch, login: str, name: str) -> Actor:
    return branch.sign_up(login, name, Role.DEPUTY)


def told(branch: Branch, kind: K, level: str = "", **options: Any) -> list[Recipient]:
    by = options.pop("by", branch.anna)
    return list(branch.read(notice.recipients, kind, level, by=by, **options))


def whom(found: list[Recipient]) -> list[tuple[str, str]]:
    return [(one.whom, one.why.value) for one in found if one.why is not Why.OTHER]


def at_work(branch: Branch, login: str, who: Actor) -> None:
    verified = Verified(login, who.account_id, right=True)
    with branch.database.unit_of_work() as uow:
        session.begin(uow, branch.env, verified, branch.env.home_branch, "1")
        uow.commit()


def test_an_aggression_is_told_to_the_direct_superior(staffed: Branch) -> None:
    deputy(staffed, "zane", "Zane")
    deputy(staffed, "dace", "Dace")
    found = told(staffed, K.AGGRESSION, "1")
    assert whom(found) == [
        ("Ilze", "head"),
        ("Dace", "deputy"),
        ("Zane", "deputy"),
        ("supervisor", "policy"),
    ]
    assert {one.title for one in found[:3]} == {"supervisor"}
    assert [one.whom for one in found if one.why is Why.OTHER] == [
        "superior_official",
        "guard",
        "headquarters",
    ]


def test_an_error_is_told_to_the_superior_official(staffed: Branch) -> None:
    found = told(staffed, K.ERROR, "E2")
    assert whom(found) == [("Ilze", "head"), ("superior_official", "policy")]
    assert found[0].title == "superior_official"


def test_of_level_2_headquarters_hears_too(staffed: Branch) -> None:
    assert whom(told(staffed, K.AGGRESSION, "2"))[-1] == ("headquarters", "level")


def test_whoever_is_at_work_here_today_comes_first(staffed: Branch) -> None:
    zane = deputy(staffed, "zane", "Zane")
    deputy(staffed, "dace", "Dace")
    at_work(staffed, "zane", zane)
    found = told(staffed, K.AGGRESSION)
    assert [(one.whom, one.here) for one in found[:3]] == [
        ("Zane", True),
        ("Ilze", False),
        ("Dace", False),
    ]


def test_the_head_sets_the_order_of_deputies(staffed: Branch) -> None:
    zane, dace = deputy(staffed, "zane", "Zane"), deputy(staffed, "dace", "Dace")
    wanted = (zane.account_id, dace.account_id)
    staffed.do(notice_order.set_deputy_order, wanted, by=staffed.head)
    assert staffed.read(notice_order.deputy_order, by=staffed.head) == wanted
    found = told(staffed, K.AGGRESSION)
    assert [(one.whom, one.number) for one in found[1:3]] == [("Zane", 1), ("Dace", 2)]
    ruta = deputy(staffed, "ruta", "Ruta")
    assert staffed.read(notice_order.deputy_order, by=staffed.head)[-1] == ruta.account_id
    for strangers in ([staffed.anna.account_id], [staffed.head.account_id]):
        with refuses("notice.not_deputy"):
            staffed.do(notice_order.set_deputy_order, strangers, by=staffed.head)
    with refuses("access.password_needed"):
        by_pin = replace(staffed.head, by_pin=True)
        staffed.do(notice_order.set_deputy_order, wanted, by=by_pin)


def test_where_the_head_reported_or_is_concerned_it_is_the_official_above(staffed: Branch) -> None:
    deputy(staffed, "dace", "Dace")
    own = told(staffed, K.AGGRESSION, by=staffed.head)
    assert whom(own) == [("superior_official", "head_reported"), ("Dace", "deputy")]
    concerned = told(staffed, K.AGGRESSION, concerned=(staffed.head.account_id,))
    assert whom(concerned)[0] == ("superior_official", "head_concerned")
    assert concerned[0].phone == ""  # to come from headquarters
    second = staffed.sign_up("maija", "Maija", Role.HEAD)
    assert whom(told(staffed, K.AGGRESSION, by=staffed.head))[0] == ("Maija", "head")
    assert second.account_id


def test_the_number_of_the_official_comes_from_the_directory(staffed: Branch) -> None:
    name = Text(lv="A", en="A", ru="A")
    number = Contact(notice_order.CONTACT, name, "phone", "+37167000000", "pmlp-2023")
    with_number = msgspec.structs.replace(staffed.env.pack, contacts=[number])
    staffed.env = replace(staffed.env, pack=with_number)
    (first, *_rest) = told(staffed, K.AGGRESSION, by=staffed.head)
    assert (first.whom, first.phone) == ("superior_official", "+37167000000")


def test_with_nobody_to_tell_here_it_is_the_official_above(branch: Branch) -> None:
    found = told(branch, K.AGGRESSION)
    assert whom(found) == [("superior_official", "nobody_here"), ("supervisor", "policy")]
    assert whom(told(branch, K.ERROR)) == [("superior_official", "nobody_here")]


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("level", ["", "2", "E3"])
def test_every_recipient_is_offered_once(staffed: Branch, kind: K, level: str) -> None:
    for by in (staffed.anna, staffed.head):
        found = [one.whom for one in told(staffed, kind, level, by=by)]
        assert len(found) == len(set(found))
        assert {option.id for option in staffed.env.policy.recipients} <= set(found)
