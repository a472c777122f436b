"""One follow-up: what the list knows, and all of it once it has been opened (a logged look)."""

from __future__ import annotations

from datetime import datetime

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
from desk.domain.incident_clocks import Clock, ClockKind
from desk.domain.notice import ReportNews
from desk.formats import datetime_text
from desk.i18n import _, marked
from desk.ui.context import Context
from desk.ui.duties.sheet import Sheet
from desk.ui.followups.clock_texts import moment_text
from desk.ui.followups.news_texts import news_title, news_who
from desk.ui.followups.texts import (
    KIND_TEXTS,
    STEP_TEXTS,
    URGENCY_TEXTS,
    about_text,
    term_text,
    title_text,
)
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface
from desk.ui.widgets.panel import Panel

_PILLS = {
    Urgency.OVERDUE: "danger",
    Urgency.TODAY: "warn",
    Urgency.LATER: "neutral",
    Urgency.WAITING: "neutral",
}
_WITH_WORDS = frozenset(
    {FollowUpKind.CALL_BACK, FollowUpKind.BOOKING, FollowUpKind.TASK, FollowUpKind.PAPER}
)
"""Kinds with somebody to reach, or with a history worth opening."""
_JUMPS = {
    FollowUpKind.REFUSAL: marked("Fill it in…"),
    FollowUpKind.TICKET: marked("Show the ticket"),
    FollowUpKind.CLOCK: marked("Show the report"),
    FollowUpKind.TREND: marked("Show the reports"),
    FollowUpKind.DRAFT: marked("Go on writing…"),
    FollowUpKind.BOOKING: marked("Show the booking"),
    FollowUpKind.ANSWER: marked("Show the report"),
}
_ADVICE = {
    FollowUpKind.REFUSAL: marked(
        "Reason and legal basis belong to every refusal, and the client is told how to complain."
        " What is added now is marked as added later."
    ),
    FollowUpKind.TICKET: marked("Nobody ended this ticket. Record how it really ended."),
    FollowUpKind.TREND: marked(
        "Look at what the reports have in common: place, hour, situation before, cause. What"
        " follows from it becomes a task. Nobody is ranked."
    ),
    FollowUpKind.DRAFT: marked("What you typed is kept. A first report takes a minute."),
    FollowUpKind.BOOKING: marked(
        "It was booked here by phone. Enter it in the booking system, then mark it as done."
    ),
    FollowUpKind.HOURS: marked(
        "Ask headquarters to confirm them. Nothing is refused because of it meanwhile."
    ),
    FollowUpKind.ANSWER: marked(
        "Open the report: the answer stands in it. Tell the reporter what concerns them, then mark"
        " it as done."
    ),
    FollowUpKind.PAPER: marked("Enter what was written on paper, with the true times."),
}
_CLOCK_ADVICE = {
    ClockKind.TOLD: marked(
        "Saving the report tells nobody. Tell the person yourself, then note in the report whom,"
        " how and when."
    ),
    ClockKind.HEADQUARTERS: marked("Ring headquarters, then note in the report whom and when."),
    ClockKind.APOLOGY: marked(
        "Make good what the error has caused, and apologise to the client: in person, by phone,"
        " e-mail or letter."
    ),
    ClockKind.BREACH: marked(
        "72 hours from when it became known, weekends included. A decision not to notify needs"
        " its reason."
    ),
    ClockKind.UPDATE: marked("Silence is why people stop reporting: a sentence is enough."),
    ClockKind.CARE: marked("Ask how the colleague is, and whether support is wanted."),
}
_WHY_ADVICE = marked("Say what stood in the way. It is about circumstances, not about blame.")


class FollowUpPane(Panel):
    """Signals:
    wanted(str): "open", "jump", "done", "why", "postpone", "assign" or "undo" for the one shown.
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
            "why": Button(),
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
            "why": _("Why it was late…"),
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

    def show_news(self, news: ReportNews) -> None:
        """What was done with one's own report."""
        sheet, now = self.sheet, self._context.env.clock()
        sheet.wipe()
        sheet.pills([(_("Your report"), "neutral")])
        sheet.text(news_title(news), "heading")
        pairs = [
            (_("About"), news.number),
            (_("Who"), news_who(news)),
            (_("When"), moment_text(news.at, now)),
        ]
        sheet.pairs(pairs)
        sheet.end()
        self.buttons["jump"].set_text(_("Show the report"))
        self.buttons["jump"].set_key("Enter")
        self._offer(frozenset({"jump"}))
        self._pages.setCurrentWidget(sheet)

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
            (_("Term"), term_text(line, now) if line.done_at is None else ""),
            (_("Hard limit"), _outer_text(line.clock, now)),
            (_("Since"), moment_text(line.since, now)),
            (_("Who"), line.responsible or (_nobody_named(line) if line.done_at is None else "")),
            (_("Why it was late"), line.why),
            (_("Done"), done),
        ]
        sheet.pairs(pairs)
        advice = _advice(line, asks=self._asks_why(line))
        if advice and line.done_at is None:
            sheet.box(_("What to do"), advice, "soft")

    def _end(self, line: FollowUpLine, *, opened: bool) -> None:
        self.sheet.end()
        offered = _offered(line, opened=opened)
        if self._asks_why(line):
            offered |= {"why"}
        self._offer(offered)
        jump = _JUMPS.get(line.ref.kind)
        if jump is not None:
            self.buttons["jump"].set_text(_(jump))
        self.buttons["jump"].set_key("" if "open" in offered else "Enter")
        self.buttons["jump"].set_kind("normal" if "done" in offered else "primary")
        self._pages.setCurrentWidget(self.sheet)

    def _asks_why(self, line: FollowUpLine) -> bool:
        return line.clock is not None and line.clock.asks_why(self._context.env.clock())

    def _step(self, step: FollowUpStep) -> tuple[str, str]:
        parts = [_(STEP_TEXTS[step.what]), step.who]
        if step.due_at is not None:
            until = moment_text(step.due_at, self._context.env.clock())
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
    if kind in _JUMPS and (kind is not FollowUpKind.CLOCK or line.incident[0]):
        offered.add("jump")
    if line.clock is not None and line.clock.kind in (ClockKind.TASK, ClockKind.CARE):
        offered.add("done")
    if kind in BY_HAND:
        offered |= {"done", "postpone", "assign"}
    return frozenset(offered)


def _nobody_named(line: FollowUpLine) -> str:
    return _("head or deputy") if line.clock is not None else _("anybody")


def _outer_text(clock: Clock | None, now: datetime) -> str:
    if clock is None or clock.outer is None or clock.stopped_at is not None:
        return ""
    text = _("over since {when}") if clock.beyond(now) else "{when}"
    return text.format(when=moment_text(clock.outer, now))


def _advice(line: FollowUpLine, *, asks: bool) -> str:
    clock = line.clock
    if asks and clock is not None and clock.stopped_at is not None:
        return _(_WHY_ADVICE)
    known = _CLOCK_ADVICE.get(clock.kind) if clock is not None else None
    advice = known or _ADVICE.get(line.ref.kind)
    return _(advice) if advice is not None else ""
