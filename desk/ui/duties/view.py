"""The Duties screen: a section or a search at the left, what was found, and one entry in full."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.topics import Topic
from desk.i18n import _, language, ngettext
from desk.services.content.schema import Branch, Rule, Service
from desk.services.content.speaking import spoken
from desk.ui.context import Context
from desk.ui.duties.branch_sheet import show_branch
from desk.ui.duties.catalogue import Catalogue, catalogue_of
from desk.ui.duties.delegate import DutyDelegate
from desk.ui.duties.other_sheets import show_contact, show_service
from desk.ui.duties.rule_sheet import show_rule
from desk.ui.duties.sheet import Sheet
from desk.ui.screen import Screen
from desk.ui.style import px
from desk.ui.turns import Steps
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.fields import Picker, SearchField
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList

_FIRST = "phase:serving"
_WIDE_ENOUGH = 1180
"""Below this width (design pixels) the sections fold into one field."""


class DutiesScreen(Screen):
    """Rules by topic and by phase, services, contacts, branches; one search over all of them."""

    topics = frozenset({Topic.CONTENT})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._catalogue: Catalogue | None = None
        self._section = _FIRST
        self.search = context.keyed(SearchField("", ""), "screen_duties")
        self.folded = Picker()
        self.sections = RowList("", number_width=0)
        self.found = RowList("")
        self.found.setItemDelegate(DutyDelegate(self.found))
        self.sheet = Sheet()
        self.nothing = EmptyState()
        self._build()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The screen's name."""
        return _("Duties")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Another content pack may be in force."""
        known = self._catalogue
        if topics or known is None or not self._holds(known):
            self._catalogue = None
            self._list()

    def preparing(self) -> Steps:
        """The index and the first section."""
        self.refresh()
        yield

    def _holds(self, known: Catalogue) -> bool:
        return known.pack is self.context.pack and known.language == language()

    def retranslate(self) -> None:
        """Another language: other titles, another index."""
        self._left.set_title(_("Sections"))
        self._right.set_title(_("Details"))
        self.sections.setAccessibleName(_("Sections"))
        self.folded.setAccessibleName(_("Sections"))
        self.found.setAccessibleName(_("Duties found"))
        self.sheet.setAccessibleName(_("The entry in full"))
        hint = _("Search: the beginning of any word, also without diacritics")
        self.search.describe(_("Search the duties"), hint)
        if self._catalogue is not None:
            self._index()

    def arrive(self, search: str = "") -> None:
        """Begin to search; `search` may be the number of a rule, or an entry's key."""
        name = self._catalogue.name(search) if self._catalogue else ""
        self.search.setText(name or search)
        if name:
            self.found.choose(search)
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to an empty search."""
        if event.key() == Qt.Key.Key_Escape:
            self.search.clear()
            self.search.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has no room for three panes."""
        super().resizeEvent(event)
        wide = self.width() >= px(_WIDE_ENOUGH)
        self._left.setVisible(wide)
        self.folded.setVisible(not wide)

    def _build(self) -> None:
        outer = row(self, gap=12, margins=(12, 12, 12, 12))
        self._left, self._middle, self._right = Panel(), Panel(), Panel()
        self._left.body.addWidget(self.sections)
        self._left.setFixedWidth(px(252))
        top = column(gap=8, margins=(12, 12, 12, 8))
        top.addWidget(self.search)
        top.addWidget(self.folded)
        self._middle.body.addLayout(top)
        self._middle.body.addWidget(self.found, 1)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.sheet)
        self._pages.addWidget(self.nothing)
        self._right.body.addWidget(holder, 1)
        outer.addWidget(self._left)
        outer.addWidget(self._middle, 5)
        outer.addWidget(self._right, 5)
        self.setTabOrder(self.search, self.folded)
        self.setTabOrder(self.folded, self.sections)
        self.setTabOrder(self.sections, self.found)
        self.setTabOrder(self.found, self.sheet)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show)
        self.search.moved.connect(self._move)
        self.search.returnPressed.connect(self.found.setFocus)
        self.sections.chosen.connect(self._section_chosen)
        self.folded.activated.connect(self._folded_chosen)
        self.found.chosen.connect(self._show_entry)

    def _index(self) -> None:
        """Off the window's thread: to index all rules in a language takes a while."""
        pack, spoken, site = self.context.pack, language(), self.context.actor.site
        self.context.runner.work(lambda: catalogue_of(pack, spoken, site), self._indexed)

    def _indexed(self, catalogue: Catalogue) -> None:
        if self._holds(catalogue):
            self._catalogue = catalogue
            self._list()

    def _list(self) -> None:
        """Fill everything again, keeping what is chosen."""
        if self._catalogue is None:
            site = self.context.actor.site
            self._catalogue = catalogue_of(self.context.pack, language(), site)
        rows = self._catalogue.sections()
        self.sections.set_rows(rows)
        self.folded.set_items([(r.key, r.title) for r in rows if not r.heading], self._section)
        self._show()

    def _section_chosen(self, key: str) -> None:
        if key:
            self._section = key
            self.folded.setCurrentIndex(max(0, self.folded.findData(key)))
            self.search.clear()
            self._show()

    def _folded_chosen(self, _place: int) -> None:
        self.sections.choose(self.folded.key())

    def _show(self) -> None:
        """List the finds, or the chosen section while nothing is searched for."""
        if self._catalogue is None:
            return
        text = self.search.text().strip()
        self.sections.choose("" if text else self._section, tell=False)
        rows = self._catalogue.search(text) if text else self._catalogue.entries(self._section)
        self.found.set_rows(rows)
        first = rows[0].key if rows else ""
        self.found.choose(first, tell=False)
        self._show_entry(first)
        count = ngettext("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
        self._middle.set_title(_("Found") if text else self._section_title(), count)
        if not rows:
            self._show_nothing(text)

    def _section_title(self) -> str:
        return next((r.title for r in self.sections.rows.rows() if r.key == self._section), "")

    def _show_nothing(self, text: str) -> None:
        self.nothing.set(
            _("Nothing has a word that begins with “{text}”").format(text=text),
            _("Try fewer letters, one word instead of two, or choose a section."),
        )
        self._pages.setCurrentWidget(self.nothing)

    def _show_entry(self, key: str) -> None:
        item = self._catalogue.item(key) if self._catalogue else None
        if item is None or self._catalogue is None:
            return
        if isinstance(item, Rule):
            show_rule(self.sheet, item, self._catalogue, self._spoken)
        elif isinstance(item, Service):
            show_service(self.sheet, item, self._catalogue)
        elif isinstance(item, Branch):
            own = item.id == self.context.actor.site
            show_branch(self.sheet, item, self.context.env, own=own)
        else:
            show_contact(self.sheet, item, self._catalogue, self.context.env)
        self._pages.setCurrentWidget(self.sheet)

    def _spoken(self, sentence: str) -> str:
        return spoken(self.context.env, self.context.actor, sentence)

    def _move(self, step: int) -> None:
        """Arrows in the search field move in the list."""
        place = self.found.currentIndex().row() + step
        if 0 <= place < self.found.rows.rowCount():
            self.found.setCurrentIndex(self.found.rows.index(place))
