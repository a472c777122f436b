"""How this PC stands with headquarters: state, facts, what goes on, "Sync now"."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from desk.formats import datetime_text
from desk.i18n import _, ngettext
from desk.services import sync_state
from desk.services.sync_state import CLOCK_OFF_BY, LineState, SyncState
from desk.ui.context import Context
from desk.ui.style import air, px
from desk.ui.sync.keeper import sync_of
from desk.ui.sync.words import moment_text, offset_text, stage_text, words_of
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label, Pill

_GROUP = 4
_FACTS = ("as_of", "waiting", "oldest", "refusals", "clock", "witnessed", "set_back", "known_as")
_KINDS = {"ink2": "neutral"}


class StateBox(QWidget):
    """For everybody: in the page, and in the dialog that the foot opens.

    Signals:
        shown(SyncState): it was read anew.
    """

    shown = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.keeper = context, sync_of(context)
        self.known = self.keeper.state
        self.pill, self.says = Pill(), Label(wrap=True)
        self.names = {name: Label(tone="ink2") for name in _FACTS}
        self.values = {name: Label(wrap=True) for name in _FACTS}
        self.now, self.stop = Button(kind="primary"), Button()
        self.bar, self.stage = QProgressBar(), Label(role="small", tone="ink2", wrap=True)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(6))
        self._lay_out()
        self.now.clicked.connect(self.keeper.sync_now)
        self.stop.clicked.connect(self.keeper.leave_off)
        self.keeper.changed.connect(self.refresh)
        self.keeper.progressed.connect(self.say_progress)
        self.retranslate()

    def refresh(self) -> None:
        """Read anew what is shown."""
        self.context.read(sync_state.of_actor, done=self._show, kind="sync.shown")
        self.say_progress()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        names = {
            "as_of": _("Data of headquarters"),
            "waiting": _("Waiting to be sent"),
            "oldest": _("Oldest of them"),
            "refusals": _("Refused"),
            "clock": _("Clock of this PC"),
            "witnessed": _("Incident log witnessed"),
            "set_back": _("Headquarters set back"),
            "known_as": _("Known to headquarters as"),
        }
        for name, text in names.items():
            self.names[name].setText(text)
        self.now.set_text(_("Sync now"))
        self.stop.set_text(_("Stop"), _("Stop synchronising; it can go on later"))
        self.bar.setAccessibleName(_("Synchronising with headquarters"))
        self._show(self.known)
        self.say_progress()

    def say_progress(self) -> None:
        """What a long round does."""
        keeper = self.keeper
        progress = keeper.progress if keeper.running else None
        enrolled = self.known.state is not LineState.NOT_ENROLLED
        self.now.setVisible(enrolled)
        self.stop.setVisible(enrolled)
        self.stop.setEnabled(not keeper.stopped)
        self.bar.setVisible(progress is not None)
        self.stage.setVisible(progress is not None)
        if progress is not None:
            what, done, whole = progress
            self.bar.setRange(0, max(done, whole, 1))
            self.bar.setValue(done)
            self.stage.setText(stage_text(what, done, whole))

    def _lay_out(self) -> None:
        state, doing, facts = row(gap=10), Flow(gap=8), QGridLayout()
        state.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.says, 1)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(air(16))
        facts.setVerticalSpacing(air(6))
        facts.setColumnStretch(1, 1)
        for place, name in enumerate(_FACTS):
            self.names[name].setBuddy(self.values[name])
            facts.addWidget(self.names[name], place, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(self.values[name], place, 1)
        for button in (self.now, self.stop):
            doing.addWidget(button)
        layout = column(self, gap=10)
        layout.addLayout(state)
        layout.addLayout(facts)
        layout.addWidget(self.bar)
        layout.addWidget(self.stage)
        layout.addLayout(doing)
        self.bar.hide()
        self.stage.hide()

    def _show(self, known: SyncState) -> None:
        self.known = known
        now = self.context.env.clock()
        state = LineState.STOPPED if self._is_stopped() else known.state
        words = words_of(known, state, now)
        self.pill.set(words.pill, _KINDS.get(words.tone, words.tone))
        self.says.setText(words.says)
        facts = self._facts(known)
        for name in _FACTS:
            text = facts.get(name, "")
            self.values[name].setText(text)
            self.values[name].setAccessibleName(f"{self.names[name].text()}: {text}")
            for label in (self.names[name], self.values[name]):
                label.setVisible(bool(text))
        self.values["refusals"].set_tone("warn" if known.refusals or known.unknown else "")
        self.values["clock"].set_tone("warn" if abs(known.offset) > CLOCK_OFF_BY else "")
        self.say_progress()
        self.shown.emit(known)

    def _is_stopped(self) -> bool:
        return self.keeper.stopped and self.known.state is not LineState.NOT_ENROLLED

    def _facts(self, known: SyncState) -> dict[str, str]:
        """What is known, in words; nothing of a PC that stands on its own."""
        if known.state is LineState.NOT_ENROLLED:
            return {}
        now = self.context.env.clock()
        return {
            "as_of": _("as of {time}").format(time=moment_text(known.as_of, now))
            if known.as_of is not None
            else _("nothing came yet"),
            "waiting": _waiting_text(known.waiting),
            "oldest": _("saved {time}").format(time=moment_text(known.oldest, now))
            if known.oldest is not None
            else "",
            "refusals": _refusals_text(known),
            "clock": _clock_text(known),
            "witnessed": _witnessed_text(known),
            "set_back": _("{when}: to an earlier state; their data were read anew").format(
                when=datetime_text(known.hq_set_back)
            )
            if known.hq_set_back is not None
            else "",
            "known_as": f"{known.branch} · {str(known.device)[-12:]}",
        }


def _waiting_text(count: int) -> str:
    if not count:
        return _("nothing")
    return ngettext("{n} change", "{n} changes", count).format(n=count)


def _refusals_text(known: SyncState) -> str:
    parts = []
    if known.refusals:
        count = known.refusals
        parts.append(ngettext("{n} change", "{n} changes", count).format(n=count))
    if known.unknown:
        count = known.unknown
        words = ngettext("{n} waits for an update", "{n} wait for an update", count)
        parts.append(words.format(n=count))
    return " · ".join(parts)


def _clock_text(known: SyncState) -> str:
    if known.as_of is None:
        return ""
    if abs(known.offset) > CLOCK_OFF_BY:
        return offset_text(known.offset)
    return _("as at headquarters")


def _witnessed_text(known: SyncState) -> str:
    root = known.witnessed
    if known.log_refused is not None:
        words = _("headquarters refused the log on {when}: it contradicts what they witnessed")
        return words.format(when=datetime_text(known.log_refused))
    if root is None:
        return ""
    groups = root.root.hex()[: 4 * _GROUP]
    spaced = " ".join(groups[at : at + _GROUP] for at in range(0, len(groups), _GROUP))
    words = _("{when}: {n} entries, root {root} …")
    return words.format(when=datetime_text(root.at), n=root.size, root=spaced)
