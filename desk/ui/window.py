"""The one window: the sign-in card, then the session's screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.domain.roles import RIGHTS, Actor, Right
from desk.error_texts import error_text
from desk.i18n import _, set_language
from desk.services import session
from desk.services.account_news import AccountNews, news
from desk.services.env import Env
from desk.services.preferences import Preferences, keep_preferences, preferences
from desk.ui.actions import ALWAYS, Actions
from desk.ui.bus import ChangeBus
from desk.ui.client_view.turning import WHILE_TURNED, Turning
from desk.ui.context import Context
from desk.ui.keys import KEYS, KeyTable
from desk.ui.keys_dialog import KeysDialog
from desk.ui.lock.arrivals import Arrivals
from desk.ui.lock.guard import Guard, is_same_work, serving_text, taken_over_text
from desk.ui.lock.parked import Parked
from desk.ui.lock.saying import Saying
from desk.ui.qt_texts import use_qt_texts
from desk.ui.runner import Runner
from desk.ui.signin.controller import SignIn
from desk.ui.signin.view import SignInView
from desk.ui.strip.folding import Folding
from desk.ui.style import apply_style
from desk.ui.tab_order import tab
from desk.ui.themes import SYSTEM
from desk.ui.trouble.bars import Bars
from desk.ui.widgets.dialog import Overlay
from desk.ui.widgets.layout import column
from desk.ui.widgets.message import MessageBar
from desk.ui.widgets.stack import FreeStack

if TYPE_CHECKING:
    from desk.services.first_start import FirstStart
    from desk.ui.calls_display.display import CallsDisplay
    from desk.ui.erasing import Eraser
    from desk.ui.safety.keeper import SafetyKeeper
    from desk.ui.shell import Shell
    from desk.ui.trouble.care import Care
    from desk.ui.trouble.ways import Ways
    from desk.ui.wizard.starting import SetUp, Starting

_SCREEN_OF = {entry.id: entry.screen for entry in KEYS}


class MainWindow(QMainWindow):
    """Holds the runner, the session and what lies over the screens.

    Args:
        opener: opens the database; called on the writing lane; gives an object with `database`
            and `env`.
        as_demo: who is at work in the demo.
        set_up: the ways on from an empty data folder; None = only say that it is empty.
        ways: the ways on when something is wrong; None = only say what is.

    Signals:
        warmed: everything is loaded that a session needs.
        begun: the screens of a session are there; retranslated: another language is in force.
    """

    warmed = Signal()
    begun = Signal()
    retranslated = Signal()

    def __init__(
        self,
        opener: Callable[[], Any],
        as_demo: Callable[[Any, Env], Actor],
        set_up: Callable[[], SetUp] | None = None,
        ways: Ways | None = None,
    ) -> None:
        super().__init__()
        self.bus = ChangeBus(self)
        self.runner = Runner(self.bus, self)
        self.safety: SafetyKeeper | None = None
        self.eraser: Eraser | None = None
        self.actions_ = Actions(self)
        self.context: Context | None = None
        self.shell: Shell | None = None
        self._opener = opener
        self._app: Any = None
        self.calls: CallsDisplay | None = None
        self._set_up = set_up
        self._starting: Starting | None = None
        self._first: FirstStart | None = None
        self._preferences = Preferences()
        # What lies over a stack is a child of a plain widget: screen readers see of a stack its
        # pages alone.
        ground, self._front = QWidget(), FreeStack()
        content, self._pages = QWidget(), FreeStack()
        self.bars = Bars(ground)
        column(ground).addWidget(self.bars)
        for holder, stack in ((ground, self._front), (content, self._pages)):
            stack.setObjectName("window")
            (holder.layout() or column(holder)).addWidget(stack)
        self.setCentralWidget(ground)
        self.signin = SignInView()
        self._front.addWidget(self.signin)
        self._front.addWidget(content)
        self._sign_in = SignIn(self.signin, self.runner, as_demo)
        self.overlay = Overlay(content)
        self.messages = MessageBar(ground)
        self.folding = Folding(self, self.actions_)
        self.turning = Turning(self._pages)
        self.guard = Guard(self._front, content, self.runner, self.folding.is_folded)
        self._parked = Parked(self.overlay, self)
        self._saying = Saying(self.messages, self.folding, self.guard)
        self._arrivals = Arrivals(self._front, self.signin, self._sign_in, self.guard, self.runner)
        self.care = self._attended(ways) if ways is not None else None
        self._retitle()
        self.setMinimumSize(800, 560)
        self.resize(1366, 768)
        self._connect()
        self._gate()

    def _connect(self) -> None:
        self.runner.problem.connect(self._problem)
        self.actions_.triggered.connect(self.do)
        self.overlay.changed.connect(self._gate)
        self.turning.changed.connect(self._gate)
        self.signin.language_chosen.connect(self.use_language)
        self._sign_in.signed_in.connect(self._signed_in)
        self.guard.changed.connect(self._gate)
        self.guard.idle.connect(self.lock)
        self.guard.entered.connect(self._signed_in)

    def _attended(self, ways: Ways) -> Care:
        from desk.ui.trouble.attend import attend

        return attend(self, ways, self._front, self._let_go)

    @property
    def app(self) -> Any:
        """The opened program, None before; of `desk.app.App` the window knows `env` alone."""
        return self._app

    @property
    def preferences(self) -> Preferences:
        """How the window looks now."""
        return self._preferences

    def start(self) -> None:
        """Open the database; the window is on the screen by now."""
        self.runner.open(self._opener, self._opened, self._not_opened)

    def do(self, action: str) -> None:
        """Do an action of the key table."""
        if self.context is None or self.shell is None:
            return
        self.messages.hide()
        if self.guard.covered:
            self.guard.uncover()
            if action == "hide" or self.guard.locked:
                return
        if self.folding.take(action) or self.turning.take(action):
            return
        screen = _SCREEN_OF[action]
        if screen:
            self.shell.act(screen, action)
        elif action.startswith("screen_"):
            self.shell.go(action.removeprefix("screen_"))
        else:
            self._window_action(action)

    def lock(self) -> None:
        """Give the PC to whoever comes next; what is half-typed stays for who comes back."""
        if self.context is None or self.shell is None or self.guard.locked:
            return
        if self.context.env.practice:
            self._tell(_("The practice is not locked: nothing in it is anybody's."), "ok")
            return
        context, actor = self.context, self.context.actor
        self.folding.unfold()
        self.turning.back()
        self.runner.write(lambda uow: session.lock(uow, context.env, actor))
        serving = serving_text(self.shell.feed.board)
        self.guard.lock(context.env, actor.site, actor.counter, actor.account_id, serving)

    def sign_out(self) -> None:
        """End the day's session here: keep what was typed, let nobody come back with a PIN."""
        if self.context is None:
            return
        env, actor = self.context.env, self.context.actor
        self._drop_shell()
        self._parked.drop(actor.account_id)
        self.runner.write(lambda uow: session.end(uow, env, actor))
        self._begin_sign_in(replace(env, demo=False))

    def use_language(self, name: str) -> None:
        """Switch the language of everything at once."""
        set_language(name)
        use_qt_texts(name)
        self._retitle()
        self._remember(replace(self._preferences, language=name))
        self.signin.retranslate()
        self.guard.retranslate()
        if self.care is not None:
            self.care.retranslate()
        self.overlay.close_all()
        if self.shell is not None:
            self.shell.retranslate()
        self.retranslated.emit()

    def use_scale(self, percent: int) -> None:
        """Grow or shrink everything; the screens are built anew, nothing typed is lost."""
        self._dress(replace(self._preferences, text_percent=percent))

    def use_theme(self, name: str) -> None:
        """Light, dark, high contrast, or as the system has it; nothing typed is lost."""
        self._dress(replace(self._preferences, theme=name))

    def _dress(self, wanted: Preferences) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._remember(wanted)
        context = self.context
        self._drop_shell()
        # Gone before the style changes: dressing anew what goes would take most of a second.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        apply_style(app, wanted.text_percent / 100, wanted.theme)
        if context is not None:
            self._begin(context.env, context.actor)

    def use_keys(self, keys: KeyTable) -> None:
        """Put other keys in force, on the buttons too."""
        self.actions_.use(keys)
        self._remember(replace(self._preferences, keys=keys.changes()))
        if self.context is not None and self.shell is not None:
            self.context.use_keys(keys, self.shell)
            self.shell.header.update_texts()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in the order one reads."""
        return tab(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, finish what is being written, then go."""
        self._drop_shell()
        self.guard.end()  # a veiled content lies outside the window, and would outlive it
        if self.calls is not None:
            self.calls.stop()
        if self._starting is not None:
            self._starting.abandon()
        if self.eraser is not None:
            self.eraser.stop()
        if self.care is not None:
            self.care.stop()
        self.runner.close()
        if self.safety is not None:
            self.safety.stop()
        event.accept()

    def _window_action(self, action: str) -> None:
        assert self.context is not None and self.shell is not None
        if action == "search":
            self.shell.find_anything()
        elif action == "keys":
            dialog = KeysDialog(self.actions_.table)
            dialog.changed.connect(self.use_keys)
            self.context.open(dialog)
        elif action == "lock":
            self.lock()
        elif action == "hide":
            self._hide_everything()
        elif action == "own_access":
            self._own_access()
        elif action == "show_client":
            self.turning.turn(self.context, self.shell.feed.board)
        elif action == "call_display" and self.calls is not None:
            self.calls.toggle(self.context)
        elif action == "fold":
            self.folding.fold(self.context, self.shell.feed)
        elif action == "card":
            self._card()
        elif action in ("aggression", "error"):
            self._report(IncidentKind(action))

    def _card(self) -> None:
        from desk.ui.card import ActionCard

        if self.context is not None and not isinstance(self.overlay.top(), ActionCard):
            card = ActionCard(self.context)
            self.context.open(card)
            card.say()

    def _report(self, kind: IncidentKind) -> None:
        from desk.ui.incidents.forms import open_first_report

        assert self.context is not None and self.shell is not None
        board = self.shell.feed.board
        serving = board.serving if board is not None else None
        open_first_report(self.context, kind, serving.visit if serving else None)

    def _not_opened(self, error: DeskError) -> None:
        """Without a database the wizard leads to one; anything else is said in a card."""
        if self.care is not None and self.care.take(error):
            return
        if error.code != "app.no_database" or self._set_up is None:
            self._sign_in.refused(error)
            return
        from desk.ui.wizard.starting import Starting

        starting = self._starting = Starting(self._set_up(), self.runner, self._front)
        starting.opened.connect(self._started)
        starting.language_chosen.connect(self.use_language)
        starting.scale_chosen.connect(self.use_scale)

    def _started(self, app: Any, first: FirstStart | None) -> None:
        assert self._starting is not None
        self._starting.end()
        self._starting, self._first = None, first
        self._opened(app)

    def _opened(self, app: Any) -> None:
        self._app = app
        self._keep_safe(app)
        if self.care is not None:
            self.care.opened(app.env)
        self.runner.read(preferences, self._prepared, self._not_opened)

    def _keep_safe(self, app: Any) -> None:
        from desk.ui.erasing import Eraser  # neither is needed for the sign-in card
        from desk.ui.safety.keeper import SafetyKeeper

        self.safety = SafetyKeeper(self.runner, self.bus)
        self.eraser = Eraser(self.runner)
        self.safety.start(app)
        self.eraser.start(app)

    def _prepared(self, known: Preferences) -> None:
        self._preferences = known
        set_language(known.language)
        use_qt_texts(known.language)
        self._retitle()
        self.actions_.use(KeyTable(known.keys))
        if (known.text_percent, known.theme) != (100, SYSTEM):
            self._dress(known)
        self.signin.retranslate()
        if self.care is not None:
            self.care.prepared()
        self._begin_sign_in(self._app.env)
        self._warm()

    def _begin_sign_in(self, env: Env) -> None:
        """The sign-in card; the lock screen where somebody can come back with a PIN."""
        self._arrivals.begin(env, self._preferences)
        if self.care is not None:
            self.care.show_to(False)
        if self._first is not None:
            first, self._first = self._first, None
            self._sign_in.enter(first.login, first.password, env.home_branch, first.counter)
        else:
            self._arrivals.offer_pins()

    def _warm(self) -> None:
        """Read and load ahead, while somebody signs in."""
        from desk.services.warm import warm_up
        from desk.ui.warming import Warming

        env = self._app.env
        self.runner.read(lambda reader: warm_up(reader, env))
        warming = Warming(self)
        warming.done.connect(self.warmed)
        warming.start()

    def _signed_in(self, actor: Actor) -> None:
        """Somebody is at work: the person who locked the PC finds everything as it was."""
        self._remember(replace(self._preferences, counter=actor.counter))
        self._arrivals.use(self._app.env, self._preferences)
        if self.context is None or self.shell is None:
            self._begin(self._app.env, actor)
        elif is_same_work(self.context, actor):
            self.context.actor = actor
            self.guard.begin(self.context.env)
            self.shell.header.update_texts()
            self.shell.feed.refresh()
        else:
            taken_over = taken_over_text(self.shell.feed.board)
            parked = self._parked.park(self.context)
            self._drop_shell(keep_context=parked)
            self._begin(self._app.env, actor)
            if taken_over:
                self._tell(taken_over, "warn")
        self._parked.bring_back(actor)

    def _begin(self, env: Env, actor: Actor) -> None:
        from desk.ui.shell import Shell  # the screens: not needed for the sign-in card

        keys = self.actions_.table
        context = Context(self.runner, self.bus, self.overlay, env, actor, keys, self)
        shell = Shell(context)
        context.told.connect(self._tell)
        context.asked.connect(self.do)
        shell.header.lock.connect(self.lock)
        shell.footer.language_chosen.connect(self.use_language)
        later = Qt.ConnectionType.QueuedConnection  # the footer itself is built anew
        shell.footer.scale_chosen.connect(self.use_scale, later)
        shell.footer.theme_chosen.connect(self.use_theme, later)
        shell.footer.keys_wanted.connect(self._show_keys)
        self.context, self.shell = context, shell
        self._pages.addWidget(shell)
        self._pages.setCurrentWidget(shell)
        self.guard.begin(env)
        shell.start()
        if Right.READ_ACCESS_LOG in RIGHTS[actor.role]:
            context.read(news, done=self._tell_news, kind="account_news_told")
        self._show_calls(env, actor.site)
        if self.care is not None:
            self.care.show_to(True)
        self.begun.emit()

    def _show_calls(self, env: Env, site: str) -> None:
        from desk.ui.calls_display.display import CallsDisplay

        if self.calls is None:
            self.calls = CallsDisplay(self.runner, self.bus, self)
        self.calls.follow(env, site)

    def _retitle(self) -> None:
        env = self._app.env if self._app is not None else None
        title = _("Branch Desk · demo") if env and env.demo else "Branch Desk"
        self.setWindowTitle(_("Branch Desk · PRACTICE") if env and env.practice else title)

    def _drop_shell(self, *, keep_context: bool = False) -> None:
        self.folding.unfold()
        self.turning.back()
        self.overlay.close_all()
        if self.shell is None or self.context is None:
            return
        self.shell.stop()
        self._pages.removeWidget(self.shell)
        self.shell.deleteLater()
        if not keep_context:
            self.context.deleteLater()
        self.shell = self.context = None
        self._gate()

    def _let_go(self, then: Callable[[Any], None]) -> None:
        """End the session and close the database, so that it can be mended or opened anew."""
        self._drop_shell()
        self.guard.end()
        for keeper in (self.safety, self.eraser):
            if keeper is not None:
                keeper.stop()
                keeper.setParent(None)
                keeper.deleteLater()
        self.safety = self.eraser = self._app = None
        if self.care is not None:
            self.care.closed()
        self.runner.shut(then)

    def _gate(self) -> None:
        """Which keys work now: none before sign-in, the dialog's own while one is open."""
        top = self.overlay.top()
        if self.context is None or self.guard.locked:
            self.actions_.allow(frozenset())
        elif self.guard.covered:
            self.actions_.allow(ALWAYS)
        elif top is None and self.turning.view is not None:
            self.actions_.allow(WHILE_TURNED)
        else:
            self.actions_.allow(None if top is None else ALWAYS | top.allowed)

    def _show_keys(self) -> None:
        self.do("keys")

    def _remember(self, wanted: Preferences) -> None:
        if wanted != self._preferences and self._app is not None:
            self.runner.write(lambda uow: keep_preferences(uow, wanted))
        self._preferences = wanted

    def _tell_news(self, told: tuple[AccountNews, ...]) -> None:
        """Heads and officers hear at sign-in of rights that others gave."""
        if told:
            self._tell(_("Accounts were changed: look at Branch, Access log."), "warn")

    def _hide_everything(self) -> None:
        assert self.context is not None
        self.folding.unfold()
        self.turning.back()
        self.guard.put_cover(self.context.env.branch(self.context.actor.site).name)

    def _own_access(self) -> None:
        from desk.ui.lock.own_access import OwnAccess

        assert self.context is not None
        dialog = OwnAccess(self.context)
        dialog.sign_out_wanted.connect(self.sign_out)
        self.context.open(dialog)

    def _tell(self, text: str, tone: str) -> None:
        self._saying.tell(text, tone)

    def _problem(self, error: DeskError) -> None:
        if error.code == "access.password_needed" and self.context is not None:
            from desk.ui.lock.confirm import ask_password

            ask_password(self.context)
        else:
            self._tell(error_text(error), "danger")
