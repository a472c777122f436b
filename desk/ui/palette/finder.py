"""Asks all sources what fits the text, and tells once what all of them found.

Commands, rules and today's clients answer at once, the database some milliseconds later.  The list
changes once a key: when the database has answered, or after a moment if it lets us wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind, Place
from desk.domain.text import words
from desk.domain.topics import Topic
from desk.i18n import _, language
from desk.services import find
from desk.services.find import Asked, Elsewhere, Scope, TodayIndex
from desk.services.find_query import begins_words
from desk.ui.context import Context
from desk.ui.duties.catalogue import Catalogue, catalogue_of
from desk.ui.incidents.texts import KIND_TEXTS, PLACE_TEXTS
from desk.ui.palette import found
from desk.ui.palette.commands import Command, fitting
from desk.ui.palette.finds import Find, arranged
from desk.ui.palette.opening import Opening

PATIENCE = 60
"""Milliseconds after which the first finds are shown without the database's."""
_SHORTEST_KIND = 3
_TODAY = frozenset({Topic.QUEUE, Topic.APPOINTMENTS})


class Finder(QObject):
    """Signals:
    found(list[Find], bool): what fits the text asked last; whether every source has answered.
    """

    found = Signal(object, bool)

    def __init__(self, context: Context, commands: tuple[Command, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._commands = context, commands
        self._opening = Opening(context)
        self._today = TodayIndex()
        self._catalogue: Catalogue | None = None
        self._asked = self._taken_apart("")
        self._answer: Elsewhere | None = None
        self._error: DeskError | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE)
        self._late.timeout.connect(self._tell)
        context.bus.changed.connect(self._changed)
        self._read_today()
        pack, site, tongue = context.pack, context.actor.site, language()
        context.runner.work(lambda: catalogue_of(pack, tongue, site), self._listed)

    def ask(self, text: str) -> None:
        """Look for another text."""
        self._asked, self._answer, self._error = self._taken_apart(text), None, None
        if self._asked.empty or self._asked.scope is Scope.COMMANDS:
            self._answer = Elsewhere(self._asked)
            self._late.stop()
            self._tell()
            return
        self._late.start()
        kinds, places = self._meant_kinds()
        self._context.read(
            find.elsewhere,
            self._asked,
            kinds,
            places,
            done=self._arrived,
            failed=self._failed,
            kind="palette",
        )

    def asked(self) -> Asked:
        """What is looked for."""
        return self._asked

    def complete(self) -> bool:
        """Whether every source has answered."""
        return self._answer is not None

    def error(self) -> DeskError | None:
        """Why the records could not be looked through, if so."""
        return self._error

    def _taken_apart(self, text: str) -> Asked:
        return find.asked(text, local_day(self._context.env.clock()))

    def _read_today(self) -> None:
        self._context.read(find.today, done=self._have_today, kind="palette.today")

    def _have_today(self, index: TodayIndex) -> None:
        self._today = index
        self._again()

    def _listed(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._again()

    def _changed(self, topics: Set[object]) -> None:
        if topics & _TODAY:
            self._read_today()

    def _arrived(self, answer: Elsewhere) -> None:
        if answer.asked == self._asked:
            self._answer = answer
            self._late.stop()
            self._tell()

    def _failed(self, error: DeskError) -> None:
        """A database that cannot answer now must not keep commands and rules from being found."""
        self._error = error
        self._arrived(Elsewhere(self._asked))

    def _again(self) -> None:
        """A source came late: tell again, unless the database's answer will anyway."""
        if self._answer is not None and not self._asked.empty:
            self._tell()

    def _tell(self) -> None:
        self.found.emit(arranged(self._finds()), self.complete())

    def _finds(self) -> Iterable[Find]:
        asked, today = self._asked, local_day(self._context.env.clock())
        if asked.empty:
            return
        if asked.wants(Scope.COMMANDS):
            yield from fitting(self._commands, asked)
        people, tickets = find.among_today(self._today, asked)
        yield from (found.client(one, self._opening) for one in people)
        yield from (found.ticket(one, self._opening, today) for one in tickets)
        if self._catalogue is not None:
            yield from found.duties(self._catalogue, asked, self._opening)
        if (answer := self._answer) is not None:
            yield from (found.booking(one, self._opening, today) for one in answer.bookings)
            yield from (found.ticket(one, self._opening, today) for one in answer.tickets)
            yield from (found.incident(one, self._opening) for one in answer.incidents)

    def _meant_kinds(self) -> tuple[list[IncidentKind], list[Place]]:
        asked = self._asked
        if asked.digits or len(asked.plain) < _SHORTEST_KIND:
            return [], []
        kinds = [kind for kind, text in KIND_TEXTS.items() if _is_named(asked, _(text))]
        return kinds, [place for place, text in PLACE_TEXTS.items() if _is_named(asked, _(text))]


def _is_named(asked: Asked, name: str) -> bool:
    return begins_words(asked.words, words(name))
