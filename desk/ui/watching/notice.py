"""What is said of today's day file, on Today while nobody is served and on the Schedule."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.roles import RIGHTS, Right
from desk.error_texts import error_text
from desk.formats import short_day_text, time_text
from desk.i18n import _, ngettext
from desk.services.dayfile.model import Problem
from desk.services.watched_folder import Offer
from desk.ui.context import Context
from desk.ui.importing.problems import field_text, problem_text
from desk.ui.watching.watcher import Watcher, watcher_of
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Margins, Surface, column
from desk.ui.widgets.text import Label, restyle


class DayFileNotice(QWidget):
    """One box: a file to import, a file that was imported, or that there is none.

    Args:
        margins: around it, in design pixels; nothing is left of them while there is no box.
    """

    def __init__(self, context: Context, margins: Margins = (12, 0, 12, 8)) -> None:
        super().__init__()
        self._context = context
        self._watcher: Watcher | None = None
        self._box = Surface("soft")
        self.title, self.advice = Label(role="strong", wrap=True), Label(tone="ink2", wrap=True)
        self.take = Button(kind="primary", guarded=True)
        self.look, self.hand = Button(), context.keyed(Button(), "import_day")
        self.away = Button(kind="quiet")
        self._place = QWidget()
        column(self).addWidget(self._place)
        column(self._place, margins=margins).addWidget(self._box)
        inside = column(self._box, gap=6, margins=(12, 10, 12, 10))
        inside.addWidget(self.title)
        inside.addWidget(self.advice)
        flow = Flow(gap=6)
        for button in (self.take, self.look, self.hand, self.away):
            flow.addWidget(button)
        inside.addLayout(flow)
        self._place.hide()
        self.take.clicked.connect(self._take)
        self.look.clicked.connect(self._look)
        self.hand.clicked.connect(self._import)
        self.away.clicked.connect(self._away)
        if Right.IMPORT_DAY in RIGHTS[context.actor.role]:
            self._watcher = watcher_of(context)
            self._watcher.changed.connect(self.retranslate)
            self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        watcher = self._watcher
        if watcher is None:
            return
        self.take.set_text(_("Import"))
        self.look.set_text(_("Look at it…"))
        self.hand.set_text(_("Import the day file"))
        self.away.set_text(_("Close"))
        if watcher.offers:
            self._say_offer(watcher.offers[0])
        elif watcher.taken is not None:
            self._say_taken(watcher)
        elif watcher.day is not None and watcher.day.missing:
            self._say_missing(watcher)
        else:
            self._place.hide()

    def _say_offer(self, offer: Offer) -> None:
        first = next((p for p in offer.shown.problems if not p.warning), None)
        unread = _("{name} cannot be read").format(name=offer.name)
        title = _offer_text(offer) if offer.bookings else unread
        counts = f"{offer.name} · {_counts_text(offer)}"
        advice = _problem_line(offer, first) if first is not None else counts
        self._say(title, advice, "warn" if first is not None else "soft")
        self._buttons(take=first is None and offer.clean, look=True, away=_("Not now"))

    def _say_taken(self, watcher: Watcher) -> None:
        assert watcher.taken is not None
        offer, _result = watcher.taken
        title = _("{name} was imported").format(name=offer.name)
        self._say(title, f"{_offer_text(offer)} · {_counts_text(offer)}", "soft")
        self._buttons(away=_("Close"))

    def _say_missing(self, watcher: Watcher) -> None:
        folder = watcher.setting.folder
        if watcher.fault is not None:
            advice = error_text(watcher.fault)
        elif folder and watcher.looked_at is not None:
            text = _(
                "Looked into {folder} at {time}. Export the day into it, or import it by hand."
            )
            advice = text.format(folder=folder, time=time_text(watcher.looked_at))
        else:
            advice = _("Export the day from the booking system and import it.")
        self._say(_("There is no day file for today"), advice, "warn")
        assert watcher.day is not None
        away = _("There is none today") if watcher.day.bookings else ""
        self._buttons(hand=True, away=away)

    def _say(self, title: str, advice: str, surface: str) -> None:
        self.title.setText(title)
        self.advice.setText(advice)
        if self._box.property("surface") != surface:
            self._box.setProperty("surface", surface)
            restyle(self._box)
        self._box.setAccessibleName(f"{title}. {advice}")
        self._place.show()

    def _buttons(
        self, *, take: bool = False, look: bool = False, hand: bool = False, away: str = ""
    ) -> None:
        self.take.setVisible(take)
        self.look.setVisible(look)
        self.hand.setVisible(hand)
        self.away.setVisible(bool(away))
        if away:
            self.away.set_text(away)

    def _take(self) -> None:
        if self._watcher is not None and self._watcher.offers:
            self._watcher.take(self._watcher.offers[0])

    def _look(self) -> None:
        from desk.ui.importing.dialog import open_import

        if self._watcher is not None and self._watcher.offers:
            open_import(self._context, self._watcher.offers[0].path)

    def _import(self) -> None:
        from desk.ui.importing.dialog import open_import

        open_import(self._context)

    def _away(self) -> None:
        watcher = self._watcher
        if watcher is None:
            return
        if watcher.offers:
            watcher.put_aside(watcher.offers[0])
        elif watcher.taken is not None:
            watcher.understood()
        else:
            watcher.no_file_today()


def _offer_text(offer: Offer) -> str:
    if offer.first is None or offer.last is None:
        return offer.name
    days = short_day_text(offer.first)
    if offer.last != offer.first:
        days = f"{days} – {short_day_text(offer.last)}"
    text = ngettext("{n} booking for {days}", "{n} bookings for {days}", offer.bookings)
    return text.format(n=offer.bookings, days=days)


def _counts_text(offer: Offer) -> str:
    plan = offer.shown.plan
    counts = (
        (len(plan.added), _("new {n}")),
        (len(plan.changed) + len(plan.moved), _("changed {n}")),
        (len(plan.cancelled), _("cancelled {n}")),
        (len(plan.kept), _("kept as the branch has them {n}")),
    )
    parts = [text.format(n=number) for number, text in counts if number]
    return " · ".join(parts) or _("nothing new")


def _problem_line(offer: Offer, first: Problem) -> str:
    left_out = sum(not problem.warning for problem in offer.shown.problems)
    many = ngettext("{n} line is left out", "{n} lines are left out", left_out).format(n=left_out)
    if not first.line:
        return problem_text(first)
    where = _("line {line}").format(line=first.line)
    parts = [where, field_text(first.field), problem_text(first)]
    return f"{many}: " + ", ".join(part for part in parts if part)
