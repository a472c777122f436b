"""Search as you type: each letter of a name, a reference, a ticket, a word, against ten years.

`python -m tests.bench.searching FOLDER` prints JSON: milliseconds of each kind of search.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import time as wall
from pathlib import Path
from typing import Any

from desk.app import open_app
from desk.domain.clock import at_local
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Role
from desk.services import find
from desk.services.board_arrivals import find_arrivals
from desk.services.content.find_rules import RuleIndex
from tests.bench.figures import spread
from tests.bench.people import HOME, TODAY

_TYPED = (
    "Aurora Vētrasputns",
    "A-2026-11-25-01",
    "B014",
    "dzimšanas apliecība",
    "20000012",
    "pase",
)
_ROUNDS = 5
ANYTHING = "find anything (Ctrl+K)"
"""Today's people and tickets, other days, incidents, rules: all that a letter asks there."""


def measure(folder: Path) -> dict[str, Any]:
    """Every beginning of what is typed, several times over."""
    moment = at_local(TODAY, wall(12))
    app = open_app(folder, clock=lambda: moment)
    with closing(app):
        with app.database.reader() as reader:
            account = next(one for one in reader.accounts.all() if one.role is Role.HEAD)
        actor = Actor(account.id, account.name, Role.HEAD, HOME, "3")
        found = {}
        for name, search in _searches(app, actor):
            search("a")  # what is made once for all searches is not a keystroke's
            found[name] = spread(
                [_timed(search, text) for _ in range(_ROUNDS) for text in _keystrokes()]
            )
        return found


def _searches(app: Any, actor: Actor) -> Iterator[tuple[str, Callable[[str], object]]]:
    def read(query: Callable[[Any, str], object]) -> Callable[[str], object]:
        def ask(text: str) -> object:
            with app.database.reader() as reader:
                return query(reader, text)

        return ask

    env = app.env
    yield "take in a booked client", read(lambda r, text: find_arrivals(r, env, actor, text))
    yield (
        "persons by name or phone",
        read(lambda r, text: r.persons.search(text, Purpose.APPOINTMENT)),
    )
    yield "bookings by reference", read(lambda r, text: r.appointments.find(HOME, text))
    rules = RuleIndex(env.pack, "lv", HOME)
    yield "duties", rules.search
    with app.database.reader() as reader:
        index = find.today(reader, env, actor)

    def anything(reader: Any, text: str) -> object:
        typed = find.asked(text, TODAY)
        return (
            find.among_today(index, typed),
            find.elsewhere(reader, env, actor, typed),
            rules.search(text),
        )

    yield ANYTHING, read(anything)


def _keystrokes() -> Iterator[str]:
    for typed in _TYPED:
        for end in range(1, len(typed) + 1):
            yield typed[:end]


def _timed(search: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    search(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
