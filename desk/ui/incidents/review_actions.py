"""Doing something with an opened report: each action asks for what it needs, then writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk.domain.board import IncidentRow
from desk.domain.clock import local_day
from desk.domain.incident import IncidentAction, IncidentState
from desk.domain.incident_handling import Care, TaskKind
from desk.domain.incident_levels import floor
from desk.domain.incident_moves import is_lead
from desk.domain.incident_typed import breach_typed, findings_typed
from desk.i18n import _, language
from desk.services import incident_detail, incident_remedy, incident_review, incidents
from desk.services.incident_before import detail_to_type, evidence_to_type
from desk.services.incident_moves import raises
from desk.services.incidents import IncidentDetail
from desk.services.notice_order import recipients, superior_is_known
from desk.ui.context import Context
from desk.ui.incidents.after_forms import CareDialog, EvidenceDialog, FindingsDialog
from desk.ui.incidents.breach_dialog import open_breach
from desk.ui.incidents.detail_form import DetailDialog
from desk.ui.incidents.remedy_dialog import RemedyDialog
from desk.ui.incidents.review_forms import (
    ConcernedDialog,
    LevelDialog,
    MergeDialog,
    ToldDialog,
    WaitsDialog,
    WordsDialog,
)
from desk.ui.incidents.rows import when_text
from desk.ui.incidents.task_forms import AddTaskDialog, TasksDialog
from desk.ui.incidents.texts import KIND_TEXTS, levels_of
from desk.ui.incidents.twins import twin_text
from desk.ui.widgets.dialog import Dialog

_A = IncidentAction


class ReviewActions(QObject):
    """Opens the form of an action on a report, and writes what it gives.

    Signals:
        done: something was written, or a form was left.
    """

    done = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self._others: Sequence[IncidentRow] = ()
        self._openers: Mapping[IncidentAction, Callable[[IncidentDetail], None]] = {
            _A.ACKNOWLEDGE: lambda one: self._write(incidents.acknowledge, one),
            _A.REVIEW: lambda one: self._write(incident_review.begin, one),
            _A.RESUME: lambda one: self._write(incident_review.resume, one),
            _A.PLANNED: lambda one: self._write(incident_review.planned, one),
            _A.LEVEL: self._level,
            _A.TOLD: self._told,
            _A.DETAIL: self._detail,
            _A.TASK: self._task,
            _A.TASK_DONE: self._tasks,
            _A.CONTACT: self._remedy,
            _A.BREACH: self._breach,
            _A.EVIDENCE: self._evidence,
            _A.CARE: self._care,
            _A.FINDINGS: self._findings,
            _A.UPDATE: self._update,
            _A.CLOSE: self._close,
            _A.RETURN: self._return,
            _A.BLOCK: lambda one: self._ask(WaitsDialog(), incident_review.block, one),
            _A.MERGE: self._merge,
            _A.CONCERNS: self._concerns,
            _A.HAND_UP: self._hand_up,
            _A.REOPEN: self._reopen,
            _A.VOID: self._void,
        }

    def use_others(self, rows: Sequence[IncidentRow]) -> None:
        """The reports of this place, for one that is the same event as another."""
        self._others = rows

    def knows(self, action: IncidentAction) -> bool:
        """Whether an action has a form here."""
        return action in self._openers

    def do(self, action: IncidentAction, detail: IncidentDetail) -> None:
        """Ask for what an action needs, then write it."""
        self._openers[action](detail)

    def _write(self, use_case: Callable[..., Any], detail: IncidentDetail, *values: object) -> None:
        self.context.write(use_case, detail.incident.id, *values, done=self._written)

    def _written(self, _incident: object) -> None:
        self.done.emit()

    def _ask(self, dialog: Dialog, use_case: Callable[..., Any], detail: IncidentDetail) -> None:
        """Open a form; what it gives are the use case's further arguments."""

        def take(values: object) -> None:
            if isinstance(values, tuple):
                self._write(use_case, detail, *values)

        dialog.closed.connect(take)
        self.context.open(dialog)

    def _words(self, use_case: Callable[..., Any], detail: IncidentDetail, **words: str) -> None:
        self._ask(WordsDialog(**words), use_case, detail)

    def _level(self, one: IncidentDetail) -> None:
        env = self.context.env
        levels = levels_of(env, one.incident.kind)
        least = floor(one.incident, raises(env))
        dialog = LevelDialog(one.incident, levels, least)
        dialog.level.chosen.connect(lambda _key: self.context.overlay.fit())
        self._ask(dialog, incident_review.confirm_level, one)

    def _told(self, one: IncidentDetail) -> None:
        env, remark = self.context.env, _("Saving is not the notice: tell first, then note it.")
        dialog = ToldDialog(_("Who was told"), env, one.incident.kind, env.clock, remark)
        self._ask(dialog, incidents.told, one)
        self._propose(dialog, one)

    def _propose(self, dialog: ToldDialog, one: IncidentDetail) -> None:
        kind, level, concerned = one.incident.kind, one.incident.level, one.handling.concerned
        self.context.read(
            recipients, kind, level, concerned, done=dialog.told.propose, kind="incidents.whom"
        )

    def _hand_up(self, one: IncidentDetail) -> None:
        env = self.context.env
        remark = _(
            "The head reported it or is concerned: the superior official at headquarters reviews."
            " Their decisions are written down here afterwards."
        )
        title = _("Hand up to headquarters")
        named = not superior_is_known(env)
        dialog = ToldDialog(title, env, one.incident.kind, env.clock, remark, named=named)
        self._ask(dialog, incident_review.hand_up, one)
        self._propose(dialog, one)

    def _detail(self, one: IncidentDetail) -> None:
        env = self.context.env
        known = detail_to_type(one.incident, one.texts)
        services = [(item.id, item.name.get(language())) for item in env.pack.services]
        dialog = DetailDialog(one.incident, known, one.names, services, env.clock)
        self._ask(dialog, incident_detail.set_detail, one)

    def _task(self, one: IncidentDetail) -> None:
        actor = self.context.actor
        kinds = tuple(TaskKind) if is_lead(actor.role) else (TaskKind.REMEDY,)
        dialog = AddTaskDialog(one.names, actor.account_id, kinds, self.context.env.clock)
        self._ask(dialog, incident_remedy.add_task, one)

    def _tasks(self, one: IncidentDetail) -> None:
        actor, tasks = self.context.actor, one.handling.tasks
        lead = is_lead(actor.role)
        mine = {task.id for task in tasks if lead or task.owner_id == actor.account_id}
        dialog = TasksDialog(
            one.incident.number,
            tasks,
            one.texts,
            one.names,
            mine=frozenset(mine),
            checks=_A.TASK_CHECKED in one.allowed,
            today=local_day(self.context.env.clock()),
        )

        def settle(what: str, task: object) -> None:
            if what == "done":
                self._write(incident_remedy.task_done, one, task)
            else:
                self._write(incident_remedy.task_checked, one, task, what == "worked")

        dialog.wanted.connect(settle)
        self.context.open(dialog)

    def _remedy(self, one: IncidentDetail) -> None:
        dialog = RemedyDialog(self.context, one)
        dialog.closed.connect(self._left)
        self.context.open(dialog)

    def _breach(self, one: IncidentDetail) -> None:
        known = one.handling.breach
        typed = breach_typed(known, one.texts) if known else None
        incident = one.incident
        open_breach(self.context, incident.id, incident.number, known, typed).closed.connect(
            self._left
        )

    def _left(self, result: object) -> None:
        if result is not None:
            self.done.emit()

    def _evidence(self, one: IncidentDetail) -> None:
        known = evidence_to_type(one.incident, one.texts)
        dialog = EvidenceDialog(one.incident.number, known, self.context.env.clock)
        self._ask(dialog, incident_detail.evidence, one)

    def _care(self, one: IncidentDetail) -> None:
        known = one.handling.care or Care()
        dialog = CareDialog(one.incident.number, known, self.context.env.clock)
        self._ask(dialog, incident_detail.care, one)

    def _findings(self, one: IncidentDetail) -> None:
        known = findings_typed(one.handling.findings, one.texts)
        self._ask(FindingsDialog(one.incident.number, known), incident_review.findings, one)

    def _update(self, one: IncidentDetail) -> None:
        self._words(
            incident_review.update,
            one,
            title=_("How it stands: {number}").format(number=one.incident.number),
            verb=_("Tell"),
            label=_("What the reporter is told"),
            needed=_("Write how it stands."),
            remark=_("The reporter reads it at the next sign-in."),
        )

    def _close(self, one: IncidentDetail) -> None:
        self._words(
            incident_review.close,
            one,
            title=_("Close {number}").format(number=one.incident.number),
            verb=_("Close it"),
            label=_("What was done"),
            remark=_("The reporter reads it: silence is why people stop reporting."),
        )

    def _return(self, one: IncidentDetail) -> None:
        self._words(
            incident_review.send_back,
            one,
            title=_("Send {number} back").format(number=one.incident.number),
            verb=_("Send back"),
            label=_("What is missing"),
            needed=_("Say what is missing."),
            remark=_("The reporter reads it and can put the report right."),
        )

    def _reopen(self, one: IncidentDetail) -> None:
        self._words(
            incident_review.reopen,
            one,
            title=_("Open {number} again").format(number=one.incident.number),
            verb=_("Open again"),
            label=_("Why"),
            needed=_("Say why it is opened again."),
            remark=_("It stays in the history."),
        )

    def _void(self, one: IncidentDetail) -> None:
        self._words(
            incident_review.void,
            one,
            title=_("{number} was entered by mistake").format(number=one.incident.number),
            verb=_("Mark as a mistake"),
            label=_("Why"),
            needed=_("Say why it is a mistake."),
            remark=_("Nothing is deleted: the report stays readable, marked as a mistake."),
        )

    def _merge(self, one: IncidentDetail) -> None:
        env, mine = self.context.env, one.incident
        ended = {IncidentState.CLOSED, IncidentState.MERGED, IncidentState.VOIDED}
        likely = {str(twin.incident_id): twin_text(mine, twin) for twin in one.twins}
        others = [
            (str(row.incident_id), f"{row.number} · {_(_kind(row))} · {when_text(row, env)}")
            for row in self._others
            if row.incident_id != mine.id and IncidentState(row.state) not in ended
        ]
        others = [*likely.items(), *(item for item in others if item[0] not in likely)]
        self._ask(MergeDialog(mine.number, others), incident_review.merge, one)

    def _concerns(self, one: IncidentDetail) -> None:
        people = {key: name for key, name in one.names.items() if key != one.incident.reporter_id}
        dialog = ConcernedDialog(people, one.handling.concerned)
        self._ask(dialog, incident_review.set_concerned, one)


def _kind(row: IncidentRow) -> str:
    return next(text for kind, text in KIND_TEXTS.items() if kind.value == row.kind)
