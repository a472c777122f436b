"""One find of the palette, and the order in which finds are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from desk.i18n import _, marked
from desk.services.find import MOST
from desk.ui.widgets.row_model import Row

PEOPLE = marked("Clients today")
TICKETS = marked("Tickets")
BOOKINGS = marked("Appointments of other days")
INCIDENTS = marked("Incidents")
COMMANDS = marked("Commands")
RULES = marked("Duties and services")
DIRECTORY = marked("Branches and contacts")

_GROUPS = (PEOPLE, TICKETS, BOOKINGS, INCIDENTS, COMMANDS, RULES, DIRECTORY)


@dataclass(frozen=True, slots=True)
class Find:
    """A line of the palette.

    Args:
        group: one of the groups above, marked for translation.
        score: how well it fits, 0 to 100; the best of a group decides where the group stands.
        row: how it looks; go: what Enter does.
        look: what of the access log seeing it settles as, "" for nothing personal.
    """

    group: str
    score: int
    row: Row
    go: Callable[[], None]
    look: str = ""


def arranged(finds: Iterable[Find]) -> list[Find]:
    """The groups with the best finds first, at most MOST of each, best first."""
    best_first = sorted(finds, key=lambda find: (_GROUPS.index(find.group), -find.score))
    groups = [list(group)[:MOST] for _name, group in groupby(best_first, attrgetter("group"))]
    groups.sort(key=lambda group: -group[0].score)
    return [find for group in groups for find in group]


def rows_of(finds: Sequence[Find]) -> list[Row]:
    """The rows of arranged finds, each group under its name."""
    rows: list[Row] = []
    for name, group in groupby(finds, attrgetter("group")):
        rows.append(Row(f"group:{name}", _(name), heading=True))
        rows += [find.row for find in group]
    return rows
