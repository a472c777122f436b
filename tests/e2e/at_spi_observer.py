"""What a screen reader sees of the running program; run by the system's Python, which has Atspi.

Usage: python3 at_spi_observer.py SECONDS NAMES.  Prints one JSON object per line: what was found,
pressed and heard.  Exit code 0 when everything was there.
"""

from __future__ import annotations

import json
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is asked for first

APP = "Branch Desk"
NUMBER = re.compile(r"[A-Z]\d{3}")
HEARD: list[str] = []
_SLIP = 1.5
"""A second press within a second is taken for a slip."""


def main(seconds: float, names: dict[str, str]) -> int:
    """Find, press, see, hear; `names` are those of finish, call, came, and the words of a call."""
    end = time.monotonic() + seconds
    listener = Atspi.EventListener.new(_heard)
    listener.register("object:announcement")
    # The first frame, which the window takes the place of, bears its name too.
    finish = _until(end, lambda: _button(_window(), names["finish"]))
    window = _until(end, _window)
    _tell("window", window)
    _tell("finish", finish, numbers=_numbers(window))
    _press(finish)
    confirm = _until(end, lambda: _button(window, names["finish"], other_than=finish))
    _press(confirm)
    call = _until(end, lambda: _button(window, names["call"]))
    _tell("call", call, numbers=_numbers(window))
    time.sleep(_SLIP)
    _press(call)
    came = _until(end, lambda: _button(window, names["came"]))
    said = _until(end, lambda: next((text for text in HEARD if names["said"] in text), None))
    _tell("came", came, numbers=_numbers(window), said=said)
    return 0


def _heard(event: Atspi.Event) -> None:
    if event.type.startswith("object:announcement"):
        HEARD.append(str(event.any_data))


def _until(end: float, look: object) -> object:
    """Work through events until something is there."""
    while True:
        GLib.MainContext.default().iteration(False)
        try:
            found = look()
        except GLib.Error:  # what was looked at has just gone
            found = None
        if found is not None:
            return found
        if time.monotonic() > end:
            raise SystemExit(f"not found; heard {HEARD}")
        time.sleep(0.02)


def _window() -> object:
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(place)
        for number in range(app.get_child_count() if app is not None else 0):
            window = app.get_child_at_index(number)
            if window is not None and window.get_name().startswith(APP):
                return window
    return None


def _all(node: object) -> object:
    if node is None:
        return
    yield node
    for place in range(node.get_child_count()):
        yield from _all(node.get_child_at_index(place))


def _button(window: object, name: str, other_than: object = None) -> object:
    wanted = (Atspi.StateType.SHOWING, Atspi.StateType.SENSITIVE)
    for node in _all(window):
        if node.get_name() == name and node != other_than and "button" in node.get_role_name():
            states = node.get_state_set()
            if all(states.contains(state) for state in wanted):
                return node
    return None


def _numbers(window: object) -> list[str]:
    """The ticket numbers that stand as words of their own, not in lists."""
    shown = [n for n in _all(window) if n.get_state_set().contains(Atspi.StateType.SHOWING)]
    labels = [node for node in shown if node.get_role_name() == "label"]
    return [node.get_name() for node in labels if NUMBER.fullmatch(node.get_name())]


def _press(button: object) -> None:
    for place in range(button.get_n_actions()):
        if button.get_action_name(place).lower() == "press":
            button.do_action(place)
            return
    raise SystemExit(f"no press action: {button.get_name()}")


def _tell(what: str, node: object, **more: object) -> None:
    found = {"what": what, "name": node.get_name(), "role": node.get_role_name(), **more}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), json.loads(sys.argv[2])))
