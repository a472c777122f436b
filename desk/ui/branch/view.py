"""The Branch screen: its pages at the left, the chosen one beside them."""

from __future__ import annotations

from collections.abc import Set
from importlib import import_module

from PySide6.QtGui import QResizeEvent

from desk.i18n import _
from desk.ui.branch.pages import Page, pages_of
from desk.ui.context import Context
from desk.ui.first_reading import FirstReading
from desk.ui.screen import Screen
from desk.ui.style import px
from desk.ui.turns import Steps
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.stack import FreeStack

_LIST, _NARROW_LIST, _WIDE_ENOUGH = 230, 164, 840
"""Widths in design pixels: of the list of pages, and of the window from which it has the first."""


class BranchScreen(Screen):
    """Holds the pages; each is built when first chosen and is a screen of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.pages: dict[str, Page] = {page.name: page for page in pages_of(context.actor.role)}
        self.topics = frozenset()
        self._built: dict[str, Screen] = {}
        self._seen: set[str] = set()
        self._panel = Panel("")
        self._list = RowList("", number_width=0)
        self._stack = FreeStack()
        self._panel.body.addWidget(self._list)
        layout = row(self, gap=12, margins=(12, 12, 12, 12))
        layout.addWidget(self._panel)
        layout.addWidget(self._stack, 1)
        self._list.chosen.connect(self._show)
        self.context.bus.changed.connect(self._changed)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the pages need the room more than their names."""
        super().resizeEvent(event)
        self._panel.setFixedWidth(px(_LIST if self.width() >= px(_WIDE_ENOUGH) else _NARROW_LIST))

    def title(self) -> str:
        """The screen's name for screen readers."""
        return _("Branch")

    def page(self) -> Screen | None:
        """The page in front."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Bring the page in front up to date."""
        page = self.page()
        if page is not None:
            page.refresh(topics)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._panel.set_title(_("Branch"))
        self._list.setAccessibleName(_("Pages"))
        chosen = self._list.key()
        self._list.set_rows([Row(page.name, page.title()) for page in self.pages.values()])
        if chosen:
            self._list.choose(chosen)
        for screen in self._built.values():
            screen.retranslate()

    def preparing(self) -> Steps:
        """The pages that have not been chosen yet."""
        for name, page in self.pages.items():
            if name not in self._built:
                import_module(page.module)
                yield
            if name not in self._built:
                self._make(page)
                yield

    def arrive(self, search: str = "") -> None:
        """Show the page named `search`, else the one shown last, else the first."""
        name = search if search in self.pages else self._list.key() or next(iter(self.pages))
        self._list.choose(name)
        self._show(name)
        self._list.setFocus()

    def act(self, action: str) -> None:
        """Let the page in front do it."""
        page = self.page()
        if page is not None:
            page.act(action)

    def leave(self) -> None:
        """Pages keep what was typed."""
        for screen in self._built.values():
            screen.leave()

    def _show(self, name: str) -> None:
        if name not in self.pages:
            return
        before, screen = self.page(), self._built.get(name) or self._make(self.pages[name])
        if before is not None and before is not screen:
            before.leave()
        self._stack.setCurrentWidget(screen)
        if screen.stale:
            screen.stale = False
            if before is screen or name in self._seen:
                screen.refresh()
            else:
                self._seen.add(name)
                FirstReading(self.context, screen)
        screen.arrive()

    def _make(self, page: Page) -> Screen:
        screen: Screen = getattr(import_module(page.module), page.kind)(self.context)
        self._built[page.name] = screen
        self._stack.addWidget(screen)
        return screen

    def _changed(self, topics: Set[object]) -> None:
        for screen in self._built.values():
            if not screen.topics & topics:
                continue
            if screen is self.page() and self.isVisible():
                screen.refresh(topics)
            else:
                screen.stale = True
