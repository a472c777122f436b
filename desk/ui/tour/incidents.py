"""Reporting what happened: the ladder until serving is stopped, an error, the report menu."""

from __future__ import annotations

from desk.ui.annex.form import AnnexForm
from desk.ui.incidents.breach_dialog import BreachDialog
from desk.ui.incidents.forms import ReportDialog
from desk.ui.moment.report_menu import ReportMenu
from desk.ui.tour.guide import ALT, CTRL, SHIFT, Key, TourGuide

_SHORT = (
    (Key.Key_1, "filmesana"),
    (Key.Key_2, "davana"),
    (Key.Key_4, "gandriz-kluda"),
    (Key.Key_5, "drosiba"),
)
"""Short forms of the report menu, by digit."""


def of_clerk(guide: TourGuide) -> None:
    """Everything that a clerk can report; whom the ladder is about is still at the counter."""
    _error(guide)
    _menu(guide)
    _wrong_recipient(guide)
    _ladder(guide)
    guide.press(Key.Key_F12)
    guide.shot("ricibas-kartite")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_4, CTRL)
    guide.shot("incidenti-referentei")


def _ladder(guide: TourGuide) -> None:
    """F9: warned, stopped, help called and come; left half-way, and reported."""
    guide.press(Key.Key_F9)
    guide.shot("agresija-zinojums")
    guide.press(Key.Key_1)
    guide.shot("agresija-bridinats")
    guide.press(Key.Key_2)
    guide.shot("agresija-apturets")
    guide.press(Key.Key_9)
    guide.shot("agresija-palidziba")
    guide.press(Key.Key_Escape)
    guide.shot("lodzins-atpusas")
    guide.press(Key.Key_F9)
    guide.shot("agresija-turpinat")
    guide.press(Key.Key_5)
    guide.press(Key.Key_8)
    guide.press(Key.Key_3, ALT)
    form = guide.dialog(ReportDialog)
    form.fields.triggers["threat"].click()
    form.fields.text.setText("Draudēja sist, ja pasi neizsniegs šodien; apsargs izveda.")
    form.fields.told.how.button("phone").click()
    guide.shot("agresija-aizpildita")
    form.who.click()
    who = guide.dialog(AnnexForm)
    who.name.setText("Vīrietis ap 50 gadiem, pelēks mētelis, spieķis")
    who.witnesses.setText("Rasma Bišzieda, gaidīja pie 3. lodziņa")
    guide.shot("aizzimogots-pielikums")
    guide.press(Key.Key_Return, CTRL)
    guide.dialog(ReportDialog)
    guide.press(Key.Key_Return, CTRL)
    guide.until(lambda: guide.window.overlay.top() is None)
    guide.press(Key.Key_1, CTRL)
    guide.shot("agresija-zinota")
    guide.press(Key.Key_F2)
    guide.shot("lodzins-velreiz-f2")
    guide.press(Key.Key_F2)
    guide.until(lambda: not _rests(guide))
    guide.shot("lodzins-gatavs")


def _rests(guide: TourGuide) -> bool:
    board = guide.board()
    return board is None or board.resting


def _error(guide: TourGuide) -> None:
    """F11: who was told, the client, the apology, what puts it right."""
    guide.press(Key.Key_F11)
    guide.shot("kluda-zinojums")
    form = guide.dialog(ReportDialog)
    form.fields.triggers["wrong_data"].click()
    form.fields.text.setText("Pasē ievadīts iepriekšējais uzvārds; pamanīts pēc nosūtīšanas.")
    form.fields.level.segments.button("E2").click()
    form.fields.told.how.button("in_person").click()
    remedy = form.remedy
    assert remedy is not None
    remedy.contact.button("phone").click()
    remedy.apology.button("phone").click()
    for part in remedy.parts.values():
        part.click()
    remedy.complaint.click()
    remedy.task.setFocus()
    guide.type("Pasūtīt pasi no jauna, bez maksas")
    guide.shot("kluda-aizpildita")
    guide.press(Key.Key_Return, CTRL)
    guide.until(lambda: guide.window.overlay.top() is None)
    guide.shot("kluda-zinota")


def _menu(guide: TourGuide) -> None:
    """Shift+F9: what else can be reported; each form is only looked at."""
    for number, (digit, name) in enumerate(_SHORT):
        guide.press(Key.Key_F9, SHIFT)
        guide.dialog(ReportMenu)
        if not number:
            guide.shot("zinot-izvelne")
        guide.press(digit)
        guide.dialog(ReportDialog)
        guide.shot(f"zinot-{name}")
        guide.press(Key.Key_Escape)


def _wrong_recipient(guide: TourGuide) -> None:
    """Papers with the wrong person: the report, then the page with the 72-hour clock."""
    guide.press(Key.Key_F9, SHIFT)
    guide.dialog(ReportMenu)
    guide.press(Key.Key_3)
    form = guide.dialog(ReportDialog)
    form.fields.triggers["wrong_recipient"].click()
    form.fields.text.setText("Izziņa iedota citam klientam ar līdzīgu uzvārdu.")
    form.fields.told.how.button("in_person").click()
    guide.shot("zinot-dati")
    guide.press(Key.Key_Return, CTRL)
    breach = guide.dialog(BreachDialog)
    breach.what["document"].click()
    breach.people.setText("1")
    breach.contained.setText("Izziņa atgūta pēc piecām minūtēm.")
    breach.risk.button("yes").click()
    breach.officer.how.button("phone").click()
    guide.shot("datu-aizsardziba-72-stundas")
    guide.press(Key.Key_Return, CTRL)
    guide.until(lambda: guide.window.overlay.top() is None)
