"""A person asks: find what is held about them, look it through, tell it, put it right, erase it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from desk.domain.held import Asked, HeldPaper, HeldRecord
from desk.domain.roles import RIGHTS, Right
from desk.domain.text import fold
from desk.formats import datetime_text
from desk.i18n import _, ngettext, speaking
from desk.services import annex_open, person_request, person_request_paper
from desk.services.annex_open import Annexed, OpenedAnnex
from desk.services.env import Env
from desk.services.person_request_paper import record_title
from desk.ui.annex.choose import ChooseAnnex, sealed_text
from desk.ui.context import Context
from desk.ui.person_request.correct import CorrectDialog
from desk.ui.person_request.erase import EraseDialog
from desk.ui.person_request.record_pane import RecordPane
from desk.ui.person_request.texts import found_by
from desk.ui.preview.child import OFFICIAL
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.preview.files import ask_save, write_file
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label

_LIST_WIDTH = 200


class RequestDialog(Dialog):
    """What was looked for at the top, the records at the left, the rows of one at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("A person asks what is held about them"), size="full")
        self.context = context
        self.records: dict[str, HeldRecord] = {}
        self.rows: set[UUID] = set()
        self.asked = Asked()
        self.name, self.phone = LineField(_("Name")), LineField(_("Phone"))
        self.email, self.reference = LineField(_("E-mail")), LineField(_("Reference"))
        self.find_button = Button(_("Find"), kind="primary", key="↵")
        self.list = RowList(_("What is held"), number_width=0)
        self.pane = RecordPane(context.env)
        self.nothing = EmptyState()
        self.several = Label(tone="warn", wrap=True)
        self.count = Label(tone="ink2")
        self.paper = Button(_("Answer on paper…"))
        self.data = Button(_("Answer as data…"))
        self.erase = Button(_("Erase…"), kind="danger-outline")
        self.sealed = Button(kind="link")
        self.sealed_said = Label(role="small", tone="ink2", wrap=True)
        self.opened: dict[UUID, OpenedAnnex] = {}
        self._annexed: tuple[Annexed, ...] = ()
        self._build()
        self._connect()
        self._show()

    def start_focus(self) -> QWidget:
        """A name is what people give first."""
        return self.name

    def _build(self) -> None:
        form = Flow(gap=8)
        for field in (self.name, self.phone, self.email, self.reference):
            field.describe(field.accessibleName(), field.accessibleName())
            field.setMinimumWidth(px(200))
            form.addWidget(field)
        form.addWidget(self.find_button)
        self.body.addLayout(form)
        line = row(gap=12)
        line.addWidget(self.sealed_said, 1)
        line.addWidget(self.sealed)
        self.body.addLayout(line)
        for part in (self.sealed_said, self.sealed):
            part.hide()
        self.body.addWidget(self.several)
        self._both = QWidget()
        sides = row(self._both, gap=12)
        frame = Surface("panel")
        column(frame, margins=(1, 1, 1, 1)).addWidget(self.pane)
        self.list.setMinimumWidth(px(_LIST_WIDTH))
        frame.setMinimumWidth(px(_LIST_WIDTH))
        sides.addWidget(self.list, 2)
        sides.addWidget(frame, 3)
        self.body.addWidget(self._both, 1)
        self.body.addWidget(self.nothing, 1)
        self.buttons.insertWidget(0, self.count)
        for button in (self.erase, self.data, self.paper):
            self.buttons.addWidget(button)

    def _connect(self) -> None:
        self.find_button.clicked.connect(self.look)
        for field in (self.name, self.phone, self.email, self.reference):
            field.returnPressed.connect(self.look)
        self.list.chosen.connect(self._choose)
        self.pane.ticked.connect(self._tick)
        self.pane.wrong.connect(self._correct)
        self.paper.clicked.connect(self._on_paper)
        self.data.clicked.connect(self._as_data)
        self.erase.clicked.connect(self._ask_erase)
        self.sealed.clicked.connect(self._choose_sealed)
        self.context.read(annex_open.annexed, done=self._know_sealed)

    def look(self) -> None:
        """Look for what was typed; the look is logged first."""
        self.asked = Asked(
            self.name.text(), self.phone.text(), self.email.text(), self.reference.text()
        )
        self.context.write(person_request.note, self.asked, done=self._noted)

    def _noted(self, _none: object) -> None:
        self.context.read(person_request.find, self.asked, done=self._found, kind="held.find")

    def _found(self, records: tuple[HeldRecord, ...]) -> None:
        """Rows of the one person who is wholly as asked for are ticked; else somebody decides."""
        before = set(self.records)
        self.records = {record.key: record for record in records}
        sure = [] if _are_several(records) else [record for record in records if record.exact]
        fresh = [record for record in sure if record.key not in before]
        self.rows |= {field.row_id for one in fresh for field in one.fields}
        self.rows &= {field.row_id for record in records for field in record.fields}
        self._show()
        if records and self.list.key() not in self.records:
            self.list.choose_first()
            self.list.setFocus()
        self._choose(self.list.key())

    def _show(self) -> None:
        self.list.set_rows([self._row(record) for record in self.records.values()])
        self._both.setVisible(bool(self.records))
        self.nothing.setVisible(not self.records)
        self.several.setVisible(_are_several(self.records.values()))
        self.several.setText(
            _("Different names or numbers were found: make sure what is the person's own.")
        )
        if self.asked.empty:
            self.nothing.set(
                _("Who is asking?"),
                _(
                    "Make sure that it is the person, or somebody with their authorisation. Type"
                    " what they give you: name, phone, e-mail or the booking's reference."
                ),
            )
        else:
            self.nothing.set(
                _("Nothing is held that fits"),
                _("The answer on paper says so. Look also under another spelling."),
            )
        self._count()

    def _row(self, record: HeldRecord) -> Row:
        ticked = any(field.row_id in self.rows for field in record.fields)
        return Row(
            record.key,
            record_title(record),
            f"{datetime_text(record.at)} · {found_by(record)}",
            tone="" if record.sure else "warn",
            mark="tick" if ticked else "",
        )

    def _count(self) -> None:
        n = len(self.rows)
        self.count.setText(ngettext("{n} entry ticked", "{n} entries ticked", n).format(n=n))
        for button in (self.paper, self.data):
            button.setEnabled(not self.asked.empty)
        self.erase.setEnabled(bool(self.rows))

    def _choose(self, key: str) -> None:
        self.pane.show_record(self.records.get(key), self.rows)

    def _know_sealed(self, found: tuple[Annexed, ...]) -> None:
        self._annexed = found
        may_open = Right.OPEN_ANNEX in RIGHTS[self.context.actor.role]
        self.sealed_said.setText(sealed_text(len(found), len(self.opened), may_open=may_open))
        self.sealed_said.setVisible(bool(found))
        self.sealed.set_text(_("Sealed parts…"))
        self.sealed.setVisible(bool(found) and may_open)

    def _choose_sealed(self) -> None:
        self.context.open(ChooseAnnex(self.context, self._annexed, self._include))

    def _include(self, opened: OpenedAnnex) -> None:
        self.opened[opened.incident_id] = opened
        self._know_sealed(self._annexed)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was opened is not kept while nobody looks."""
        if self.opened:
            self.opened.clear()
            self._know_sealed(self._annexed)
        super().hideEvent(event)

    def _tick(self, row_id: UUID, on: bool) -> None:
        self.rows = self.rows | {row_id} if on else self.rows - {row_id}
        self.list.set_rows([self._row(record) for record in self.records.values()])
        self._count()

    def _correct(self, field: Any) -> None:
        dialog = CorrectDialog(self.context, field)
        dialog.closed.connect(self._changed)
        self.context.open(dialog)

    def _ask_erase(self) -> None:
        chosen = tuple(
            record
            for record in self.records.values()
            if self.rows & {field.row_id for field in record.fields}
        )
        dialog = EraseDialog(self.context, chosen, self.rows)
        dialog.closed.connect(self._changed)
        self.context.open(dialog)

    def _changed(self, result: object) -> None:
        if result:
            self._noted(None)

    def _gather(self, uow: Any, env: Env, actor: Any) -> HeldPaper:
        records, opened = tuple(self.records.values()), tuple(self.opened.values())
        with speaking(OFFICIAL):
            return person_request_paper.answer(
                uow, env, actor, self.asked, records, self.rows, opened
            )

    def _on_paper(self) -> None:
        title = _("What is held about the person")
        self.context.open(PreviewDialog(self.context, title, self._gather, _file_name()))

    def _as_data(self) -> None:
        ask_save(self, self.data.text(), f"{_file_name()}.json", [_("Data (*.json)")], self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the answer as data to a file."""
        self.context.write(self._gather, done=partial(self._save, path))

    def _save(self, path: Path, paper: HeldPaper) -> None:
        self.context.runner.work(
            lambda: write_file(path, person_request_paper.as_json(paper)),
            lambda _none: self.context.say(_("Saved: {name}").format(name=path.name)),
            self.context.fail,
        )


def _are_several(records: Iterable[HeldRecord]) -> bool:
    """Whether more than one person can be meant."""
    people = [field.person for one in records for field in one.fields if field.named]
    names = {fold(person.name) for person in people if person.name}
    return len(names) > 1 or len({person.phone for person in people if person.phone}) > 1


def _file_name() -> str:
    """Names nobody: a file's name shows up in many places."""
    return "personas-dati"
