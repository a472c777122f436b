"""The way to headquarters: address, proxy, the institution's certificates; being taken in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFormLayout

from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Right
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import sync_state
from desk.services.sync_state import LineSettings, LineState, SyncState
from desk.ui.context import Context
from desk.ui.style import air
from desk.ui.sync.errand import Heard
from desk.ui.sync.keeper import sync_of
from desk.ui.sync.words import why_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_SYSTEM: Final = "system"
_NONE: Final = "none"
_OWN: Final = "own"
_SHORTEST, _LONGEST = 8, 40
"""Characters of a code, spaces and lines between them included."""


class LinePanel(Panel):
    """Typed, tried, then used; nothing is in force before it is saved."""

    def __init__(self, context: Context) -> None:
        super().__init__(" ", gap=10, margins=(16, 0, 16, 14))
        self.context, self.keeper = context, sync_of(context)
        self._set: LineSettings | None = None
        self._enrolled = False
        self.advice, self.outcome = Label(tone="ink2", wrap=True), Label(role="small", wrap=True)
        self.url, self.proxy, self.ca_file = LineField(), LineField(), LineField()
        self.code, self.way = LineField(), Picker()
        self.choose, self.test = Button(), Button()
        self.save, self.enrol = Button(kind="primary"), Button(kind="primary")
        self._lay_out()
        self.way.activated.connect(self._show_way)
        self.choose.clicked.connect(self._browse)
        self.test.clicked.connect(self._try)
        self.save.clicked.connect(self._save)
        self.enrol.clicked.connect(self._ask_enrol)
        self.retranslate()
        self.show_known(SyncState())

    @property
    def wanted(self) -> LineSettings:
        """What is typed."""
        proxies = {_SYSTEM: "", _NONE: _NONE, _OWN: self.proxy.text().strip()}
        file = self.ca_file.text().strip().strip('"')
        return LineSettings(self.url.text().strip(), file, proxies[self.way.key()])

    def show_known(self, known: SyncState) -> None:
        """Show what is set; what is being typed stays."""
        enrolled = known.state is not LineState.NOT_ENROLLED
        settings = known.settings if enrolled else _prepared()
        if self._set is None or enrolled != self._enrolled or self.wanted == self._set:
            self._fill(settings)
        self._set, self._enrolled = settings, enrolled
        may_enrol = Right.MANAGE_ACCOUNTS in RIGHTS[self.context.actor.role]
        for widget in (self.code_name, self.code, self.enrol):
            widget.setVisible(not enrolled and may_enrol)
        self.save.setVisible(enrolled)
        self._say_advice(may_enrol)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.set_title(_("The way to headquarters"))
        names = (
            (self.url_name, self.url, _("Address")),
            (self.way_name, self.way, _("Proxy")),
            (self.proxy_name, self.proxy, _("Address of the proxy")),
            (self.ca_name, self.ca_file, _("File with the institution's own certificates")),
            (self.code_name, self.code, _("Code that headquarters gave")),
        )
        for label, field, text in names:
            label.setText(text)
            field.setAccessibleName(text)
        self.url.describe(_("Address"), "https://hq.example:8443")
        self.proxy.describe(_("Address of the proxy"), "http://proxy.example:3128")
        self.ca_file.describe(
            _("File with the institution's own certificates"), _("none: those of the system")
        )
        self.code.describe(_("Code that headquarters gave"), "ABCD-EFGH-JKLM-NPQR")
        chosen = self.way.key() or _SYSTEM
        self.way.set_items(
            [
                (_SYSTEM, _("As the system says")),
                (_NONE, _("None")),
                (_OWN, _("This address:")),
            ],
            chosen,
        )
        self.choose.set_text(_("Choose the file…"))
        self.test.set_text(_("Try the connection"))
        self.save.set_text(_("Save"), _("Save the way to headquarters"))
        self.enrol.set_text(_("Connect this PC"))
        self._say_advice(Right.MANAGE_ACCOUNTS in RIGHTS[self.context.actor.role])

    def _lay_out(self) -> None:
        form, file, doing = QFormLayout(), row(gap=8), Flow(gap=8)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(air(6))
        self.url_name = field_row(form, "", self.url)
        self.way_name = field_row(form, "", self.way)
        self.proxy_name = field_row(form, "", self.proxy)
        self.ca_name = Label(role="small", tone="ink2")
        self.ca_name.setBuddy(self.ca_file)
        file.addWidget(self.ca_file, 1)
        file.addWidget(self.choose)
        form.addRow(self.ca_name)
        form.addRow(file)
        self.code_name = field_row(form, "", self.code)
        for button in (self.save, self.enrol, self.test):
            doing.addWidget(button)
        self.body.addWidget(self.advice)
        self.body.addLayout(form)
        self.body.addWidget(self.outcome)
        self.body.addLayout(doing)
        self.outcome.hide()

    def _fill(self, settings: LineSettings) -> None:
        self.url.setText(settings.url)
        self.ca_file.setText(settings.ca_file)
        own = settings.proxy not in ("", _NONE)
        self.proxy.setText(settings.proxy if own else "")
        way = _OWN if own else settings.proxy or _SYSTEM
        self.way.setCurrentIndex(self.way.findData(way))
        self._show_way()

    def _show_way(self, _place: int = 0) -> None:
        for widget in (self.proxy_name, self.proxy):
            widget.setVisible(self.way.key() == _OWN)

    def _say_advice(self, may_enrol: bool) -> None:
        if self._enrolled:
            text = _("Another way is used from the next try on. IT knows what to type here.")
        elif may_enrol:
            text = _(
                "Headquarters' IT gives an address and a code for this one PC. Connected, what is"
                " saved here goes there by itself."
            )
        else:
            text = _("The head or IT connects this PC.")
        self.advice.setText(text)

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Choose the file of certificates"), self.ca_file.text())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Certificates") + " (*.pem *.crt *.cer)", _("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.open()

    def _try(self) -> None:
        self._begin(_("Asking headquarters…"))
        self.keeper.try_line(self.wanted, self._answered, self._refused)

    def _answered(self, heard: Heard) -> None:
        text = _("Headquarters answered after {ms} ms; their program is {version}.")
        self._end(text.format(ms=heard.ms, version=heard.version), "ok")

    def _ask_enrol(self) -> None:
        """The rights first: a session resumed by PIN is asked for the password."""
        wrong = not _SHORTEST <= len(self.code.text().strip()) <= _LONGEST
        self.code.set_wrong(wrong)
        if wrong:
            self.code.setFocus()
            self._say(error_text(DeskError("hq.code")), "danger")
            return
        self.context.read(sync_state.may_enrol, done=self._enrol)

    def _enrol(self, _nothing: object) -> None:
        self._begin(_("Headquarters are asked to take this PC in…"))
        code = self.code.text().strip().upper()
        self.keeper.enrol(self.wanted, code, self._taken_in, self._refused)

    def _taken_in(self, branch: str) -> None:
        text = _("Headquarters know this PC as one of {branch}.").format(branch=branch)
        self._end(text, "ok")
        self.context.say(text)
        self.code.clear()
        self.keeper.taken_in()

    def _save(self) -> None:
        self._begin("")
        self.context.write(sync_state.set_line, self.wanted, done=self._saved, failed=self._refused)

    def _saved(self, wanted: LineSettings) -> None:
        self._set = wanted
        self._end(_("Saved for this PC"), "ok")
        self.context.say(_("Saved for this PC"))
        self.keeper.taken_in()

    def _refused(self, error: DeskError) -> None:
        fields = {
            "sync.address": self.url,
            "sync.proxy": self.proxy,
            "sync.ca_file": self.ca_file,
            "hq.code": self.code,
        }
        if (field := fields.get(error.code)) is not None:
            field.set_wrong(True)
            field.setFocus()
        self._end(why_text(error), "danger")

    def _begin(self, text: str) -> None:
        for field in (self.url, self.proxy, self.ca_file, self.code):
            field.set_wrong(False)
        for button in (self.test, self.save, self.enrol):
            button.setEnabled(False)
        self._say(text, "ink2")

    def _end(self, text: str, tone: str) -> None:
        for button in (self.test, self.save, self.enrol):
            button.setEnabled(True)
        self._say(text, tone)

    def _say(self, text: str, tone: str) -> None:
        self.outcome.setText(text)
        self.outcome.set_tone(tone)
        self.outcome.setVisible(bool(text))


def _prepared() -> LineSettings:
    """What IT has set for this PC before anybody was asked."""
    from desk.waiting_code import waiting

    found = waiting()
    return LineSettings(found.url, found.ca_file) if found is not None else LineSettings()
