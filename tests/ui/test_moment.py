"""In the moment: every form by keys alone within a minute; ticket and counter follow the ladder."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from colleague import ask
from driver import CTRL, NONE, SHIFT, Driver, Key
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from desk.domain.incident import Incident, IncidentKind
from desk.domain.ladder import ASKED_NEAR
from desk.domain.visit import TicketState
from desk.resources import packs_dir
from desk.services.content.load import load_pack
from desk.ui.card import ActionCard
from desk.ui.incidents.forms import ReportDialog
from desk.ui.incidents.ladder import LadderPane
from desk.ui.incidents.moment_pane import MomentPane
from desk.ui.moment.report_menu import ReportMenu
from desk.ui.widgets.text import Label

ALT = Qt.KeyboardModifier.AltModifier
PRESS, LETTER = 1.2, 0.35
"""Seconds that a slow typist takes for a key of the form, and for a letter of a sentence."""
MINUTE = 60
TEXT = "Kliedza un sita pa leti"
HAND_OF = {"filming": 1, "gift": 2, "data": 3, "near_miss": 4, "safety": 5, "aggression": 6}


class Hands:
    """Two hands on the keyboard; counts presses, and the demo's clock goes on with them."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.presses, self.seconds = driver, 0, 0.0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """One key."""
        self.driver.press(key, held)
        self._spend(PRESS)

    def digit(self, digit: int, held: Qt.KeyboardModifier = NONE) -> None:
        """A digit."""
        self.press(Key(int(Key.Key_0) + digit), held)

    def type(self, text: str) -> None:
        """A sentence."""
        self.driver.type(text)
        self.presses += len(text)
        self.driver.pass_seconds(len(text) * LETTER)
        self.seconds += len(text) * LETTER

    def to(self, wanted: QWidget) -> None:
        """Go to a control with Tab alone."""
        for _step in range(40):
            if self.driver.window.focusWidget() is wanted:
                return
            self.press(Key.Key_Tab)
        raise AssertionError("Tab does not lead there")

    def _spend(self, seconds: float) -> None:
        self.presses += 1
        self.seconds += seconds
        self.driver.pass_seconds(seconds)


def _dialog(driver: Driver) -> ReportDialog:
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportDialog))
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    return dialog


def _ladder(driver: Driver) -> LadderPane:
    ladder = _dialog(driver).ladder
    assert ladder is not None
    return ladder


def _use_pack_of(driver: Driver, institution: str) -> None:
    """Let the session work by another institution's ladder, scripts and forms."""
    context = driver.window.context
    assert context is not None
    other = load_pack(packs_dir() / institution)
    pack = msgspec.structs.replace(
        context.env.pack,
        ladders=other.ladders,
        scripts=other.scripts,
        moments=other.moments,
        contacts=other.contacts,
        documents=other.documents,
    )
    context.env = replace(context.env, pack=pack)


def _filed(driver: Driver) -> Incident:
    """The newest report."""
    driver.until(lambda: driver.window.overlay.top() is None)
    driver.settle()
    found: tuple[Incident, ...] = ask(driver, lambda reader: reader.incidents.list("riga-2"))
    return max(found, key=lambda incident: incident.recorded_at)


@pytest.mark.parametrize("institution", ["pmlp", "atd", "handbook"])
def test_each_ladder_is_walked_by_keys_within_a_minute(driver: Driver, institution: str) -> None:
    """Every step, everybody who came, how it ended, one line of fact, who was told."""
    _use_pack_of(driver, institution)
    hands = Hands(driver)
    hands.press(Key.Key_F9)
    dialog, ladder = _dialog(driver), _ladder(driver)
    for number in range(1, len(ladder.ladder.steps) + 1):
        hands.digit(number)
    for _helper in ladder.came:
        hands.digit(8)
    hands.digit(3, ALT)
    hands.to(dialog.fields.text)
    hands.type(TEXT)
    hands.press(Key.Key_Return, CTRL)
    incident = _filed(driver)
    stamped = {step.step for step in incident.steps}
    steps = {step.id for step in ladder.ladder.steps}
    assert stamped == steps | {f"{step}:came" for step in ladder.came} | {"removed"}
    assert (incident.kind, incident.level) == (IncidentKind.AGGRESSION, "1")
    assert hands.seconds <= MINUTE, (hands.presses, hands.seconds)
    assert hands.presses <= 50


