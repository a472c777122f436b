"""The incident log on the safety page: how it stands, and "Check now" in a process of its own."""

from __future__ import annotations

from desk.domain.log_check import Found
from desk.formats import datetime_text
from desk.i18n import _, marked, ngettext
from desk.services import entry_log
from desk.services.entry_log import LogStanding
from desk.ui.context import Context
from desk.ui.safety.keeper import SafetyKeeper
from desk.ui.safety.log_run import LogFinding
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label, Pill

_MOST = 5
_FOUND = {
    Found.CHANGED: marked("changed"),
    Found.REMOVED: marked("removed"),
    Found.INSERTED: marked("not in the log"),
    Found.REORDERED: marked("at another place"),
    Found.GAP: marked("the number is missing"),
    Found.PROJECTION: marked("shown otherwise than recorded"),
    Found.UNREADABLE: marked("cannot be read"),
    Found.SWAPPED: marked("another text than was written"),
    Found.KEY_GONE: marked("the text cannot be opened, and nobody erased it"),
    Found.LOG_CHANGED: marked("the log is not what was signed"),
    Found.SIGNATURE: marked("a signature is wrong"),
    Found.ROOT: marked("the log is not what was printed"),
    Found.PRINTED: marked("not what was printed"),
    Found.UNGUARDED: marked("the table lacks its protection"),
}


class LogPanel(Panel):
    """One line about the log, and a button that checks it."""

    def __init__(self, context: Context, keeper: SafetyKeeper) -> None:
        super().__init__(" ", gap=10, margins=(16, 0, 16, 14))
        self.context, self._keeper = context, keeper
        self._shown: LogStanding | None = None
        self._findings: tuple[LogFinding, ...] = ()
        self.pill, self.state = Pill(), Label(wrap=True)
        self.found = Label(role="small", tone="danger", wrap=True)
        self.check, self.cancel = Button(), Button()
        self.step = Label(role="small", tone="ink2")
        self._lay_out()
        self.check.clicked.connect(self._begin)
        if keeper.log is not None:
            self.cancel.clicked.connect(keeper.log.cancel)
            keeper.log.moved.connect(self._say)
            keeper.log.checked.connect(self._checked)
            keeper.log.failed.connect(self._failed)

    def _lay_out(self) -> None:
        state, doing = row(gap=10), Flow(gap=10)
        state.addWidget(self.pill)
        state.addWidget(self.state, 1)
        for widget in (self.check, self.cancel, self.step):
            doing.addWidget(widget)
        self.body.addLayout(state)
        self.body.addWidget(self.found)
        self.body.addLayout(doing)

    def refresh(self) -> None:
        """Read how the log stands."""
        self.context.read(entry_log.standing, done=self._show, kind="entry_log.standing")

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.set_title(_("Incident log"))
        self.check.set_text(_("Check now"))
        self.cancel.set_text(_("Cancel"))
        self._say()

    def _show(self, standing: LogStanding) -> None:
        self._shown = standing
        self._say()

    def _say(self) -> None:
        run = self._keeper.log
        percent = run.percent if run is not None else None
        running = percent is not None
        self.check.setEnabled(not running and run is not None)
        self.cancel.setVisible(running)
        self.step.setVisible(running)
        self.step.setText(_("{percent} %").format(percent=percent) if running else "")
        self.found.setVisible(bool(self._findings))
        self.found.setText("\n".join(map(_finding, self._findings)))
        if self._shown is not None:
            self.pill.set(*_pill(self._shown))
            self.state.setText(_state(self._shown))

    def _begin(self) -> None:
        self._findings = ()
        if self._keeper.log is not None:
            self._keeper.log.start()

    def _checked(self, findings: tuple[LogFinding, ...]) -> None:
        self._findings = findings[:_MOST]
        self.context.write(entry_log.note_check, len(findings), done=self._noted)
        self._say()

    def _failed(self, why: str) -> None:
        self.context.say(why, "danger")

    def _noted(self, _nothing: object) -> None:
        self.refresh()


def _finding(one: LogFinding) -> str:
    words = _(_FOUND[Found(one.found)])
    return f"{one.entry}: {words}" if one.entry else words


def _pill(standing: LogStanding) -> tuple[str, str]:
    if standing.checked is None:
        return _("Not checked yet"), "warn"
    return (_("Changed"), "danger") if standing.checked.findings else (_("Fine"), "ok")


def _state(standing: LogStanding) -> str:
    count = standing.entries
    parts = [ngettext("{n} entry.", "{n} entries.", count).format(n=count)]
    if standing.printed is not None:
        when = datetime_text(standing.printed.at)
        parts.append(_("Its hash was last printed on a closing sheet {when}.").format(when=when))
    else:
        parts.append(_("Its hash has not been printed yet: print the closing sheet each day."))
    checked = standing.checked
    if checked is not None:
        when, wrong = datetime_text(checked.at), checked.findings
        said = ngettext(
            "Checked {when}: {n} thing is not as it was. Tell headquarters.",
            "Checked {when}: {n} things are not as they were. Tell headquarters.",
            wrong,
        )
        fine = _("Checked {when}: everything as it was.")
        parts.append((said if wrong else fine).format(when=when, n=wrong))
    return " ".join(parts)
