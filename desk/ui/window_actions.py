"""What the window's keys and buttons do, and which of them work now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.ui.actions import ALWAYS
from desk.ui.client_view.turning import WHILE_TURNED
from desk.ui.keys import KEYS

if TYPE_CHECKING:
    from desk.ui.context import Context
    from desk.ui.shell import Shell
    from desk.ui.window import MainWindow

_QUIET = frozenset({"near", "tally"})
_SCREEN_OF = {entry.id: entry.screen for entry in KEYS}


class WindowActions(QObject):
    """Brings every action of the key table to whoever does it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_.triggered.connect(self.do)
        for change in (
            window.overlay.changed,
            window.turning.changed,
            window.guard.changed,
            window.workplace.left,
        ):
            change.connect(self._gate)
        self._gate()

    def do(self, action: str) -> None:
        """Do an action of the key table; nothing while nobody is at work."""
        window, context, shell = self._window, self._window.context, self._window.shell
        if context is None or shell is None:
            return
        window.messages.hide()
        if window.guard.covered:
            window.guard.uncover()
            if action == "hide" or window.guard.locked:
                return
        if action in _QUIET:
            self._quietly(action, context)
            return
        if window.folding.take(action) or window.turning.take(action):
            return
        if screen := _SCREEN_OF[action]:
            shell.act(screen, action)
        elif action.startswith("screen_"):
            shell.go(action.removeprefix("screen_"))
        else:
            self._of_window(action, context, shell)

    def _of_window(self, action: str, context: Context, shell: Shell) -> None:
        window = self._window
        if action == "search":
            shell.find_anything()
        elif action == "keys":
            self._show_keys(context)
        elif action == "lock":
            window.lock()
        elif action == "hide":
            self._hide_everything(context)
        elif action == "own_access":
            self._own_access(context)
        elif action == "headquarters":
            self._headquarters(context)
        elif action == "bulletins":
            from desk.ui.bulletins.dialog import open_bulletins

            open_bulletins(context)
        elif action == "show_client":
            self._show_client(context, shell)
        elif action == "call_display" and window.calls is not None:
            window.calls.toggle(context)
        elif action == "fold":
            window.folding.fold(context, shell.feed)
        elif action == "card":
            self._card(context)
        elif action in ("aggression", "error"):
            _report(context, shell, action)
        elif action == "report":
            self._report_menu(context, shell)

    def _show_client(self, context: Context, shell: Shell) -> None:
        """The sentences of the form that is open, else those of the visit's phase."""
        overlay, turning = self._window.overlay, self._window.turning
        offered = getattr(overlay.top(), "phrases", None)
        if offered is None:
            turning.turn(context, shell.feed.board)
        elif said := offered():
            turning.turn_over(overlay, said)

    def _quietly(self, action: str, context: Context) -> None:
        """Nothing is opened and nothing unfolds: one line says what came of it."""
        from desk.ui.moment.quiet import ask_near, tally

        (ask_near if action == "near" else tally)(context)

    def _report_menu(self, context: Context, shell: Shell) -> None:
        from desk.ui.moment.report_menu import ReportMenu

        context.overlay.bring(
            lambda: ReportMenu(context),
            kind=ReportMenu,
            closed=lambda kind: self._chosen(kind, context, shell),
        )

    def _chosen(self, kind: object, context: Context, shell: Shell) -> None:
        if kind in _QUIET:
            self._quietly(str(kind), context)
        elif kind is not None:
            _report(context, shell, str(kind))

    def _show_keys(self, context: Context) -> None:
        from desk.ui.keys_dialog import KeysDialog

        def make() -> KeysDialog:
            dialog = KeysDialog(self._window.actions_.table)
            dialog.changed.connect(self._window.use_keys)
            return dialog

        if not context.overlay.holds(KeysDialog):
            context.overlay.bring(make, kind=KeysDialog)

    def _hide_everything(self, context: Context) -> None:
        self._window.folding.unfold()
        self._window.turning.back()
        self._window.guard.put_cover(context.env.branch(context.actor.site).name)

    def _own_access(self, context: Context) -> None:
        from desk.ui.lock.own_access import OwnAccess

        dialog = OwnAccess(context)
        dialog.sign_out_wanted.connect(self._window.sign_out)
        context.open(dialog)

    def _headquarters(self, context: Context) -> None:
        from desk.ui.sync.dialog import SyncDialog

        context.open(SyncDialog(context))

    def _card(self, context: Context) -> None:
        from desk.ui.card import ActionCard

        if not context.overlay.holds(ActionCard):
            context.overlay.bring(lambda: ActionCard(context), kind=ActionCard)

    def _gate(self) -> None:
        """Which keys work now: none before sign-in, the dialog's own while one is open."""
        window = self._window
        top = window.overlay.top()
        if window.context is None or window.guard.locked:
            window.actions_.allow(frozenset())
        elif window.guard.covered:
            window.actions_.allow(ALWAYS)
        elif window.turning.view is not None:
            window.actions_.allow(WHILE_TURNED)
        else:
            window.actions_.allow(None if top is None else ALWAYS | top.allowed)


def _report(context: Context, shell: Shell, kind: str) -> None:
    from desk.domain.incident import IncidentKind
    from desk.ui.incidents.forms import open_first_report

    board = shell.feed.board
    serving = board.serving if board is not None else None
    open_first_report(context, IncidentKind(kind), serving.visit if serving else None)
