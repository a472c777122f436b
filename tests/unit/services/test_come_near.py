"""A colleague is asked to come near: honest about the network, remembered for half an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from branch_at_work import Branch

from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.ladder import ASKED_NEAR
from desk.services import come_near, incident_moment
from desk.services.come_near import Asked
from desk.services.device_settings import AgreedSign, keep_device_setting
from desk.services.incident_steps import step_text

AGGRESSION = IncidentKind.AGGRESSION


class _Hub:
    """What a hub will be: it reaches somebody."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def ask(self, site: str, counter: str, at: datetime) -> bool:
        self.asked.append((site, counter))
        return True


def test_without_a_network_nobody_is_reached_and_the_sign_is_said(branch: Branch) -> None:
    assert branch.do(come_near.ask_near, by=branch.anna) == Asked(False, "")
    branch.do(keep_device_setting, AgreedSign("zilā mape"), by=branch.head)
    assert branch.do(come_near.ask_near, by=branch.anna) == Asked(False, "zilā mape")


def test_a_hub_carries_it(branch: Branch) -> None:
    hub = _Hub()
    branch.env = replace(branch.env, nearby=hub)
    assert branch.do(come_near.ask_near, by=branch.anna).reached
    assert hub.asked == [(branch.anna.site, "3")]


def test_a_report_begun_within_half_an_hour_knows_of_it(branch: Branch) -> None:
    asked_at = branch.clock()
    branch.do(come_near.ask_near, by=branch.anna)
    branch.clock.advance(minutes=30)
    begun = branch.do(incident_moment.begin, AGGRESSION, None, by=branch.anna)
    assert [(step.step, step.at) for step in begun.asked] == [(ASKED_NEAR, asked_at)]
    assert branch.do(incident_moment.begin, AGGRESSION, None, by=branch.inese).asked == ()
    gift = branch.do(incident_moment.begin, IncidentKind.GIFT, None, by=branch.anna)
    assert gift.asked == ()
    branch.clock.advance(seconds=1)
    assert branch.do(incident_moment.begin, AGGRESSION, None, by=branch.anna).asked == ()


def test_a_filed_report_has_it_and_the_next_one_does_not(branch: Branch) -> None:
    branch.do(come_near.ask_near, by=branch.anna)
    begun = branch.do(incident_moment.begin, AGGRESSION, None, by=branch.anna)
    first = FirstReport(kind=AGGRESSION, occurred_at=branch.clock(), steps=begun.asked)
    made = branch.do(incident_moment.file, first, None, by=branch.anna)
    assert [step.step for step in made.steps] == [ASKED_NEAR]
    assert branch.do(incident_moment.begin, AGGRESSION, None, by=branch.anna).asked == ()
    assert step_text(branch.env, ASKED_NEAR) == "Asked a colleague to come near"