@pytest.mark.parametrize("kind", ["filming", "gift", "data", "near_miss", "safety"])
@pytest.mark.parametrize("institution", ["pmlp", "atd"])
def test_each_other_form_by_keys_within_a_minute(
    driver: Driver, kind: str, institution: str
) -> None:
    """Menu, what happened, one line, report; nothing else is demanded."""
    _use_pack_of(driver, institution)
    hands = Hands(driver)
    hands.press(Key.Key_F9, SHIFT)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportMenu))
    hands.digit(HAND_OF[kind])
    dialog = _dialog(driver)
    assert dialog.kind is IncidentKind(kind)
    side = dialog.side
    if isinstance(side, MomentPane) and side.moment.ends:
        hands.digit(1)
        hands.digit(1, ALT)
    hands.to(dialog.fields.text)
    hands.type(TEXT)
    hands.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is not dialog)
    while driver.window.overlay.top() is not None:  # what follows data in the wrong hands
        driver.press(Key.Key_Escape)
    incident = _filed(driver)
    assert incident.kind is IncidentKind(kind)
    if isinstance(side, MomentPane):
        assert incident.level == ""
        expected = 2 if side.moment.ends else 0
        assert len(incident.steps) == expected
    assert hands.seconds <= MINUTE, (hands.presses, hands.seconds)
    assert hands.presses <= 45


def test_the_emptiest_report_of_each_kind_is_accepted(driver: Driver) -> None:
    """Nothing is demanded: menu, digit, Ctrl+Enter."""
    for kind, digit in HAND_OF.items():
        driver.press(Key.Key_F9, SHIFT)
        driver.until(lambda: isinstance(driver.window.overlay.top(), ReportMenu))
        driver.press(Key(int(Key.Key_0) + digit))
        dialog = _dialog(driver)
        driver.press(Key.Key_Return, CTRL)
        driver.until(lambda dialog=dialog: driver.window.overlay.top() is not dialog)
        while driver.window.overlay.top() is not None:
            driver.press(Key.Key_Escape)
        driver.pass_seconds(1)
        assert _filed(driver).kind is IncidentKind(kind)


def test_stamping_the_end_stops_the_ticket_at_once(driver: Driver) -> None:
    visit = driver.board.serving.visit.id if driver.board.serving else None
    assert visit is not None
    driver.press(Key.Key_F9)
    dialog = _dialog(driver)
    driver.press(Key.Key_1)
    driver.press(Key.Key_2)
    driver.settle()
    assert ask(driver, lambda reader: reader.visits.get(visit).state) is TicketState.STOPPED
    assert dialog.live is not None and dialog.live.said.isVisible()
    driver.press(Key.Key_Backspace)
    driver.settle()
    assert ask(driver, lambda reader: reader.visits.get(visit).state) is TicketState.SERVING
    driver.press(Key.Key_Escape)
    assert driver.settle().resting is False


