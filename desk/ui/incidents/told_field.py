"""Who was told, how, when: a human act.  Until then the form keeps reminding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.incident import IncidentKind, Told
from desk.domain.notice import Recipient
from desk.i18n import _, language
from desk.services.env import Env
from desk.ui.incidents.segments import Segments
from desk.ui.incidents.texts import HOW_TEXTS, recipient_of, told_reminder
from desk.ui.incidents.when import moment_text, parse_moment
from desk.ui.notice.texts import only_here_text, recipient_text, why_text
from desk.ui.style import px
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label

_NOT_YET = "not_yet"


class ToldField(QWidget):
    """The answer, and until there is one the reminder.

    Signals:
        changed: another answer, person or time.

    Args:
        first: id of the recipient to begin with; "" = as the institution says for this kind.
    """

    changed = Signal()

    def __init__(
        self, env: Env, kind: IncidentKind, now: Callable[[], datetime], *, first: str = ""
    ) -> None:
        super().__init__()
        self._env, self._kind, self._now = env, kind, now
        self._known = [(item.id, item.text.get(language())) for item in env.policy.recipients]
        self.how = Segments(_("Told"))
        self.whom = Picker(_("Whom"))
        self.at = LineField(_("Told at"))
        self.at.setFixedWidth(px(150))
        self._reminder = Label(role="small", tone="warn", wrap=True)
        self._remind(told_reminder(env, kind))
        self._why = Label(role="small", tone="ink2", wrap=True)
        self._reasons: dict[str, str] = {}
        self._reminder.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._details = QWidget()
        layout = column(self, gap=6)
        layout.addWidget(self.how)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self._reminder)
        self._pages.addWidget(self._details)
        layout.addWidget(holder)
        lines = column(self._details, gap=4)
        inside = row(gap=8)
        inside.addWidget(self.whom, 1)
        inside.addWidget(self.at)
        lines.addLayout(inside)
        lines.addWidget(self._why)
        ways = [(key, _(text).capitalize()) for key, text in HOW_TEXTS.items()]
        self.how.set_items([(_NOT_YET, _("Not yet")), *ways])
        recipient = recipient_of(env, kind)
        self._offer(first or (recipient.id if recipient else ""))
        self.how.chosen.connect(self._chosen)
        self.whom.activated.connect(self._whom_chosen)
        self.at.textEdited.connect(self.changed)
        self.use(None)

    def told(self) -> Told | None:
        """The answer; an unreadable time counts as now."""
        how = self.how.key()
        if how in ("", _NOT_YET):
            return None
        at = parse_moment(self.at.text(), self._now()) or self._now()
        return Told(self.whom.key(), how, at)

    def use(self, told: Told | None) -> None:
        """Show an answer given earlier."""
        self.how.choose(told.how if told else _NOT_YET)
        if told is not None:
            self._offer(told.whom)
            self.at.setText(moment_text(told.at, self._now()))
        self._show()

    def propose(self, found: Sequence[Recipient]) -> None:
        """Name the people to tell, the best choice first; an answer given already stays.

        Args:
            found: as `desk.services.notice_order.recipients` gives them.
        """
        if not found:
            return
        self._known = [(one.whom, recipient_text(self._env, one)) for one in found]
        self._reasons = {one.whom: why_text(one) for one in found}
        told = self.told()
        self._offer(told.whom if told is not None else found[0].whom)
        first, why = self._known[0][1], self._reasons[found[0].whom]
        whom = f"{first} ({why})" if why else first
        self._remind(_("Tell now, in person or by phone: {who}.").format(who=whom))
        self._look_at_reason()

    def _remind(self, reminder: str) -> None:
        not_told = _("Not told yet.")
        self._reminder.setText(f"{not_told} {reminder} {only_here_text()}")

    def _whom_chosen(self, _place: int) -> None:
        self._look_at_reason()
        self.changed.emit()

    def _look_at_reason(self) -> None:
        why = self._reasons.get(self.whom.key(), "")
        self._why.setText(why)
        self._why.setVisible(bool(why))

    def _offer(self, chosen: str) -> None:
        """The people who can be told; a person whom the pack no longer has stays offered."""
        known = list(self._known)
        if chosen and chosen not in dict(known):
            known.append((chosen, chosen))
        self.whom.set_items(known, chosen)

    def _chosen(self, how: str) -> None:
        if how != _NOT_YET:
            self.at.setText(moment_text(self._now(), self._now()))
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        told = self.how.key() not in ("", _NOT_YET)
        self._pages.setCurrentWidget(self._details if told else self._reminder)
