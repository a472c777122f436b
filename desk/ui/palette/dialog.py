"""Ctrl+K: type, see what fits, Enter opens it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.roles import Actor
from desk.error_texts import error_text
from desk.i18n import _, marked, ngettext
from desk.services.find import Asked, Scope, may_find, note_palette
from desk.ui.context import Context
from desk.ui.looks import SettledSearch
from desk.ui.palette.commands import Command, usual
from desk.ui.palette.finder import Finder
from desk.ui.palette.finds import Find, rows_of
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.fields import SearchField
from desk.ui.widgets.layout import row
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.text import Label

_HEIGHT = 640
_BEGUN = {
    Scope.TICKETS: marked("Type the number of a ticket"),
    Scope.PEOPLE: marked("Type a name, a phone number or an e-mail"),
}
"""What is wanted after the sign that names a part."""


class Palette(Dialog):
    """Closed with the Find that was chosen.

    Args:
        commands: what this person can do; used: how often each was done in this session.
        text: what was typed into the window's head.
    """

    def __init__(
        self,
        context: Context,
        commands: tuple[Command, ...],
        used: Counter[str],
        text: str = "",
    ) -> None:
        super().__init__(_("Find anything"))
        self._context, self._commands, self._used = context, commands, used
        self._shown: dict[str, Find] = {}
        self._fresh = True
        self._enter_waits = False
        self.field = SearchField(_("Find anything"), _("Name, number, duty or command"))
        self.found = RowList(_("Found"), enter_opens=True)
        self.nothing = EmptyState()
        self.hint = Label(_hints(), role="small", tone="ink2", wrap=True)
        self.unread = Label(role="small", tone="danger", wrap=True)
        self.again = Button(_("Try again"))
        self._look = SettledSearch(context, note_palette, self)
        self._finder = Finder(context, commands, self)
        self._build()
        self._connect()
        self.field.setText(text)
        self._show_usual() if not text.strip() else self._finder.ask(text)

    def start_focus(self) -> QWidget:
        """Typing begins at once, after what was typed in the head."""
        return self.field

    def wanted_height(self) -> int:
        """Always the same: it must not jump while one types."""
        return px(_HEIGHT)

    def finish(self, result: object) -> None:
        """Close; nothing is looked at any more."""
        self._look.at(None, None)
        super().finish(result)

    def _build(self) -> None:
        self.body.addWidget(self.field)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.found)
        self._pages.addWidget(self.nothing)
        self.body.addWidget(holder, 1)
        self._trouble = QWidget()
        line = row(self._trouble, gap=12)
        line.addWidget(self.unread, 1)
        line.addWidget(self.again)
        self.body.addWidget(self._trouble)
        self._trouble.hide()
        self.found.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.buttons.insertWidget(0, self.hint, 1)
        self.buttons.setStretch(1, 0)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.moved.connect(self.found.step)
        self.field.returnPressed.connect(self._enter)
        self.found.chosen.connect(self._say_chosen)
        self.found.clicked.connect(self._open)
        self.found.opened.connect(self._open)
        self._finder.found.connect(self._show)
        self.again.clicked.connect(self._once_more)

    def _typed(self, text: str) -> None:
        self._fresh, self._enter_waits = True, False
        self._finder.ask(text)

    def _once_more(self) -> None:
        self.field.setFocus()
        self._typed(self.field.text())

    def _say_unread(self) -> None:
        """Records that cannot be read now are not "not found"."""
        error = self._finder.error()
        if error is not None:
            text = _("Clients, tickets and incidents were not searched: {why}")
            self.unread.setText(text.format(why=error_text(error)))
        self._trouble.setVisible(error is not None)

    def _show(self, finds: list[Find], complete: bool) -> None:
        self._say_unread()
        if self._finder.asked().empty:
            self._show_usual()
            return
        self._list(finds)
        self._settle(finds if complete else [])
        if not finds and complete:
            self._show_nothing(self._finder.asked())
        if complete and self._enter_waits:
            self._open()

    def _show_usual(self) -> None:
        scope = self._finder.asked().scope
        if scope in _BEGUN:
            self._list([])
            self.nothing.set(_(_BEGUN[scope]))
            self._pages.setCurrentWidget(self.nothing)
            self._look.at(None, None)
            return
        chosen = [one for one in self._commands if scope is Scope.COMMANDS]
        self._list([one.find(0) for one in chosen] or usual(self._commands, self._used))
        self._look.at(None, None)

    def _list(self, finds: list[Find]) -> None:
        """Show other finds: the best is chosen for another text, else the choice stays."""
        self._shown = {find.row.key: find for find in finds}
        self.found.set_rows(rows_of(finds))
        if self._fresh or not self.found.key():
            self.found.choose_first()
            self.found.scrollToTop()
        self._fresh = self._fresh and not self._finder.complete()
        if finds:
            self._pages.setCurrentWidget(self.found)

    def _settle(self, finds: list[Find]) -> None:
        looks = frozenset(find.look for find in finds if find.look)
        self._look.at(sorted(looks), self._finder.asked().text if looks else None)

    def _show_nothing(self, asked: Asked) -> None:
        if self._finder.error() is not None:
            self.nothing.set(_("Not everything could be searched"), mark="danger")
            self._pages.setCurrentWidget(self.nothing)
            return
        title = _("Nothing fits “{text}”").format(text=asked.text or self.field.text().strip())
        self.nothing.set(title, "\n".join(_looked_through(self._context.actor, asked)))
        self._pages.setCurrentWidget(self.nothing)
        self.field.setAccessibleDescription(title)

    def _say_chosen(self, key: str) -> None:
        """A screen reader stays in the field: it hears there what Enter would open."""
        find = self._shown.get(key)
        if find is None:
            return
        count = ngettext("{n} find", "{n} finds", len(self._shown)).format(n=len(self._shown))
        self.field.setAccessibleDescription(f"{_(find.group)}: {find.row.say()} ({count})")

    def _enter(self) -> None:
        """Enter means the best find of what is typed: it waits for the answer to that."""
        if self._finder.complete() or self._finder.asked().empty:
            self._open()
        else:
            self._enter_waits = True

    def _open(self, _where: object = None) -> None:
        find = self._shown.get(self.found.key())
        if find is not None:
            self.finish(find)


def _hints() -> str:
    return "  ·  ".join(
        [
            _("> commands"),
            _("# tickets"),
            _("@ people"),
            _("A12 24.11. a ticket of that day"),
            _("↑ ↓ choose, Enter opens"),
        ]
    )


def _looked_through(actor: Actor, asked: Asked) -> list[str]:
    """What was searched, and what was not."""
    may = may_find(actor)
    if asked.scope is not Scope.ALL:
        return [_("Only a part was searched; without the first sign everything is.")]
    through = [_("Searched: commands, duties, services, branches, contacts.")]
    if may.people:
        through.append(_("Also clients and tickets of today, and appointments of every day."))
        through.append(_("A ticket of another day is found by its number and day: A12 24.11."))
    else:
        through.append(_("Clients, tickets and appointments are not searched in your role."))
    if may.all_incidents:
        through.append(_("Also incidents: number, kind, place, day and text."))
    elif may.incidents:
        through.append(_("Also your own incidents; incidents of others are not searched."))
    else:
        through.append(_("Incidents are not searched in your role."))
    return through
