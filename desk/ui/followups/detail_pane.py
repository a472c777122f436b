"""One follow-up: what the list knows, and all of it once it has been opened (a logged look)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.follow_up import (
    BY_HAND,
    FollowUpDetail,
    FollowUpKind,
    FollowUpLine,
    FollowUpStep,
    Urgency,
)
from desk.formats import datetime_text
from desk.i18n import _, marked
from desk.ui.context import Context
from desk.ui.duties.sheet import Sheet
from desk.ui.followups.texts import (
    KIND_TEXTS,
    STEP_TEXTS,
    URGENCY_TEXTS,
    about_text,
    due_text,
    title_text,
    when_text,
)
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface
from desk.ui.widgets.panel import Panel

_PILLS = {Urgency.OVERDUE: "danger", Urgency.TODAY: "warn", Urgency.LATER: "neutral"}
_WITH_WORDS = frozenset(
    {FollowUpKind.CALL_BACK, FollowUpKind.BOOKING, FollowUpKind.TASK, FollowUpKind.PAPER}
)
"""Kinds with somebody to reach, or with a history worth opening."""
_JUMPS = {
    FollowUpKind.REFUSAL: marked("Fill it in…"),
    FollowUpKind.TICKET: marked("Show the ticket"),
    FollowUpKind.INCIDENT: marked("Show the report"),
    FollowUpKind.APOLOGY: marked("Show the report"),
    FollowUpKind.BOOKING: marked("Show the booking"),
}
_ADVICE = {
    FollowUpKind.REFUSAL: marked(
        "Reason and legal basis belong to every refusal, and the client is told how to complain."
        " What is added now is marked as added later."
    ),
    FollowUpKind.TICKET: marked("Nobody ended this ticket. Record how it really ended."),
    FollowUpKind.APOLOGY: marked(
        "Make good what the error has caused, and apologise to the client: in person, by phone,"
        " e-mail or letter."
    ),
    FollowUpKind.BOOKING: marked(
        "It was booked here by phone. Enter it in the booking system, then mark it as done."
    ),
    FollowUpKind.HOURS: marked(
        "Ask headquarters to confirm them. Nothing is refused because of it meanwhile."
    ),
    FollowUpKind.PAPER: marked("Enter what was written on paper, with the true times."),
}


class FollowUpPane(Panel):
    """Signals:
    wanted(str): "open", "jump", "done", "postpone", "assign" or "undo" for the one shown.
    """

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.sheet, self._nothing = Sheet(), EmptyState()
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.sheet)
        self.body.addWidget(holder, 1)
        self.buttons = {
            "jump": Button(kind="primary"),
            "done": Button(kind="primary", guarded=True),
            "open": Button(key="Enter"),
            "postpone": Button(),
            "assign": Button(),
            "undo": Button(guarded=True),
        }
        self._bar = Surface("bar")
        flow = Flow(self._bar, gap=6)
        flow.setContentsMargins(*[px(12)] * 4)
        for name, button in self.buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
        self.add_foot(self._bar)
        self.retranslate()
        self.show_nothing()

    def retranslate(self) -> None:
        """Say everything again."""
        self.set_title(_("The follow-up"))
        self.sheet.setAccessibleName(_("The follow-up"))
        texts = {
            "open": _("Open"),
            "done": _("Done"),
            "postpone": _("Put off…"),
            "assign": _("Give to…"),
            "undo": _("Not done yet"),
            "jump": _("Show"),
        }
        for name, text in texts.items():
            self.buttons[name].set_text(text)
        self._nothing.set(_("Nothing is chosen"), _("Choose a follow-up at the left."))

    def show_nothing(self) -> None:
        """None is chosen."""
        self._offer(frozenset())
        self._pages.setCurrentWidget(self._nothing)

    def show_line(self, line: FollowUpLine) -> None:
        """What the list knows; who is to be reached stays closed until somebody opens it."""
        self._begin(line)
        if line.ref.kind is FollowUpKind.CALL_BACK or line.ref.kind is FollowUpKind.BOOKING:
            note = _("Open it to see whom to reach; that is written into the access log.")
            self.sheet.text(note, "small", "dim")
        self._end(line, opened=False)

    def show_detail(self, detail: FollowUpDetail) -> None:
        """All of it."""
        self._begin(detail.line)
        if detail.name or detail.phone:
            self.sheet.section(_("Whom to reach"))
            self.sheet.pairs([(_("Name"), detail.name), (_("Number"), detail.phone)])
        if detail.text and detail.text != detail.line.text:
            self.sheet.section(_("What was noted"))
            self.sheet.text(detail.text)
        if not (detail.name or detail.phone or detail.text):
            self.sheet.text(_("Nothing more was noted."), tone="dim")
        if detail.history:
            self.sheet.section(_("History"))
            self.sheet.pairs([self._step(step) for step in detail.history])
        self._end(detail.line, opened=True)

    def _begin(self, line: FollowUpLine) -> None:
        sheet, now = self.sheet, self._context.env.clock()
        sheet.wipe()
        if line.done_at is not None:
            sheet.pills([(_("Done"), "ok")])
        else:
            sheet.pills([(_(URGENCY_TEXTS[line.urgency]), _PILLS[line.urgency])])
        sheet.text(title_text(self._context.env, line), "heading")
        done = f"{line.done_by} {datetime_text(line.done_at)}".strip() if line.done_at else ""
        pairs = [
            (_("What"), _(KIND_TEXTS[line.ref.kind]) if line.text else ""),
            (_("About"), "" if line.text else about_text(line)),
            (_("Term"), due_text(line.due_at, now) if line.done_at is None else ""),
            (_("Since"), when_text(line.since, now)),
            (_("Who"), line.responsible or (_("anybody") if line.done_at is None else "")),
            (_("Done"), done),
        ]
        sheet.pairs(pairs)
        advice = _ADVICE.get(line.ref.kind)
        if advice is not None and line.done_at is None:
            sheet.box(_("What to do"), _(advice), "soft")

    def _end(self, line: FollowUpLine, *, opened: bool) -> None:
        self.sheet.end()
        self._offer(_offered(line, opened=opened))
        jump = _JUMPS.get(line.ref.kind)
        if jump is not None:
            self.buttons["jump"].set_text(_(jump))
        self.buttons["jump"].set_kind("normal" if line.ref.kind in BY_HAND else "primary")
        self._pages.setCurrentWidget(self.sheet)

    def _step(self, step: FollowUpStep) -> tuple[str, str]:
        parts = [_(STEP_TEXTS[step.what]), step.who]
        if step.due_at is not None:
            until = when_text(step.due_at, self._context.env.clock())
            parts.append(_("until {when}").format(when=until))
        parts.append(step.text)
        return datetime_text(step.at), " · ".join(part for part in parts if part)

    def _offer(self, names: frozenset[str]) -> None:
        for name, button in self.buttons.items():
            button.setVisible(name in names)
        self._bar.setVisible(bool(names))

    def _clicked(self) -> None:
        self.wanted.emit(str(self.sender().property("action")))


def _offered(line: FollowUpLine, *, opened: bool) -> frozenset[str]:
    kind = line.ref.kind
    offered = {"open"} if kind in _WITH_WORDS and not opened else set()
    if line.done_at is not None:
        return frozenset(offered | ({"undo"} if line.may_undo else set()))
    if kind in _JUMPS:
        offered.add("jump")
    if kind in BY_HAND:
        offered |= {"done", "postpone", "assign"}
    return frozenset(offered)
