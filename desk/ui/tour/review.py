"""The head and the reports: the card at sign-in, a review to its end, the sealed annex, terms."""

from __future__ import annotations

from typing import TypeVar

from desk.demo import PASSWORD
from desk.domain.incident import IncidentAction, IncidentState
from desk.domain.incident_handling import TaskKind
from desk.ui.annex.ask import AskDialog
from desk.ui.annex.opened import OpenedDialog
from desk.ui.followups.view import FollowUpsScreen
from desk.ui.incidents.actions_dialog import ActionsDialog
from desk.ui.incidents.after_forms import CareDialog, EvidenceDialog, FindingsDialog
from desk.ui.incidents.detail_form import DetailDialog
from desk.ui.incidents.next_steps import next_step
from desk.ui.incidents.remedy_dialog import RemedyDialog
from desk.ui.incidents.review_forms import LevelDialog, WaitsDialog, WordsDialog
from desk.ui.incidents.task_forms import AddTaskDialog, TasksDialog
from desk.ui.incidents.view import IncidentsScreen
from desk.ui.tour import learning
from desk.ui.tour.access import CLERK
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.tour.papers import previewed
from desk.ui.widgets.dialog import Dialog

_A, _S = IncidentAction, IncidentState
_D = TypeVar("_D", bound=Dialog)


class Reviewer:
    """The head at one report of the clerk's."""

    def __init__(self, guide: TourGuide, kind: str) -> None:
        self.guide = guide
        self.screen = screen = guide.show("incidents", IncidentsScreen)
        guide.until(lambda: screen.rows)
        mine = (
            key for key, one in screen.rows.items() if (one.kind, one.reporter) == (kind, CLERK)
        )
        screen.list.choose(next(mine))
        screen.list.setFocus()
        guide.press(Key.Key_Return)
        guide.until(lambda: screen.detail is not None)

    @property
    def state(self) -> IncidentState | None:
        """Where the report stands."""
        return self.screen.detail.incident.state if self.screen.detail else None

    def step(self, state: IncidentState) -> None:
        """The main button, where it asks for nothing."""
        self.screen.pane.buttons["next"].click()
        self.guide.until(lambda: self.state is state)

    def form(self, action: IncidentAction, kind: type[_D]) -> _D:
        """The form of an action: by the main button, or out of the list."""
        detail = self.screen.detail
        assert detail is not None
        if next_step(detail) is action:
            self.screen.pane.buttons["next"].click()
        else:
            self.choose(action)
        return self.guide.dialog(kind)

    def choose(self, action: IncidentAction) -> None:
        """An action out of the list."""
        self.screen.pane.buttons["more"].click()
        offered = self.guide.dialog(ActionsDialog)
        offered.list.choose(action.value)
        self.guide.press(Key.Key_Return, CTRL)

    def keep(self, picture: str) -> None:
        """A picture of the form as filled in, then confirm it."""
        self.guide.shot(picture)
        before = self.screen.detail
        self.guide.press(Key.Key_Return, CTRL)
        self.guide.until(lambda: self.guide.window.overlay.top() is None)
        self.guide.until(lambda: self.screen.detail is not before)


def walk(guide: TourGuide) -> None:
    """What is new comes first; an aggression and an error go all their way."""
    guide.press(Key.Key_4, CTRL)
    guide.shot("incidenti-vaditajai")
    _aggression(guide)
    _error(guide)
    learning.walk(guide)
    _terms(guide)


