"""The services of the visit: one box each, and a button for one more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import Serving
from desk.i18n import _, language
from desk.services.content.schema import Service
from desk.services.env import Env
from desk.ui.today.words import option_text, served_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, clear, column, row
from desk.ui.widgets.text import Label


class ServicesBox(QWidget):
    """Boxes under each other.

    Signals:
        add; remove(str): a service is to be taken out of the visit.
    """

    add = Signal()
    remove = Signal(str)

    def __init__(self, env: Env) -> None:
        super().__init__()
        self._env = env
        self._shown: tuple[str, ...] = ()
        self._boxes = column(gap=8)
        self.more = Button(kind="link", key="")
        layout = column(self, gap=4)
        layout.addLayout(self._boxes)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self.add)

    def show_services(self, serving: Serving, *, anew: bool = False) -> None:
        """Show a visit's services; `anew` also when they are the same (another language)."""
        self.more.set_text("+ " + _("Add a service"), _("Add a service"))
        services = serving.visit.services
        names = tuple(served_text(self._env, serving, service) for service in services)
        if names == self._shown and not anew:
            return
        self._shown = names
        clear(self._boxes)
        for place, (service, name) in enumerate(zip(services, names, strict=True), 1):
            self._boxes.addWidget(self._box(service, name, place, len(services)))

    def _box(self, service: str, name: str, place: int, of: int) -> Surface:
        box = Surface("box")
        line = row(box, gap=8, margins=(14, 8, 10, 8))
        words = column(gap=2)
        words.addWidget(Label(name, role="strong", wrap=True))
        known = self._env.services.get(service)
        if known is not None:
            words.addWidget(Label(self._remark(known), role="small", tone="dim", wrap=True))
        line.addLayout(words, 1)
        if of > 1:
            text = _("{place} of {of}").format(place=place, of=of)
            line.addWidget(Label(text, tone="dim"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self._cross(service, name), 0, Qt.AlignmentFlag.AlignTop)
        if known is not None and known.bring:
            bring = "\n".join(f"· {item.get(language())}" for item in known.bring)
            box.setToolTip(_("To bring:") + "\n" + bring)
        return box

    def _remark(self, known: Service) -> str:
        parts = [_("usually {minutes} min").format(minutes=known.minutes)]
        methods = self._env.policy.payment_methods
        if known.urgent_card_only:
            parts.append(_("urgent: card at the branch only"))
        elif known.paid:
            names = [option_text(methods, method.id).lower() for method in methods]
            parts.append(_("pays: {methods}").format(methods=", ".join(names)))
        if not known.id_document:
            parts.append(_("no identity document needed"))
        return " · ".join(parts)

    def _cross(self, service: str, shown: str) -> Button:
        name = _("Take out {service}").format(service=shown)
        button = Button("\N{MULTIPLICATION SIGN}", kind="link", guarded=True, name=name)
        button.setProperty("service", service)
        button.setToolTip(name)
        button.clicked.connect(self._removed)
        return button

    def _removed(self) -> None:
        self.remove.emit(str(self.sender().property("service")))
