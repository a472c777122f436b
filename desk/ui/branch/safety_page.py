"""Backups and safety: the page of the Branch screen for whoever may keep the data safe."""

from __future__ import annotations

from collections.abc import Set

from desk.domain.topics import Topic
from desk.i18n import _
from desk.services import safety
from desk.services.safety import Overview
from desk.ui.branch.safety_backups import BackupsPanel
from desk.ui.branch.safety_place import PlacePanel
from desk.ui.context import Context
from desk.ui.safety.keeper import keeper_of
from desk.ui.safety.log_panel import LogPanel
from desk.ui.screen import Screen
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label


class SafetyPage(Screen):
    """Backups, the second place, and what to do when something happens."""

    topics = frozenset({Topic.SETTINGS, Topic.SAFETY, Topic.INCIDENTS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.keeper = keeper_of(context)
        self.backups = BackupsPanel(context, self.keeper)
        self.place = PlacePanel(context, self.keeper)
        self.log = LogPanel(context, self.keeper)
        self.advice = Panel(" ", gap=8, margins=(16, 0, 16, 14))
        self._sentences = [Label(wrap=True) for _number in range(4)]
        scroll = ScrollColumn(gap=12)
        column(self).addWidget(scroll)
        for sentence in self._sentences:
            self.advice.body.addWidget(sentence)
        for panel in (self.backups, self.place, self.log, self.advice):
            scroll.column.addWidget(panel)
        scroll.column.addStretch(1)
        if self.keeper.backup is not None:
            self.keeper.backup.ended.connect(self._made)
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Backups and safety")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read how things are."""
        if self.keeper.folder is not None:
            self.log.refresh()
            self.context.read(
                safety.overview, self.keeper.folder, done=self._show, kind="safety.overview"
            )

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.backups.retranslate()
        self.place.retranslate()
        self.log.retranslate()
        self.advice.set_title(_("When something happens"))
        words = (
            _(
                "This PC's database is damaged or something was lost: close the program; IT runs"
                " `desk restore` with a backup of the list above or with the second place. What is"
                " there now is put aside, not deleted."
            ),
            _(
                "This PC is lost or broken: on another PC IT runs `desk restore` with the second"
                " place or a backup, and types the recovery code."
            ),
            _(
                "The recovery code was printed when this PC was set up and is kept nowhere else."
                " Look whether it lies in the safe: without it no other PC can open the data."
            ),
            _(
                "What was erased since a backup was made stays erased, and tickets go on in a"
                " series of their own."
            ),
        )
        for label, text in zip(self._sentences, words, strict=True):
            label.setText(text)

    def arrive(self, search: str = "") -> None:
        """The keyboard stays in the list of pages; Tab leads here."""

    def _show(self, overview: Overview) -> None:
        self.backups.show_overview(overview)
        self.place.show_overview(overview)

    def _made(self, refusal: str) -> None:
        """The process wrote its outcome into the database, which no signal of ours told."""
        if refusal:
            self.context.say(refusal, "danger")
        else:
            self.context.say(_("The backup is made and checked"))
        self.refresh()
