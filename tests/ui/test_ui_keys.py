"""The key table: nothing in it is typed by accident, changes are checked."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from desk.domain.errors import DeskError
from desk.ui.keys import KEYS, KeyTable, delivered_key, is_safe


def test_every_key_is_safe_and_belongs_to_one_action() -> None:
    keys = [entry.key for entry in KEYS if entry.key]
    assert len(keys) == len(set(keys))
    assert all(is_safe(key) for key in keys)


def test_the_keys_that_everybody_learns() -> None:
    learned = {
        "keys": "F1", "call_next": "F2", "start": "F3", "finish": "F4", "recall": "F5",
        "no_show": "Shift+F5", "park": "F6", "phone": "F7", "transfer": "F8",
        "aggression": "F9", "take_in": "F10", "error": "F11", "card": "F12",
        "walk_in": "Ctrl+N", "search": "Ctrl+K", "undo": "Ctrl+Z", "book": "Ctrl+B",
        "print_day": "Ctrl+P", "lock": "Ctrl+L",
    }  # fmt: skip
    table = KeyTable()
    assert {name: table.key(name) for name in learned} == learned


@pytest.mark.parametrize("key", ["A", "5", "Space", "Return", "Enter", "Shift+A", "Ctrl+K, Ctrl+K"])
def test_a_key_that_is_typed_by_accident_is_never_taken(key: str) -> None:
    assert not is_safe(key)
    assert KeyTable({"finish": key}).key("finish") == "F4"


def test_a_key_can_be_changed_unless_another_action_has_it() -> None:
    assert KeyTable({"finish": "Ctrl+F4"}).key("finish") == "Ctrl+F4"
    assert KeyTable({"finish": "F6"}).key("finish") == "F4"
    assert KeyTable({"no such action": "F4"}).key("finish") == "F4"


def test_sequences_are_ones_that_qt_understands() -> None:
    for key in KeyTable().sequences():
        assert QKeySequence(key).toString() == key


@pytest.mark.parametrize("key", ["Ctrl+Return", "Alt+Space", "Ctrl+Alt+A", "Ctrl+Left", "Ctrl+Ā"])
def test_what_types_or_moves_is_refused(key: str) -> None:
    with pytest.raises(DeskError, match="typed"):
        KeyTable().with_key("finish", key)


@pytest.mark.parametrize("key", ["Ctrl+C", "Alt+F4", "Shift+F10", "Meta+F2"])
def test_what_belongs_to_others_is_refused(key: str) -> None:
    with pytest.raises(DeskError, match="system"):
        KeyTable().with_key("finish", key)


def test_a_key_that_is_taken_is_refused_by_name() -> None:
    with pytest.raises(DeskError) as refused:
        KeyTable().with_key("finish", "F6")
    assert refused.value.params["key"] == "F6"
    assert refused.value.params["action"]


def test_keys_can_be_passed_round_and_are_read_back_as_they_were() -> None:
    table = KeyTable().with_key("finish", "Ctrl+F4")
    table = table.with_key("park", "F4").with_key("finish", "F6")
    assert (table.key("finish"), table.key("park")) == ("F6", "F4")
    assert table.changes() == {"finish": "F6", "park": "F4"}
    assert KeyTable(table.changes()).changes() == table.changes()


def test_the_delivered_key_is_no_change() -> None:
    table = KeyTable().with_key("finish", "Alt+F").with_key("finish", delivered_key("finish"))
    assert table.changes() == {}


def test_of_two_changes_to_one_key_the_first_stays() -> None:
    table = KeyTable({"finish": "Alt+F", "park": "Alt+F"})
    assert (table.key("finish"), table.key("park")) == ("Alt+F", "F6")
