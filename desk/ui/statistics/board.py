"""All key figures and charts of the page, built and filled in turns so that nothing halts."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from desk.domain.statistics import Statistics
from desk.i18n import _
from desk.services.env import Env
from desk.ui.statistics.card import Card, Heading, Tile
from desk.ui.statistics.grid import Grid
from desk.ui.statistics.key_figures import key_figures
from desk.ui.statistics.of_aggression import aggression_pictures
from desk.ui.statistics.of_mistakes import mistake_pictures
from desk.ui.statistics.of_process import process_pictures
from desk.ui.statistics.picture import Picture
from desk.ui.style import px
from desk.ui.turns import Steps, Turns
from desk.ui.widgets.layout import ScrollColumn, Surface, column
from desk.ui.widgets.text import Label

_TILE, _TILES = 176, 5
_CARD, _CARDS = 380, 2
_ROOM = 9_000
"""More than all charts need one under another."""


class Board(ScrollColumn):
    """Scrolls; each picture keeps its card while spans come and go."""

    def __init__(self, env: Env) -> None:
        super().__init__(gap=16, margins=(10, 4, 10, 20))
        self._env = env
        self.as_tables = False
        self.tiles: list[Tile] = []
        self.cards: dict[str, Card] = {}
        self.headings: dict[str, Heading] = {}
        self.quiet = Surface("soft")
        self.said = Label(wrap=True)
        column(self.quiet, margins=(12, 10, 12, 10)).addWidget(self.said)
        self.quiet.hide()
        top, tiles = QWidget(), QWidget()
        charts = self._charts = QWidget()
        column(top, margins=(6, 0, 6, 0)).addWidget(tiles)
        self._top = Grid(tiles, least=_TILE, most=_TILES, gaps=(20, 14))
        self.grid = Grid(charts, least=_CARD, most=_CARDS, gaps=(28, 18))
        self.column.addWidget(self.quiet)
        self.column.addWidget(top)
        self.column.addWidget(charts)
        self.column.addStretch(1)
        self.turns = Turns(self)

    def show_figures(self, found: Statistics, trend: Statistics) -> None:
        """Show other figures."""
        self.turns.stop()
        self.turns.run(self._with_room(self._filling(found, trend)))

    def use_tables(self, on: bool) -> None:
        """Tables in place of charts, each over the whole width; or charts again."""
        self.turns.finish()
        self.as_tables = on
        self.grid.set_alone(on)
        self.turns.run(self._with_room(self._turning()))

    def _with_room(self, steps: Steps) -> Steps:
        """Meanwhile nothing lies outside what holds it, and the view stays where it is."""
        self._charts.setMinimumHeight(max(px(_ROOM), 2 * self._charts.height()))
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))  # all of it grows now
        yield from steps
        self._charts.setMinimumHeight(0)

    def _turning(self) -> Steps:
        for card in self.cards.values():
            card.use_table(self.as_tables)
            yield

    def _filling(self, found: Statistics, trend: Statistics) -> Steps:
        self._say_quiet(found)
        for place, figure in enumerate(key_figures(found)):
            if place == len(self.tiles):
                self.tiles.append(Tile())
                self._top.add(self.tiles[-1])
            self.tiles[place].show_figure(figure)
        yield
        for key, title, pictures in _parts(found, trend, self._env):
            self._head(key, title)
            yield
            for picture in pictures:
                self._put(picture)
                yield

    def _say_quiet(self, found: Statistics) -> None:
        """No report at all is news too: either all was well, or nobody wrote it down."""
        quiet = not found.reports
        self.quiet.setVisible(quiet)
        if quiet:
            text = _(
                "Nothing was reported in this span. If it was not as calm as that, ask your "
                "colleagues why nobody wrote: F9 and F11 take under a minute."
            )
            self.said.setText(text)

    def _head(self, key: str, title: str) -> None:
        if key not in self.headings:
            self.headings[key] = Heading()
            self.grid.add(self.headings[key], wide=True)
        self.headings[key].title.setText(title)

    def _put(self, picture: Picture) -> None:
        if picture.id in self.cards:
            self.cards[picture.id].show_picture(picture, as_table=self.as_tables)
        else:
            card = Card(picture, as_table=self.as_tables)
            self.cards[picture.id] = card
            self.grid.add(card, wide=picture.wide)


def _parts(
    found: Statistics, trend: Statistics, env: Env
) -> Iterator[tuple[str, str, Iterator[Picture]]]:
    """The parts of the page, each made when it is its turn."""
    yield "aggression", _("Aggression"), aggression_pictures(found, trend, env)
    yield "mistakes", _("Our own errors"), mistake_pictures(found, trend, env)
    yield "process", _("How reports were dealt with"), process_pictures(found)
