"""Prints what a screen reader would find in the running program, one JSON object per line; run by
the system's Python, which has Atspi.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is asked for first


def nodes(node: Any) -> Iterator[Any]:
    """A node and all that is inside it."""
    if node is None:
        return
    yield node
    for place in range(node.get_child_count()):
        yield from nodes(node.get_child_at_index(place))


def main() -> None:
    """Print role and name of everything that is shown."""
    desktop = Atspi.get_desktop(0)
    for node in nodes(desktop):
        try:
            if node.get_name() and node.get_state_set().contains(Atspi.StateType.SHOWING):
                said = {"role": node.get_role_name(), "name": node.get_name()}
                print(json.dumps(said, ensure_ascii=False))
        except GLib.Error:
            continue  # gone while we looked


if __name__ == "__main__":
    main()