def _aggression(guide: TourGuide) -> None:
    at = Reviewer(guide, "aggression")
    guide.shot("incidents-atverts")
    at.step(_S.ACKNOWLEDGED)
    at.step(_S.UNDER_REVIEW)
    guide.shot("izskatisana-sakta")
    at.form(_A.LEVEL, LevelDialog)
    at.keep("limenis")
    detail = at.form(_A.DETAIL, DetailDialog)
    detail.party.setCurrentIndex(detail.party.findData("client"))
    detail.acts.chips["threat_direct"].click()
    detail.before.chips["document"].click()
    detail.account.setPlainText("Trūka dokumenta; lūdza izņēmumu, tad cēla balsi un draudēja.")
    detail.psychological.setCurrentIndex(detail.psychological.findData("low"))
    at.keep("detalas")
    proof = at.form(_A.EVIDENCE, EvidenceDialog)
    proof.cctv.setCurrentIndex(proof.cctv.findData("yes"))
    proof.asked.setText("Ēkas apsardze")
    at.keep("policija-un-ieraksts")
    learning.attached(guide, at.screen)
    care = at.form(_A.CARE, CareDialog)
    care.given.chips["break"].click()
    care.talked.click()
    next(iter(care.later.values())).click()
    at.keep("rupes-par-kolegi")
    found = at.form(_A.FINDINGS, FindingsDialog)
    found.causes.chips["information"].click()
    found.lesson.setPlainText("Par trūkstošu dokumentu saka pie takts, ne pie lodziņa.")
    found.share.setChecked(True)
    at.keep("celoni-un-maciba")
    _task(at, "Pārrunāt sapulcē, ko saka par trūkstošu dokumentu", "uzdevums-jauns")
    at.screen.pane.buttons["more"].click()
    guide.dialog(ActionsDialog)
    guide.shot("ko-darit")
    guide.press(Key.Key_Escape)
    waits = at.form(_A.BLOCK, WaitsDialog)
    waits.text.setPlainText("Policijas atbilde")
    at.keep("gaida-policiju")
    at.step(_S.UNDER_REVIEW)
    _opened_annex(guide, at)
    said = at.form(_A.UPDATE, WordsDialog)
    said.text.setPlainText("Apsardze ierakstu saglabāja; rīt pārrunājam sapulcē.")
    at.keep("ka-sokas")
    _done(at, "uzdevumi")
    close = at.form(_A.CLOSE, WordsDialog)
    close.text.setPlainText("Pārrunājām sapulcē. Paldies, ka rīkojies pēc soļiem.")
    at.keep("slegt-zinojumu")
    guide.shot("agresija-slegta")
    at.screen.pane.buttons["print"].click()
    previewed(guide, "incidenta-zinojums", picture=True)


def _opened_annex(guide: TourGuide, at: Reviewer) -> None:
    at.screen.pane.buttons["annex"].click()
    ask = guide.dialog(AskDialog)
    ask.purposes.choose("police")
    ask.words.setText("Policijas pieprasījums par draudiem 3. lodziņā")
    ask.password.setText(PASSWORD)
    guide.shot("pielikums-kadam-nolukam")
    guide.press(Key.Key_Return, CTRL)
    guide.dialog(OpenedDialog)
    guide.shot("pielikums-atverts")
    guide.press(Key.Key_Escape)


def _error(guide: TourGuide) -> None:
    """The apology was made at once; cause and what prevents it are still missing."""
    at = Reviewer(guide, "error")
    guide.shot("kluda-atverta")
    at.step(_S.ACKNOWLEDGED)
    at.step(_S.UNDER_REVIEW)
    at.form(_A.LEVEL, LevelDialog)
    at.keep("kludas-sekas")
    detail = at.form(_A.DETAIL, DetailDialog)
    detail.account.setPlainText("Uzvārds mainīts laulībā; reģistrā vēl bija iepriekšējais.")
    at.keep("kludas-detalas")
    at.form(_A.CONTACT, RemedyDialog)
    at.keep("kludas-labosana")
    found = at.form(_A.FINDINGS, FindingsDialog)
    found.causes.chips["it"].click()
    at.keep("kludas-celoni")
    _task(at, "Pirms nosūtīšanas uzvārdu salīdzināt ar reģistru", "kludas-uzdevums")
    while at.screen.detail and at.screen.detail.handling.open_tasks:
        _done(at, "")
    close = at.form(_A.CLOSE, WordsDialog)
    close.text.setPlainText("Pase pasūtīta no jauna, klients par to zina. Paldies par godīgumu.")
    at.keep("kludu-slegt")
    guide.shot("kluda-slegta")


def _task(at: Reviewer, text: str, picture: str) -> None:
    task = at.form(_A.TASK, AddTaskDialog)
    task.text.setPlainText(text)
    task.kind.setCurrentIndex(task.kind.findData(TaskKind.CORRECTIVE.value))
    at.keep(picture)


def _done(at: Reviewer, picture: str) -> None:
    """The first open task is done."""
    tasks = at.form(_A.TASK_DONE, TasksDialog)
    if picture:
        at.guide.shot(picture)
    before = at.screen.detail
    assert tasks.first is not None
    tasks.first.click()
    at.guide.until(lambda: at.screen.detail is not before)


def _terms(guide: TourGuide) -> None:
    """Every clock of every report, amber and red; one of them beside the list."""
    guide.press(Key.Key_5, CTRL)
    screen = guide.show("follow_ups", FollowUpsScreen)
    guide.until(lambda: screen.lines)
    guide.shot("termini")
    clocks = [key for key in screen.lines if "breach" in key]
    screen.list.choose(clocks[0] if clocks else next(iter(screen.lines)))
    guide.shot("termins-72-stundas")
