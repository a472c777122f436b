"""One incident: what the list knows, and all of it once it has been opened (a logged look)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.board import IncidentRow
from desk.domain.incident import (
    Answer,
    Incident,
    IncidentAction,
    IncidentKind,
    IncidentState,
    Place,
    Told,
)
from desk.domain.notice import Seen
from desk.formats import datetime_text, minutes_text, seconds_text
from desk.i18n import _, language
from desk.services.env import Env
from desk.services.incident_before import before_words
from desk.services.incident_steps import step_text
from desk.services.incidents import IncidentDetail
from desk.ui.attachments.texts import file_pairs
from desk.ui.duties.sheet import Sheet
from desk.ui.incidents.history import history_lines
from desk.ui.incidents.next_steps import next_step, others
from desk.ui.incidents.review_sheet import show_handling
from desk.ui.incidents.review_texts import ACTIONS
from desk.ui.incidents.rows import place_text, when_text
from desk.ui.incidents.texts import (
    ANSWER_TEXTS,
    CHANNEL_TEXTS,
    HOW_TEXTS,
    KIND_TEXTS,
    PLACE_TEXTS,
    STATE_TEXTS,
    levels_of,
    option_text,
    told_reminder,
    triggers_of,
)
from desk.ui.incidents.twins import show_twins
from desk.ui.notice.texts import seen_text
from desk.ui.preview.files import dropped_file
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label


class IncidentPane(Panel):
    """Signals:
    wanted(str): "open", "next", "more", "amend", "files", "annex" or "print" for the incident
        shown.
    given(object): a file that was dropped here, or None for what the clipboard holds.
    """

    wanted = Signal(str)
    given = Signal(object)

    def __init__(self, env: Env) -> None:
        super().__init__()
        self._env = env
        self._seen: Label | None = None
        self.sheet, self._nothing = Sheet(), EmptyState()
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.sheet)
        self.body.addWidget(holder, 1)
        self.buttons = {
            "open": Button(kind="primary", key="Enter"),
            "next": Button(kind="primary", guarded=True),
            "more": Button(),
            "amend": Button(),
            "files": Button(),
            "annex": Button(),
            "print": Button(),
        }
        self._bar = Surface("bar")
        flow = Flow(self._bar, gap=6)
        flow.setContentsMargins(*[px(12)] * 4)
        for name, button in self.buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
        self.add_foot(self._bar)
        self._takes_files = False
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        self.retranslate()
        self.show_nothing()

    def retranslate(self) -> None:
        """Say everything again."""
        self.set_title(_("The report"))
        self.sheet.setAccessibleName(_("The report"))
        self.buttons["open"].set_text(_("Open the report"))
        self.buttons["more"].set_text(_("What to do…"))
        self.buttons["annex"].set_text(_("Who it was (sealed)…"))
        self.buttons["files"].set_text(_("Pictures…"))
        self.buttons["amend"].set_text(_("Put right…"))
        self.buttons["print"].set_text(_("Print…"))
        self._nothing.set(_("No report is chosen"), _("Choose one; Enter opens it."))

    def show_nothing(self) -> None:
        """No incident is chosen."""
        self._seen = None
        self._offer(frozenset())
        self._pages.setCurrentWidget(self._nothing)

    def show_row(self, found: IncidentRow) -> None:
        """What the list knows; the text stays closed until somebody opens it."""
        sheet, self._seen = self.sheet, None
        sheet.wipe()
        state = IncidentState(found.state)
        sheet.pills([(_(STATE_TEXTS[state]), state_kind(state)), (found.level or "–", "neutral")])
        sheet.text(_(KIND_TEXTS[IncidentKind(found.kind)]), "heading")
        pairs = [
            (_("Number"), found.number),
            (_("When"), when_text(found, self._env)),
            (_("Where"), place_text(found)),
            (_("Reported by"), found.reporter),
        ]
        sheet.pairs(pairs)
        if not found.told:
            sheet.box(_("Not told yet"), told_reminder(self._env, IncidentKind(found.kind)))
        sheet.text(_("Opening a report is written into the access log."), "small", "dim")
        sheet.end()
        self._offer(frozenset({"open"}))
        self._pages.setCurrentWidget(sheet)

    def show_detail(self, detail: IncidentDetail) -> None:
        """The whole report."""
        incident, sheet = detail.incident, self.sheet
        sheet.wipe()
        sheet.pills(_pills(incident))
        sheet.text(f"{_(KIND_TEXTS[incident.kind])} · {incident.number}", "heading")
        self._seen = sheet.text("", "small", "ink2")
        self._seen.hide()
        sheet.section(_("What was said and done"))
        sheet.text(detail.text or _("Nothing was written."), tone="" if detail.text else "dim")
        if incident.told is None:
            sheet.box(_("Not told yet"), told_reminder(self._env, incident.kind))
        show_twins(sheet, incident, detail.twins)
        sheet.section(_("Facts"))
        sheet.pairs(list(_facts(self._env, detail)))
        if incident.steps:
            sheet.section(_("Steps taken"))
            steps = [(seconds_text(s.at), step_text(self._env, s.step)) for s in incident.steps]
            sheet.pairs(steps, width=72)
        show_handling(sheet, detail, self._env)
        self._files(detail)
        self._merged(detail)
        self._outcome(detail)
        self._answers(detail)
        sheet.section(_("History"))
        sheet.pairs(list(history_lines(detail.history, self._env)))
        sheet.end()
        self._offer(self._offered(detail))
        self._takes_files = IncidentAction.ATTACH in detail.allowed
        self._pages.setCurrentWidget(sheet)

    def show_seen(self, seen: Sequence[Seen]) -> None:
        """Who has read it: a reporter is not left in the dark."""
        if seen and self._seen is not None:
            self._seen.setText(" · ".join(map(seen_text, seen)))
            self._seen.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A picture or scan of an opened report may be dropped on it."""
        if self._takes_files and dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file dropped is looked at."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.given.emit(path)

    def _paste(self) -> None:
        if self._takes_files:
            self.given.emit(None)

    def _files(self, detail: IncidentDetail) -> None:
        """Pictures and scans, by what they show; they are looked at apart."""
        pairs = file_pairs(detail.handling.attachments, detail.texts, detail.names)
        if pairs:
            self.sheet.section(_("Pictures and scans"))
            self.sheet.pairs(pairs)

    def _merged(self, detail: IncidentDetail) -> None:
        """Other reports of the same event."""
        if detail.merged:
            self.sheet.section(_("Reports of the same event"))
            lines = [
                (one.incident.number, f"{one.reporter}: {one.text}" if one.text else one.reporter)
                for one in detail.merged
            ]
            self.sheet.pairs(lines)

    def _answers(self, detail: IncidentDetail) -> None:
        """What headquarters said to it."""
        if detail.answers:
            erased = _("The words have been erased.")
            self.sheet.section(_("Answer of headquarters"))
            self.sheet.pairs(
                [(datetime_text(a.at), f"{a.office}\n{a.text or erased}") for a in detail.answers]
            )

    def _outcome(self, detail: IncidentDetail) -> None:
        """The reporter hears what was done: silence is why people stop reporting."""
        said, sheet = detail.outcome, self.sheet
        lines = [(datetime_text(at), text) for at, text in said.updates]
        if said.number != detail.incident.number:
            lines.append((_("Goes on in"), said.number))
        lines += [(_("Done"), text) for text in said.done]
        lines.append((_("What was done"), said.note))
        lines.append((_("Lesson"), said.lesson))
        shown = [line for line in lines if line[1]]
        if detail.own and shown:
            sheet.section(_("What was done about your report"))
            sheet.pairs(shown)

    def _offered(self, detail: IncidentDetail) -> frozenset[str]:
        offered = {"print"}
        if IncidentAction.ATTACH in detail.allowed or detail.handling.attachments:
            offered.add("files")
        step = next_step(detail)
        if step is not None:
            self.buttons["next"].set_text(_(ACTIONS[step]))
            offered.add("next")
        if others(detail, step):
            offered.add("more")
        if IncidentAction.AMEND in detail.allowed:
            offered.add("amend")
        if IncidentAction.ANNEX in detail.allowed:
            offered.add("annex")
        return frozenset(offered)

    def _offer(self, names: frozenset[str]) -> None:
        self._takes_files = False
        for name, button in self.buttons.items():
            button.setVisible(name in names)
        self._bar.setVisible(bool(names))

    def _clicked(self) -> None:
        self.wanted.emit(str(self.sender().property("action")))


