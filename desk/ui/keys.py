"""The key table: what the program can be told, by which key, and where it belongs.

No bare letter, Space or Enter is ever in it: document scanners type Enter, clerks type notes.
The keys themselves can be changed per device (setting "keys").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from desk.domain.errors import DeskError
from desk.i18n import _, marked

_FUNCTION_KEY = re.compile(r"F\d{1,2}")
_PLAIN_KEY = re.compile(r"[A-Z0-9]")
_HELD = {"Ctrl", "Alt", "Shift"}
_OF_OTHERS = frozenset(
    {"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Y", "Ctrl+Shift+Z", "Shift+F10", "Alt+F4"}
)
"""Keys of text fields and of the system."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One thing the program can be told.

    Args:
        id: stable name, also in settings; key: the key as delivered, "" = none.
        text: English, marked for translation; group: heading in the list of keys.
        screen: the screen that does it; "" = the window itself.
        always: works while a dialog is open too (safety).
        second: a key that does the same and cannot be changed.
    """

    id: str
    key: str
    text: str
    group: str
    screen: str = ""
    always: bool = False
    second: str = ""


QUEUE = marked("Queue")
VISIT = marked("Visit")
SAFETY = marked("Help and incidents")
WINDOW = marked("Window")

KEYS: tuple[KeyEntry, ...] = (
    KeyEntry("call_next", "F2", marked("Call next"), QUEUE, "today"),
    KeyEntry("start", "F3", marked("Client came"), QUEUE, "today"),
    KeyEntry("recall", "F5", marked("Call again"), QUEUE, "today"),
    KeyEntry("no_show", "Shift+F5", marked("Did not come"), QUEUE, "today"),
    KeyEntry("take_in", "F10", marked("Take in a booked client"), QUEUE, "today"),
    KeyEntry("walk_in", "Ctrl+N", marked("Take in a walk-in"), QUEUE, "today"),
    KeyEntry("finish", "F4", marked("Finish"), VISIT, "today"),
    KeyEntry("park", "F6", marked("Park"), VISIT, "today"),
    KeyEntry("transfer", "F8", marked("Transfer"), VISIT, "today"),
    KeyEntry("phone", "F7", marked("Phone call"), VISIT, "today"),
    KeyEntry("undo", "Ctrl+Z", marked("Undo the last action"), VISIT, "today"),
    KeyEntry("aggression", "F9", marked("Report aggression"), SAFETY, always=True),
    KeyEntry("error", "F11", marked("Report an error"), SAFETY),
    KeyEntry("report", "Shift+F9", marked("Report something else"), SAFETY),
    KeyEntry("tally", "Ctrl+F9", marked("Count a heated talk"), SAFETY),
    KeyEntry("near", "Ctrl+F12", marked("Ask a colleague to come near"), SAFETY),
    KeyEntry("card", "F12", marked("Action card"), SAFETY, always=True),
    KeyEntry("hide", "Ctrl+H", marked("Hide everything"), SAFETY, always=True, second="Pause"),
    KeyEntry("screen_today", "Ctrl+1", marked("Today"), WINDOW),
    KeyEntry("screen_schedule", "Ctrl+2", marked("Schedule"), WINDOW),
    KeyEntry("screen_duties", "Ctrl+3", marked("Duties"), WINDOW),
    KeyEntry("screen_incidents", "Ctrl+4", marked("Incidents"), WINDOW),
    KeyEntry("screen_follow_ups", "Ctrl+5", marked("Follow-ups"), WINDOW),
    KeyEntry("screen_branch", "Ctrl+6", marked("Branch"), WINDOW),
    KeyEntry("lessons", "Shift+F11", marked("Lessons learnt"), WINDOW, "incidents"),
    KeyEntry("search", "Ctrl+K", marked("Find anything"), WINDOW),
    KeyEntry("book", "Ctrl+B", marked("Book by phone"), WINDOW, "schedule"),
    KeyEntry("import_day", "Ctrl+I", marked("Import the day file"), WINDOW, "schedule"),
    KeyEntry("print_day", "Ctrl+P", marked("Print the day sheet"), WINDOW, "schedule"),
    KeyEntry("fold", "Ctrl+M", marked("Fold into a strip, unfold"), WINDOW),
    KeyEntry("show_client", "Ctrl+D", marked("Show to the client"), WINDOW),
    KeyEntry("call_display", "", marked("Call numbers on the second screen"), WINDOW),
    KeyEntry("lock", "Ctrl+L", marked("Lock, change person"), WINDOW),
    KeyEntry("own_access", "", marked("My password and PIN"), WINDOW),
    KeyEntry("headquarters", "Ctrl+G", marked("Line to headquarters"), WINDOW),
    KeyEntry("bulletins", "", marked("Messages from headquarters"), WINDOW),
    KeyEntry("keys", "F1", marked("List of keys"), WINDOW),
)


_DELIVERED = {entry.id: entry.key for entry in KEYS}
_TEXTS = {entry.id: entry.text for entry in KEYS}
_SECOND = {entry.second for entry in KEYS if entry.second}


class KeyTable:
    """The keys in force on this device.

    Args:
        changed: id -> key sequence, as kept in settings; unknown ids, keys that would be typed by
            accident and keys that another action has are left aside.
    """

    def __init__(self, changed: Mapping[str, str] | None = None) -> None:
        self._keys = _in_force(changed or {})

    def key(self, name: str) -> str:
        """The key of an action, "" for none."""
        return self._keys[name]

    def sequences(self) -> set[str]:
        """All key sequences in force."""
        return {key for key in self._keys.values() if key} | _SECOND

    def changes(self) -> dict[str, str]:
        """What differs from the keys as delivered, as kept in settings."""
        return {name: key for name, key in self._keys.items() if key != _DELIVERED[name]}

    def with_key(self, name: str, key: str) -> KeyTable:
        """The table in which an action has another key.

        Raises:
            DeskError: "shortcut.system" (key), "shortcut.typed", "shortcut.taken" (key, action).
        """
        wanted = QKeySequence(key).toString()
        if wanted and (refusal := _refusal(wanted)) is not None:
            raise refusal
        owner = next((n for n, k in self._keys.items() if k == wanted != "" and n != name), "")
        if owner:
            raise DeskError("shortcut.taken", key=wanted, action=_(_TEXTS[owner]))
        return KeyTable({**self._keys, name: wanted})


def delivered_key(name: str) -> str:
    """The key that an action has unless it is changed."""
    return _DELIVERED[name]


def is_safe(key: str) -> bool:
    """Whether a sequence can be an action's key: a function key, or one with Ctrl or Alt."""
    return _refusal(QKeySequence(key).toString()) is None


def _refusal(key: str) -> DeskError | None:
    *held, last = key.split("+")
    if key in _OF_OTHERS or "Meta" in held:
        return DeskError("shortcut.system", key=key)
    # Ctrl and Alt together are AltGr, which types Latvian letters.
    strong = ("Ctrl" in held) != ("Alt" in held) and _PLAIN_KEY.fullmatch(last)
    if set(held) <= _HELD and (strong or _FUNCTION_KEY.fullmatch(last)):
        return None
    return DeskError("shortcut.typed")


def _in_force(changed: Mapping[str, str]) -> dict[str, str]:
    """The delivered keys under the changes, without those changes that would collide."""
    safe = {name: QKeySequence(key).toString() for name, key in changed.items() if is_safe(key)}
    wanted = {name: key for name, key in safe.items() if name in _DELIVERED}
    while True:
        keys = {**_DELIVERED, **wanted}
        owners = Counter(keys.values())
        collide = [name for name, key in wanted.items() if owners[key] > 1]
        if not collide:
            return keys
        del wanted[collide[-1]]
