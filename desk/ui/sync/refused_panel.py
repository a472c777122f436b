"""Changes that one end refused, with the reason in plain words."""

from __future__ import annotations

from desk.domain.errors import DeskError
from desk.formats import datetime_text
from desk.i18n import _
from desk.services.sync_state import Refused, SyncState
from desk.ui.context import Context
from desk.ui.sync.words import kind_text, why_text
from desk.ui.widgets.layout import Surface, clear, column
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_SHOWN = 10


class RefusedPanel(Panel):
    """The newest of them; hidden while there are none."""

    def __init__(self, context: Context) -> None:
        super().__init__(" ", gap=8, margins=(16, 0, 16, 14))
        self.context = context
        self._refused: tuple[Refused, ...] = ()
        self._count = 0
        self.advice = Label(tone="ink2", wrap=True)
        self.rows = column(gap=8)
        self.more = Label(role="small", tone="ink2", wrap=True)
        self.body.addWidget(self.advice)
        self.body.addLayout(self.rows)
        self.body.addWidget(self.more)
        self.retranslate()

    def show_known(self, known: SyncState) -> None:
        """Show what was refused."""
        if (known.refused, known.refusals) != (self._refused, self._count):
            self._refused, self._count = known.refused, known.refusals
            self._build()
        self.setVisible(bool(self._count))

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.set_title(_("Refused"))
        self.advice.setText(
            _(
                "Nothing of this is lost: each change is kept where it was made. The others went"
                " on. Tell IT; they settle it with headquarters."
            )
        )
        self._build()

    def _build(self) -> None:
        clear(self.rows)
        for one in self._refused[:_SHOWN]:
            self.rows.addWidget(_row(one))
        left = self._count - len(self._refused[:_SHOWN])
        self.more.setText(_("and {n} more").format(n=left))
        self.more.setVisible(left > 0)


def _row(one: Refused) -> Surface:
    box = Surface("box")
    layout = column(box, gap=2, margins=(12, 8, 12, 8))
    text = _("{what} from headquarters, refused here") if one.came else _("{what} sent there")
    what = kind_text(one.kind)
    head = text.format(what=what[:1].upper() + what[1:])
    title = Label(f"{head} · {datetime_text(one.at)}", role="medium", wrap=True)
    reason = Label(why_text(DeskError(one.code)), wrap=True)
    layout.addWidget(title)
    layout.addWidget(reason)
    return box
