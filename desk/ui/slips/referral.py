"""The referral slip: choose where the client's matter belongs, say why, print."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.domain.roles import Actor
from desk.domain.slips import PaperSize, Words
from desk.domain.text import fold
from desk.i18n import _, language
from desk.services import paper_slips
from desk.services.env import Env
from desk.services.paper_slips import Target
from desk.ui.context import Context
from desk.ui.slips.common import GatherSized, SlipDialog
from desk.ui.style import px
from desk.ui.widgets.fields import LineField, SearchField
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label


class ReferralDialog(SlipDialog):
    """Institutions and units of the directory, and the institution's other branches."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Where to turn"), "referral")
        self._targets = paper_slips.targets(context.env, context.actor.site)
        self.search = SearchField(_("Search the directory"), _("Name or matter"))
        self.places = RowList(_("Directory"), number_width=0)
        self.places.setMinimumHeight(px(260))
        self.reason = LineField(_("Why"), _("Why there, as the client shall read it"))
        self.body.addWidget(self.search)
        self.body.addWidget(self.places, 1)
        self.body.addWidget(self.reason)
        note = _("The reason is printed and kept nowhere. Write no name and no personal code.")
        self.body.addWidget(Label(note, "small", "dim", wrap=True))
        self.body.addWidget(self.problem)
        self.search.textChanged.connect(self._fill)
        self.search.moved.connect(self.places.step)
        self._fill("")

    def start_focus(self) -> QWidget:
        """The search."""
        return self.search

    def gatherer(self) -> GatherSized | None:
        """The slip for the chosen line."""
        key = self.places.key()
        if not key:
            self.need(_("Choose where the client shall turn."), self.search)
            return None
        return partial(_gather, key, self.reason.text())

    def _fill(self, typed: str) -> None:
        parts = fold(typed).split()
        found = [target for target in self._targets if _fits(parts, target)]
        self.places.set_rows([_row(target) for target in found])
        if parts:
            self.places.choose_first()


def _row(target: Target) -> Row:
    ways = (value for _kind, value in target.reach)
    under = " · ".join(part for part in (_said(target.matter), *ways) if part)
    return Row(target.key, _said(target.name), under)


def _fits(parts: list[str], target: Target) -> bool:
    """Whether it is named so in any of the languages."""
    texts = [text for words in (target.name, target.matter) for text in (words.lv, *words.others())]
    known = fold(" ".join([*texts, *(value for _kind, value in target.reach)]))
    return all(part in known for part in parts)


def _said(words: Words) -> str:
    return {"en": words.en, "ru": words.ru}.get(language()) or words.lv


def _gather(key: str, reason: str, reader: Any, env: Env, actor: Actor, size: PaperSize) -> Any:
    return paper_slips.referral_slip(reader, env, actor, key, reason, size)