def test_the_counter_rests_until_its_clerk_is_ready(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    _dialog(driver)
    driver.press(Key.Key_1)
    driver.press(Key.Key_2)
    driver.press(Key.Key_Escape)
    board = driver.settle()
    today = driver.today
    assert board.resting and board.serving is None
    assert today.middle.hold.isVisible()
    assert not today.queue.next.isVisible()
    assert not today.queue.list.isVisible()
    assert today.queue.rest.own.isVisible()
    driver.press(Key.Key_F2)  # asks once
    driver.until(lambda: "F2" in driver.window.messages.text())
    assert driver.window.messages.property("tone") == "warn"
    assert driver.settle().resting
    driver.press(Key.Key_F2)
    board = driver.settle()
    assert not board.resting and board.serving is None  # nobody is called by it
    assert today.queue.next.isVisible()
    driver.pass_seconds(2)
    driver.press(Key.Key_F2)
    driver.until(lambda: driver.board.serving is not None)


def test_the_button_ends_the_rest_at_once(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    _dialog(driver)
    driver.press(Key.Key_2)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    assert driver.settle().resting
    driver.today.middle.hold.button.click()
    driver.until(lambda: not driver.board.resting)


def test_leaving_out_the_warning_asks_for_its_reason_by_one_key(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    ladder = _ladder(driver)
    driver.press(Key.Key_2)
    assert list(ladder.stamps) == ["stop"]  # stamped at once all the same
    assert ladder.unexplained.isVisible()
    driver.press(Key.Key_0)
    assert not ladder.unexplained.isVisible()
    assert set(ladder.stamps) == {"stop", "immediate_danger"}


def test_danger_shows_the_numbers_and_needs_no_warning(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    ladder = _ladder(driver)
    assert not ladder.help.isVisible()
    driver.press(Key.Key_9)
    assert ladder.help.isVisible()
    shown = {label.text() for label in ladder.help.findChildren(Label)}
    assert {"112", "110"} <= shown
    assert list(ladder.stamps) == ["immediate_danger"]
    assert driver.window.focusWidget() is ladder._rows["call_supervisor"].stamp


def test_called_and_come_are_two_times(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    ladder = _ladder(driver)
    driver.press(Key.Key_8)
    assert ladder.stamps == {}
    driver.press(Key.Key_5)
    driver.pass_seconds(90)
    driver.press(Key.Key_4)
    driver.pass_seconds(300)
    driver.press(Key.Key_8)
    driver.press(Key.Key_8)
    driver.press(Key.Key_8)
    waits = [ladder.stamps[f"{who}:came"] - ladder.stamps[who] for who in ("call_guard",)]
    assert waits[0].total_seconds() >= 390
    assert len(ladder.stamps) == 4


def test_led_out_needs_somebody_who_was_called(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    ladder = _ladder(driver)
    driver.press(Key.Key_4, ALT)
    assert ladder.stamps == {}
    assert not ladder.outcome.buttons["police"].isEnabled()
    driver.press(Key.Key_4)
    driver.press(Key.Key_4, ALT)
    assert "police" in ladder.stamps


def test_the_sentence_is_shown_to_the_client_and_the_form_comes_back(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    dialog, ladder = _dialog(driver), _ladder(driver)
    driver.press(Key.Key_1)
    driver.press(Key.Key_D, CTRL)
    driver.until(lambda: driver.window.turning.view is not None)
    view = driver.window.turning.view
    assert view is not None and view.isVisible() and not dialog.isVisible()
    assert ladder.ladder.steps[1].say is not None
    assert view._phrases[0].say == ladder.ladder.steps[1].say
    assert all("bīstams" not in phrase.say.lv for phrase in view._phrases)
    driver.press(Key.Key_Escape)
    assert dialog.isVisible() and driver.window.overlay.top() is dialog
    driver.press(Key.Key_2)
    assert "stop" in ladder.stamps


def test_near_is_quiet_honest_and_remembered(driver: Driver) -> None:
    driver.press(Key.Key_F12, CTRL)
    driver.until(lambda: driver.window.messages.text())
    assert driver.window.overlay.top() is None
    assert driver.window.messages.property("tone") != "danger"
    driver.press(Key.Key_F9)
    ladder = _ladder(driver)
    assert list(ladder.stamps) == [ASKED_NEAR]
    assert ladder.near.isVisible()
    assert not _dialog(driver)._continued.isVisible()
    driver.press(Key.Key_Backspace)
    assert list(ladder.stamps) == [ASKED_NEAR]
    driver.press(Key.Key_Return, CTRL)
    assert [step.step for step in _filed(driver).steps] == [ASKED_NEAR]


def test_filming_becomes_aggression_by_choice_alone(driver: Driver) -> None:
    driver.press(Key.Key_F9, SHIFT)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportMenu))
    driver.press(Key.Key_1)
    dialog = _dialog(driver)
    side = dialog.side
    assert isinstance(side, MomentPane)
    assert not side.aggression.isVisible()
    dialog.fields.triggers["staff"].click()
    assert not side.aggression.isVisible()
    dialog.fields.triggers["went_on"].click()
    assert side.aggression.isVisible()
    assert dialog.typed().level == ""
    side.aggression.click()
    driver.until(lambda: _dialog(driver).kind is IncidentKind.AGGRESSION)
    assert _dialog(driver).typed().level == "1"


def test_atd_keeps_the_permission_in_words_and_marks_the_doubt(driver: Driver) -> None:
    _use_pack_of(driver, "atd")
    driver.press(Key.Key_F9, SHIFT)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportMenu))
    driver.press(Key.Key_1)
    dialog = _dialog(driver)
    dialog.fields.text.setText("Filmēja zāli")
    dialog.fields.words["given_by"].setText("sabiedrisko attiecību vadītāja")
    dialog.fields.words["valid_until"].setText("30.11.")
    typed = dialog.typed()
    assert typed.text == (
        "Filmēja zāli\nKas devis: sabiedrisko attiecību vadītāja\nLīdz kad: 30.11."
    )
    dialog._use(typed)
    assert dialog.fields.text.text() == "Filmēja zāli"
    assert dialog.fields.words["valid_until"].text() == "30.11."
    shown = " ".join(label.text() for label in dialog.findChildren(Label))
    assert "juristam" in shown
    assert "2025" in shown


def test_no_script_orders_deletion_or_takes_the_phone() -> None:
    for institution in ("pmlp", "atd", "handbook"):
        pack = load_pack(packs_dir() / institution)
        said = [step.say.lv for script in pack.scripts for step in script.steps if step.say]
        said += [step.say.lv for step in pack.ladders[0].steps if step.say]
        filming = next(script for script in pack.scripts if script.id == "filming")
        assert {"objected", "privacy_explained", "papers_moved"} <= {s.id for s in filming.steps}
        filmed = [step.say.lv.lower() for step in filming.steps if step.say]
        assert not any("dzēs" in text or "tālruni" in text for text in filmed)
        assert said


def test_a_heated_talk_is_one_key(driver: Driver) -> None:
    driver.press(Key.Key_F9, CTRL)
    driver.until(lambda: driver.window.messages.text())
    assert "1" in driver.window.messages.text()
    assert driver.window.overlay.top() is None
    incident = _filed(driver)
    assert (incident.level, incident.text_id, incident.service) == ("0", None, "")


@pytest.mark.parametrize(("width", "height", "scale"), [(1024, 700, 150), (1366, 768, 100)])
def test_the_numbers_of_the_card_are_seen_without_scrolling(
    driver: Driver, width: int, height: int, scale: int
) -> None:
    driver.window.resize(width, height)
    driver.window.use_scale(scale)
    driver.until(lambda: driver.window.shell is not None)
    driver.press(Key.Key_F12)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ActionCard))
    card = driver.window.overlay.top()
    assert isinstance(card, ActionCard)
    driver.until(lambda: card.numbers.height() > 0 and card._scroll.viewport().height() > 0)
    driver.bot.wait(50)
    seen = QRect(QPoint(0, 0), card._scroll.viewport().size())
    numbers = [
        label for label in card.numbers.findChildren(Label) if label.text() in ("112", "110")
    ]
    assert len(numbers) == 2
    for label in numbers:
        place = QRect(label.mapTo(card._scroll.viewport(), QPoint(0, 0)), label.size())
        assert seen.contains(place), label.text()