_STATE_KINDS = {
    IncidentState.REPORTED: "warn",
    IncidentState.RETURNED: "warn",
    IncidentState.BLOCKED: "warn",
    IncidentState.ACTIONS_OPEN: "accent",
    IncidentState.UNDER_REVIEW: "accent",
    IncidentState.AWAITING_CLOSE: "accent",
    IncidentState.MERGED: "neutral",
    IncidentState.VOIDED: "neutral",
}


def state_kind(state: IncidentState) -> str:
    """The kind of pill that a state has."""
    return _STATE_KINDS.get(state, "ok")


def _pills(incident: Incident) -> list[tuple[str, str]]:
    pills = [(_(STATE_TEXTS[incident.state]), state_kind(incident.state))]
    if incident.hurt is Answer.YES:
        pills.append((_("Someone was hurt"), "danger"))
    if incident.weapon is Answer.YES:
        pills.append((_("Weapon or object"), "danger"))
    return pills


def _facts(env: Env, detail: IncidentDetail) -> Iterator[tuple[str, str]]:
    incident = detail.incident
    when = datetime_text(incident.occurred_at)
    if incident.time_unknown:
        when = _("about {when}, the time cannot be told").format(when=when)
    triggers = triggers_of(env, incident.kind)
    yield _("What it was"), ", ".join(option_text(triggers, one) for one in incident.triggers)
    meaning = option_text(levels_of(env, incident.kind), incident.level)
    yield _("Level"), f"{incident.level} · {meaning}" if incident.level else ""
    yield _("When"), when
    yield _("Recorded"), datetime_text(incident.recorded_at)
    yield _("Where"), _place(incident)
    yield _("Contact by"), _(CHANNEL_TEXTS[incident.channel])
    yield _("Was anyone hurt?"), _(ANSWER_TEXTS[incident.hurt])
    service = env.services.get(incident.service)
    yield _("Service"), service.name.get(language()) if service else incident.service
    waited = incident.waited_minutes
    yield _("Had waited"), minutes_text(waited) if waited is not None else ""
    yield from before_words(incident.handling.visit)
    yield _("Reported by"), detail.reporter
    yield _("Told"), _told(env, detail.told)
    if incident.acknowledged_at is not None:
        seen = f"{detail.acknowledged_by}, {datetime_text(incident.acknowledged_at)}"
        yield _("Acknowledged by"), seen


def _place(incident: Incident) -> str:
    if incident.place is Place.COUNTER and incident.counter:
        return _("counter {counter}").format(counter=incident.counter)
    return _(PLACE_TEXTS[incident.place])


def _told(env: Env, told: Told | None) -> str:
    if told is None:
        return _("nobody yet")
    whom = option_text(env.policy.recipients, told.whom)
    parts = (whom, _(HOW_TEXTS.get(told.how, told.how)), datetime_text(told.at))
    return ", ".join(part for part in parts if part)
