"""F8: hand the client on, to a counter, for a service, or both; the place is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.panels.base import ActionPanel
from desk.ui.today.words import service_text
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label


class TransferPanel(ActionPanel):
    """Gives (counter, service)."""

    def __init__(self, context: Context, number: str, service: str) -> None:
        title = _("Transfer {number}: to whom?").format(number=number)
        super().__init__(title, _("Transfer"), action="transfer", key=context.key("transfer"))
        self.counter = LineField(_("Counter"), _("counter, empty = any"))
        self.service = Picker(_("Service"))
        env = context.env
        items = [("", _("the same service"))]
        items += [(known, service_text(env, known)) for known in env.services if known != service]
        self.service.set_items(items)
        self.counter.setMinimumWidth(px(130))
        line = row(gap=12)
        for text, field in ((_("Counter"), self.counter), (_("Service"), self.service)):
            line.addWidget(_named(text, field), 1 if field is self.counter else 2)
        self.content.addLayout(line)
        self.content.addWidget(Label(_("The place in the queue is kept."), tone="ink2"))

    def start_focus(self) -> QWidget:
        """The counter."""
        return self.counter

    def values(self) -> object:
        """A counter or a service is needed."""
        counter, service = self.counter.text().strip(), self.service.key()
        if not counter and not service:
            return self.need(_("Name a counter, or choose a service."), self.counter)
        return counter, service


def _named(text: str, field: QWidget) -> QWidget:
    box = QWidget()
    inside = column(box, gap=4)
    label = Label(text, role="small", tone="ink2")
    label.setBuddy(field)
    inside.addWidget(label)
    inside.addWidget(field)
    return box
