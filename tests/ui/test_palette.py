"""Ctrl+K: what is typed is found, Enter opens it, nothing flickers, looks are logged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk.domain.clock import local_day
from desk.domain.roles import Role
from desk.domain.visit import OPEN_STATES
from desk.i18n import language, set_language
from desk.ui import looks
from desk.ui.duties.view import DutiesScreen
from desk.ui.incidents.view import IncidentsScreen
from desk.ui.palette.dialog import Palette
from desk.ui.palette.finds import BOOKINGS, COMMANDS, PEOPLE, TICKETS
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.widgets.row_model import Row


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


def opened(driver: Driver) -> Palette:
    top = driver.dialog()
    assert isinstance(top, Palette)
    return top


@pytest.fixture
def palette(driver: Driver) -> Palette:
    """Opened by its key, every source there."""
    driver.press(Key.Key_K, CTRL)
    found = opened(driver)
    driver.until(lambda: found._finder._catalogue and found._finder._today.people)
    return found


def look_for(driver: Driver, text: str) -> list[Row]:
    """Type a text and wait for all sources."""
    found = opened(driver)
    found.field.setText(text)
    driver.until(lambda: found._finder.complete())
    return [row for row in found.found.rows.rows() if not row.heading]


def groups(palette: Palette) -> list[str]:
    rows = palette.found.rows.rows()
    return [row.key.removeprefix("group:") for row in rows if row.heading]


def someone(driver: Driver) -> str:
    """The family name of a booked client of today."""
    shell = driver.shell.context
    day = local_day(shell.env.clock())
    booked = ask(driver, lambda reader: reader.appointments.of_day(shell.actor.site, day))
    persons = ask(driver, lambda reader: reader.persons.get_many([booked[-1].person_id]))
    (person,) = persons.values()
    return str(person.name).split()[-1]


def test_it_opens_with_what_is_used_most(palette: Palette, driver: Driver) -> None:
    assert driver.window.focusWidget() is palette.field
    rows = palette.found.rows.rows()
    assert groups(palette) == [COMMANDS]
    assert rows[1].key == palette.found.key() == "command:call_next"
    assert rows[1].right == "F2"


def test_commands_are_found_by_their_words_and_their_key(driver: Driver) -> None:
    driver.window.use_language("en")
    driver.press(Key.Key_K, CTRL)
    assert look_for(driver, "print")[0].key == "command:print_day"
    assert look_for(driver, "F9")[0].key == "command:aggression"
    assert {row.key.partition(":")[0] for row in look_for(driver, "> client")} == {"command"}


def test_a_command_is_done_after_the_palette_is_gone(palette: Palette, driver: Driver) -> None:
    look_for(driver, "> Ctrl+2")
    driver.press(Key.Key_Return)
    driver.until(lambda: isinstance(driver.shell.current(), ScheduleScreen))
    assert driver.window.overlay.top() is None
    driver.press(Key.Key_K, CTRL)
    assert opened(driver).found.rows.rows()[1].key == "command:screen_schedule"


def test_a_client_is_found_and_shown_in_the_schedule(palette: Palette, driver: Driver) -> None:
    name = someone(driver)
    rows = look_for(driver, f"@{name.lower()[:6]}")
    assert groups(palette)[0] == PEOPLE
    waiting = next(row for row in rows if row.number[0].isdigit())
    palette.found.choose(waiting.key)
    driver.press(Key.Key_Return)
    screen = driver.shell.current()
    assert isinstance(screen, ScheduleScreen)
    wanted = waiting.key.removeprefix("client:")
    driver.until(lambda: screen.days.table.entry() is not None)
    driver.until(lambda: str(screen.days.table.entry().appointment.id) == wanted)


def test_a_booking_of_another_day_is_shown_on_its_day(palette: Palette, driver: Driver) -> None:
    rows = look_for(driver, f"@{someone(driver)}")
    assert BOOKINGS in groups(palette)
    other = next(row for row in rows if row.key.startswith("booking:"))
    palette.found.choose(other.key)
    driver.press(Key.Key_Return)
    screen = driver.shell.current()
    assert isinstance(screen, ScheduleScreen)
    wanted = other.key.removeprefix("booking:")
    entry = screen.days.table.entry
    driver.until(lambda: entry() is not None and str(entry().appointment.id) == wanted)
    assert screen.day != local_day(driver.shell.context.env.clock())


def test_a_waiting_ticket_is_chosen_in_the_queue(palette: Palette, driver: Driver) -> None:
    line = [row for row in driver.board.rows if row.visit_id is not None][-1]
    (best, *_more) = look_for(driver, f"#{line.number}")
    assert best.number == line.number
    driver.press(Key.Key_Return)
    assert driver.shell.current() is driver.today
    driver.until(lambda: driver.today.queue.list.key() == f"visit:{line.visit_id}")


def test_an_ended_ticket_leads_to_its_history(palette: Palette, driver: Driver) -> None:
    ended = next(row for row in driver.board.done if row.state not in OPEN_STATES)
    look_for(driver, f"#{ended.number}")
    assert groups(palette) == [TICKETS]
    driver.press(Key.Key_Return)
    driver.until(lambda: driver.window.overlay.top() not in (None, palette))


def test_a_rule_is_found_by_any_form_and_shown(palette: Palette, driver: Driver) -> None:
    keys = [{row.key for row in look_for(driver, text)} for text in ("pases", "pasi", "PASE")]
    found = [{key for key in one if key.startswith(("rule:", "service:"))} for one in keys]
    assert found[0] & found[1] & found[2]
    look_for(driver, "AG-03")
    driver.press(Key.Key_Return)
    screen = driver.shell.current()
    assert isinstance(screen, DutiesScreen)
    assert screen.found.key() == "rule:AG-03"


def test_the_palette_and_the_duties_share_one_catalogue(palette: Palette, driver: Driver) -> None:
    driver.window.overlay.close_all()
    screen = show(driver, "duties")
    assert isinstance(screen, DutiesScreen)
    assert screen._catalogue is palette._finder._catalogue


def test_a_branch_is_shown_in_the_duties(palette: Palette, driver: Driver) -> None:
    look_for(driver, "liepaj")
    keys = [row.key for row in palette.found.rows.rows() if row.key.startswith("branch:")]
    palette.found.choose(keys[0])
    driver.press(Key.Key_Return)
    screen = driver.shell.current()
    assert isinstance(screen, DutiesScreen)
    assert screen.found.key() == keys[0]


def test_the_head_opens_a_report_of_any_day(driver: Driver) -> None:
    work_as(driver, "ilze")
    driver.until(lambda: driver.shell.feed.board is not None)
    site = driver.shell.context.actor.site
    known = ask(driver, lambda reader: reader.incidents.list(site))
    driver.press(Key.Key_K, CTRL)
    number = known[-1].number.removeprefix(f"{site}-")
    best = look_for(driver, number)[0]
    assert best.key == f"incident:{known[-1].id}"
    driver.press(Key.Key_Return)
    screen = driver.shell.current()
    assert isinstance(screen, IncidentsScreen)
    driver.until(lambda: screen.detail is not None)
    assert screen.detail.incident.id == known[-1].id


def test_what_is_typed_in_the_head_is_typed_into_the_palette(driver: Driver) -> None:
    driver.shell.search.setFocus()
    driver.type("b")
    driver.type("e")
    found = opened(driver)
    assert (found.field.text(), driver.shell.search.text()) == ("be", "")
    driver.press(Key.Key_Escape)
    assert found.field.text() == ""
    driver.press(Key.Key_Escape)
    assert driver.window.overlay.top() is None
    assert driver.window.focusWidget() is driver.shell.search
    QTest.mouseClick(driver.shell.search, Qt.MouseButton.LeftButton)
    field = opened(driver).field
    assert driver.window.focusWidget() is field


def test_arrows_move_and_the_choice_stays_while_sources_come(
    palette: Palette, driver: Driver
) -> None:
    look_for(driver, "a")
    first = palette.found.key()
    driver.press(Key.Key_Down)
    second = palette.found.key()
    assert second != first
    with driver.bot.waitSignal(palette._finder.found, timeout=5000):
        palette._finder._read_today()
    assert palette.found.key() == second
    driver.press(Key.Key_Up)
    assert palette.found.key() == first


def test_one_change_of_the_list_a_key(palette: Palette, driver: Driver) -> None:
    told: list[bool] = []
    palette._finder.found.connect(lambda _finds, complete: told.append(complete))
    look_for(driver, "an")
    driver.bot.wait(100)
    assert told == [True]


def test_enter_waits_for_what_was_typed_last(palette: Palette, driver: Driver) -> None:
    line = [row for row in driver.board.rows if row.visit_id is not None][-1]
    palette.field.setText(f"#{line.number}")
    driver.press(Key.Key_Return)
    driver.until(lambda: driver.window.overlay.top() is None)
    assert driver.today.queue.list.key() == f"visit:{line.visit_id}"


def test_nothing_found_says_what_was_searched_and_what_not(
    palette: Palette, driver: Driver
) -> None:
    set_language("en")
    assert look_for(driver, "xyzzy") == []
    assert palette.nothing.isVisible()
    assert "incidents of others are not searched" in palette.nothing._advice.text()
    driver.press(Key.Key_Return)
    assert driver.window.overlay.top() is palette


def test_the_field_tells_a_screen_reader_what_enter_opens(palette: Palette, driver: Driver) -> None:
    look_for(driver, "AG-03")
    row = palette.found.rows.rows()[1]
    assert row.say() in palette.field.accessibleDescription()


@pytest.mark.parametrize("role", [Role.IT, Role.OFFICER])
def test_who_serves_nobody_finds_no_client(driver: Driver, role: Role) -> None:
    name, context = someone(driver), driver.shell.context
    env, actor = context.env, replace(context.actor, role=role)
    driver.window.workplace.leave()
    driver.window.workplace.begin(env, actor)
    set_language("en")
    driver.press(Key.Key_K, CTRL)
    found = opened(driver)
    driver.until(lambda: found._finder._catalogue)
    assert look_for(driver, f"@{name}") == []
    assert look_for(driver, name) == []
    assert "not searched in your role" in found.nothing._advice.text()
    keys = [row.key for row in look_for(driver, ">")]
    assert "command:screen_duties" in keys
    assert not {"command:call_next", "command:aggression", "command:book"} & set(keys)


def _logged(driver: Driver) -> list[tuple[str, str]]:
    now, hour = driver.shell.context.env.clock(), timedelta(hours=1)
    found = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    return [(look.what, look.subject_kind) for look in found if look.purpose == "palette"]


def test_a_settled_search_and_what_is_opened_are_looks(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "SETTLED", 30)
    driver.press(Key.Key_K, CTRL)
    found = opened(driver)
    driver.until(lambda: found._finder._today.people)
    look_for(driver, f"@{someone(driver)[:3]}")
    driver.until(lambda: _logged(driver) == [("search", "appointment")])
    look_for(driver, "> print")
    driver.bot.wait(100)
    assert _logged(driver) == [("search", "appointment")]
    look_for(driver, f"@{someone(driver)}")
    driver.press(Key.Key_Return)
    driver.until(lambda: ("open", "appointment") in _logged(driver))


def test_the_search_of_rules_is_no_look(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "SETTLED", 30)
    driver.press(Key.Key_K, CTRL)
    look_for(driver, "AG-03")
    driver.bot.wait(100)
    assert _logged(driver) == []


def test_the_languages_are_commands(palette: Palette, driver: Driver) -> None:
    look_for(driver, "> language")
    keys = [row.key for row in palette.found.rows.rows()]
    assert {"command:language_lv", "command:language_en", "command:language_ru"} <= set(keys)
    palette.found.choose("command:language_ru")
    driver.press(Key.Key_Return)
    driver.until(lambda: language() == "ru")
    assert driver.window.overlay.top() is None


def test_text_sizes_are_commands(palette: Palette, driver: Driver) -> None:
    look_for(driver, "> text size 125")
    driver.press(Key.Key_Return)
    driver.until(lambda: driver.window.preferences.text_percent == 125)
    show(driver, "duties")
