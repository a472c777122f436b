"""F9 and F11: a first report in under a minute, by keyboard, kept whatever happens."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from colleague import ask
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QWidget

from desk.domain.clock import RIGA
from desk.domain.incident import Answer, Incident, IncidentKind, Place
from desk.services.incident_steps import step_text
from desk.ui.booking.dialog import BookingDialog
from desk.ui.card import ActionCard
from desk.ui.incidents.forms import ReportDialog
from desk.ui.incidents.when import moment_text, parse_moment
from desk.ui.widgets.text import Label

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=RIGA).astimezone(UTC)


def _open(driver: Driver, key: Key) -> ReportDialog:
    driver.press(key)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportDialog))
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    return dialog


def _filed(driver: Driver, kind: IncidentKind) -> list[Incident]:
    """Reports of a kind that the demo does not have: filed by this test."""
    found = ask(driver, lambda reader: reader.incidents.list("riga-2"))
    context = driver.window.context
    assert context is not None
    mine = [item for item in found if item.reporter_id == context.actor.account_id]
    return [item for item in mine if item.kind is kind and item.recorded_at >= context.env.clock()]


def _draft(driver: Driver, kind: str) -> Any:
    context = driver.window.context
    assert context is not None
    return ask(driver, lambda r: r.drafts.get(context.actor.account_id, f"incident.{kind}"))


def _report(driver: Driver) -> None:
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)


def test_three_keys_make_a_report(driver: Driver) -> None:
    """F9, a step, Ctrl+Enter: everything else has a sensible default."""
    dialog = _open(driver, Key.Key_F9)
    driver.press(Key.Key_1)
    _report(driver)
    (incident,) = _filed(driver, IncidentKind.AGGRESSION)
    assert dialog.ladder is not None
    assert [step.step for step in incident.steps] == [dialog.ladder.ladder.steps[0].id]
    assert (incident.place, incident.counter, incident.level) == (Place.COUNTER, "3", "1")
    assert incident.told is None
    assert _draft(driver, "aggression") is None


def test_each_digit_stamps_its_step_once(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    assert dialog.ladder is not None
    for place, step in enumerate(dialog.ladder.ladder.steps):
        driver.pass_seconds(7)
        driver.press(Key(int(Key.Key_1) + place))
        stamped = dialog.ladder.stamps[step.id]
        driver.pass_seconds(7)
        driver.press(Key(int(Key.Key_1) + place))
        assert dialog.ladder.stamps[step.id] == stamped
    assert len(dialog.ladder.steps()) == len(dialog.ladder.ladder.steps)
    driver.press(Key.Key_Backspace)
    assert dialog.ladder.ladder.steps[-1].id not in dialog.ladder.stamps


def test_the_warning_is_left_out_only_with_its_reason(driver: Driver) -> None:
    """AG-03: immediate danger; the next step is then the one to take, and the report says why."""
    ladder = _open(driver, Key.Key_F9).ladder
    assert ladder is not None
    driver.press(Key.Key_0)
    driver.press(Key.Key_0)
    assert list(ladder.stamps) == ["immediate_danger"]
    assert ladder.first_control() is not ladder.skips["immediate_danger"]
    driver.press(Key.Key_2)
    _report(driver)
    (incident,) = _filed(driver, IncidentKind.AGGRESSION)
    assert [step.step for step in incident.steps] == ["immediate_danger", "stop"]
    context = driver.window.context
    assert context is not None
    assert "tūlītējas briesmas" in step_text(context.env, "immediate_danger")


def test_every_step_says_its_sentence_and_where_it_stands(driver: Driver) -> None:
    ladder = _open(driver, Key.Key_F9).ladder
    assert ladder is not None
    shown = [label.text() for label in ladder.findChildren(Label) if label.isVisible()]
    for step in ladder.ladder.steps:
        if step.say is not None:
            assert any(step.say.lv in text for text in shown), step.id
    assert sum("106/2023, 21.04.2023." in text for text in shown) == 4
    assert sum("Rokasgrāmata" in text for text in shown) == 1


def test_enter_and_space_of_a_scanner_stamp_nothing(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    assert dialog.ladder is not None
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
        driver.press(key)
    assert dialog.ladder.stamps == {}
    assert driver.window.overlay.top() is dialog


def test_digits_typed_into_a_field_stay_text(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    dialog.fields.text.setFocus()
    driver.type("12 reizes")
    assert dialog.fields.text.text() == "12 reizes"
    assert dialog.ladder is not None and dialog.ladder.stamps == {}


def test_what_was_typed_is_there_again_after_esc(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    driver.press(Key.Key_1)
    dialog.fields.text.setFocus()
    driver.type("Kliedza")
    driver.press(Key.Key_Escape)  # at once, before the pause that keeps it has passed
    assert driver.window.overlay.top() is None
    again = _open(driver, Key.Key_F9)
    assert again.fields.text.text() == "Kliedza"
    assert again.ladder is not None and len(again.ladder.stamps) == 1
    assert again._continued.isVisible()
    assert _filed(driver, IncidentKind.AGGRESSION) == []


def test_typing_is_kept_on_the_disk_by_itself(driver: Driver) -> None:
    """Nothing has to be pressed: were the program to die now, the draft would be there."""
    dialog = _open(driver, Key.Key_F11)
    dialog.fields.text.setFocus()
    driver.type("Nepareizs burts")
    driver.until(lambda: _draft(driver, "error") is not None)
    assert b"Nepareizs burts" in _draft(driver, "error")
    assert driver.window.overlay.top() is dialog


def test_signing_out_keeps_what_was_typed(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F11)
    dialog.fields.text.setFocus()
    driver.type("Steiga")
    driver.window.overlay.close_all()
    driver.until(lambda: _draft(driver, "error") is not None)
    assert b"Steiga" in _draft(driver, "error")


def test_begin_anew_forgets_the_draft(driver: Driver) -> None:
    _open(driver, Key.Key_F9)
    driver.press(Key.Key_1)
    driver.press(Key.Key_Escape)
    again = _open(driver, Key.Key_F9)
    again._begin_anew()
    driver.until(lambda: _draft(driver, "aggression") is None)
    assert again.ladder is not None and again.ladder.stamps == {}


def test_a_threat_an_injury_a_weapon_raise_the_level(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    fields = dialog.fields
    assert dialog.typed().level == "1"
    fields.triggers["threat"].click()
    assert dialog.typed().level == "2"
    fields.level.segments.button("0").click()
    assert dialog.typed().level == "2"  # never below the facts
    fields.weapon.button("yes").click()
    assert dialog.typed().level == "3"
    _report(driver)
    (incident,) = _filed(driver, IncidentKind.AGGRESSION)
    assert (incident.level, incident.weapon) == ("3", Answer.YES)


def test_told_is_a_human_act_with_a_time(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    told = dialog.fields.told
    assert told.told() is None
    driver.until(lambda: told.whom.key() == "Ilze Rozīte")  # the head, proposed by name
    driver.pass_seconds(60)
    told.how.button("phone").click()
    answer = told.told()
    assert answer is not None
    assert (answer.how, answer.whom) == ("phone", "Ilze Rozīte")
    _report(driver)
    (incident,) = _filed(driver, IncidentKind.AGGRESSION)
    assert incident.told is not None and incident.told.how == "phone"


def test_a_report_nobody_was_told_of_reminds(driver: Driver) -> None:
    _open(driver, Key.Key_F11)
    _report(driver)
    driver.until(lambda: driver.window.messages.text())
    assert driver.window.messages.property("tone") == "warn"
    (incident,) = _filed(driver, IncidentKind.ERROR)
    assert (incident.told, incident.level) == (None, "E1")


def test_a_personal_code_in_the_text_warns_and_does_not_stop(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F11)
    dialog.fields.text.setFocus()
    driver.type("kods 010190-12345")
    assert dialog.fields.warning.isVisible()
    _report(driver)
    assert len(_filed(driver, IncidentKind.ERROR)) == 1


def test_a_moment_to_come_is_refused_and_everything_stays(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F11)
    dialog.fields.when.setFocus()
    dialog.fields.when.selectAll()
    driver.type("23.50")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: dialog.fields.when.property("wrong"))
    assert driver.window.overlay.top() is dialog
    assert _filed(driver, IncidentKind.ERROR) == []


def test_the_action_card_opens_over_the_form(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    driver.press(Key.Key_F12)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ActionCard))
    driver.press(Key.Key_Escape)
    assert driver.window.overlay.top() is dialog


def test_f9_opens_over_any_other_form_and_only_once(driver: Driver) -> None:
    """A safety key: whatever is being typed waits underneath, untouched."""
    driver.press(Key.Key_B, CTRL)
    booking = driver.dialog()
    assert isinstance(booking, BookingDialog)
    booking.fields.name.setText("Zelma Rasaspura")
    dialog = _open(driver, Key.Key_F9)
    at_rest = driver.window.overlay.at_rest
    driver.press(Key.Key_F12)
    driver.until(at_rest)
    driver.press(Key.Key_F9)
    driver.until(at_rest)
    driver.press(Key.Key_Escape)
    driver.until(lambda: at_rest() and driver.window.overlay.top() is dialog)
    driver.press(Key.Key_Escape)
    driver.until(lambda: driver.window.overlay.top() is booking)
    assert booking.fields.name.text() == "Zelma Rasaspura"


def test_at_most_eleven_fields(driver: Driver) -> None:
    """B3.A: what a person answers, counted by the names that stand over the answers."""
    dialog = _open(driver, Key.Key_F9)
    names = [
        label
        for label in dialog.fields.findChildren(Label)
        if label.buddy() is not None and label.property("role") == "small"
    ]
    steps_and_kind = 2
    assert len(names) + steps_and_kind <= 11


def test_every_control_of_the_form_has_a_name(driver: Driver) -> None:
    dialog = _open(driver, Key.Key_F9)
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy().value & 1 and widget.isVisible():
            assert widget.accessibleName(), widget


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10.48", datetime(2026, 11, 24, 10, 48, tzinfo=RIGA)),
        ("23.11. 15.30", datetime(2026, 11, 23, 15, 30, tzinfo=RIGA)),
        ("23.11.2026. 9.05", datetime(2026, 11, 23, 9, 5, tzinfo=RIGA)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments_as_people_type_them(typed: str, meant: datetime | None) -> None:
    assert parse_moment(typed, NOON) == meant


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 20), date(2026, 1, 2)])
def test_a_moment_written_can_be_read_back(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 9, 5, tzinfo=RIGA)
    assert parse_moment(moment_text(moment, NOON), NOON) == moment
