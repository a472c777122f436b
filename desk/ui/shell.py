"""The window of a session: head, bar of screens, the screens themselves, foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Set
from importlib import import_module

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.domain.clock import local
from desk.domain.roles import RIGHTS, Right
from desk.i18n import _, ngettext
from desk.services import conflicts
from desk.services.follow_up_list import due_count
from desk.ui.branch.pages import BRANCH_RIGHTS
from desk.ui.call_announcer import CallAnnouncer
from desk.ui.conflicts.texts import count_text
from desk.ui.context import Context
from desk.ui.feed import BoardFeed
from desk.ui.first_reading import FirstReading
from desk.ui.footer import Footer
from desk.ui.header import Header
from desk.ui.languages_ahead import languages_ahead
from desk.ui.palette.finds import Find
from desk.ui.palette.head_field import HeadField
from desk.ui.screen import Screen
from desk.ui.style import air, px
from desk.ui.turns import PAINTED_MS, LatePaint, Steps, Turns
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.stack import FreeStack

_SCREENS: dict[str, tuple[str, str, frozenset[Right]]] = {
    "today": ("desk.ui.today.view", "TodayScreen", frozenset({Right.RUN_QUEUE})),
    "schedule": ("desk.ui.schedule.view", "ScheduleScreen", frozenset({Right.BOOK})),
    "duties": ("desk.ui.duties.view", "DutiesScreen", frozenset({Right.READ_RULES})),
    "incidents": (
        "desk.ui.incidents.view",
        "IncidentsScreen",
        frozenset({Right.REPORT_INCIDENT, Right.READ_ALL_INCIDENTS}),
    ),
    "follow_ups": ("desk.ui.followups.view", "FollowUpsScreen", frozenset({Right.FOLLOW_UP})),
    "branch": ("desk.ui.branch.view", "BranchScreen", BRANCH_RIGHTS),
}
"""Each screen's module, class, and the rights of which one is enough to see it."""


_OPENING = frozenset({"book", "import_day", "print_day"})
"""Actions of a screen that open a form."""
_BETWEEN_MS = 20
"""Between two screens that learn another language: for keys and painting."""
_PAINTING_MS = 25
"""Another screen is painted by then; what it shows is read afterwards."""
_BENEATH_MS = 150
"""By then a form stands, and the screen beneath it may be read: both at once would halt."""
_SETTLED_MS, _AHEAD_MS = 800, 40
"""After signing in, till the other screens are made; and between two of them."""


class Shell(QWidget):
    """One session's window content.

    Signals:
        shown(str): a screen came to the front.
    """

    shown = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.feed = BoardFeed(context)
        self.names = tuple(name for name in _SCREENS if self._may_see(name))
        self.screens: dict[str, Screen] = {}
        self._untold: list[Screen] = []
        self._seen: set[Screen] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BETWEEN_MS)
        self._later.timeout.connect(self._tell_another)
        self._ahead = Turns(self, pause=_AHEAD_MS)
        self._acting = Turns(self, pause=PAINTED_MS)
        CallAnnouncer(self.feed, self)
        self.header = Header(context, self.feed)
        self.footer = Footer(context, self.feed)
        self.tabs = TabBar(_("Screens"), self.names)
        self.tabs.set_signs()
        self.search = HeadField()
        self._used: Counter[str] = Counter()
        self._stack = context.ground = FreeStack(self)
        self._paint = LatePaint(self._stack)
        context.keyed(self.search, "search")
        self._build()
        self.tabs.chosen.connect(self.go)
        self.search.wanted.connect(self.find_anything)
        context.wanted.connect(self.go)
        context.bus.changed.connect(self._changed)
        self.feed.changed.connect(self._badges)
        self.retranslate()

    def _build(self) -> None:
        nav = Surface("header")
        nav.setFixedHeight(px(20) + air(20))
        line = row(nav, margins=(8, 0, 16, 0))
        line.addWidget(self.tabs)
        self.search.setMinimumWidth(px(64))
        self.search.setMaximumWidth(px(290))
        line.addWidget(self.search, 1)
        layout = column(self)
        for part in (self.header, nav):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.footer)

    def prepare(self) -> None:
        """Make the first screen, while nothing is seen yet."""
        self._make(self.names[0])

    def start(self) -> None:
        """Show the first screen and begin to read."""
        if Right.RUN_QUEUE in RIGHTS[self.context.actor.role]:
            self.feed.start()
        self.go(self.names[0])
        QTimer.singleShot(_SETTLED_MS, self, lambda: self._ahead.run(self._making_ahead()))

    def stop(self) -> None:
        """The session ends: screens keep what was typed."""
        self._ahead.stop()
        self._acting.stop()
        for screen in self.screens.values():
            screen.leave()
        self.feed.stop()

    def current(self) -> Screen | None:
        """The screen in front."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def go(self, name: str, search: str = "", *, read: bool = True) -> None:
        """Show a screen, built when it is needed for the first time.

        Args:
            search: what the screen is to look for; read: what is stale of it now, not later.
        """
        if name not in self.names:
            return
        screen = self.screens.get(name) or self._make(name)
        if screen in self._untold:
            self._untold.remove(screen)
            screen.retranslate()
        before = self.current()
        if before is not None and before is not screen:
            before.leave()
        if before is not screen:
            self._paint.wait()
            if before is not None:
                self.context.runner.hold_reading(_PAINTING_MS)
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        self.tabs.turn_on(name)
        if read:
            self._read_stale(screen)
        screen.arrive(search)
        self.shown.emit(name)

    def _read_stale(self, screen: Screen) -> None:
        if not screen.stale:
            return
        screen.stale = False
        if screen in self._seen:
            screen.refresh()
        else:
            self._seen.add(screen)
            FirstReading(self.context, screen)

    def find_anything(self, text: str = "") -> None:
        """Open the palette, with what was typed in the head."""
        from desk.ui.palette.commands import commands
        from desk.ui.palette.dialog import Palette  # not needed before somebody looks for something

        if self.context.overlay.holds(Palette):
            return

        def make() -> Palette:
            known = commands(self.context, self.names, self.footer)
            return Palette(self.context, known, self._used, text)

        self.context.overlay.bring(make, kind=Palette, closed=self._found)

    def act(self, name: str, action: str) -> None:
        """Let a screen do an action, brought to the front first."""
        if name not in self.names:
            return
        if self.current() is self.screens.get(name):
            self.screens[name].act(action)
        else:
            self._acting.run(self._going_to_act(name, action))

    def _going_to_act(self, name: str, action: str) -> Steps:
        """The screen in one turn, its form in the next; what lies beneath the form is read last."""
        opening = action in _OPENING
        self.go(name, read=not opening)
        screen = self.screens[name]
        if not opening:
            screen.act(action)
            return
        self.context.overlay.expect(Dialog)
        yield
        screen.act(action)
        if not self.context.overlay.making():
            self.context.overlay.call_off()
        QTimer.singleShot(_BENEATH_MS, screen, lambda: self._read_stale(screen))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for _step in self.retranslating():
            pass

    def retranslating(self) -> Steps:
        """The same in steps: the frame, then the screen in front; the others learn it later."""
        texts: dict[str, Callable[[], str]] = {
            "today": lambda: _("Today"),
            "schedule": lambda: _("Schedule"),
            "duties": lambda: _("Duties"),
            "incidents": lambda: _("Incidents"),
            "follow_ups": lambda: _("Follow-ups"),
            "branch": lambda: _("Branch"),
        }
        self.tabs.setAccessibleName(_("Screens"))
        self.tabs.set_texts({name: texts[name]() for name in self.names})
        self.search.describe(_("Find anything"), _("Find anything"))
        self.header.retranslate()
        self.footer.retranslate()
        self._untold = [screen for screen in self.screens.values() if screen is not self.current()]
        current = self.current()
        yield
        if current is not None:
            yield from current.retranslating()
        self._later.start()
        if self.feed.board is not None:
            self._badges(self.feed.board)
            self.feed.refresh()

    def _tell_another(self) -> None:
        """Screens behind the one in front learn the language one by one: nothing halts."""
        if self._untold:
            self._untold.pop().retranslate()
            self._later.start()

    def _make(self, name: str) -> Screen:
        module, kind, _rights = _SCREENS[name]
        factory = getattr(import_module(module), kind)
        extra = (self.feed,) if name == "today" else ()
        screen: Screen = factory(self.context, *extra)
        screen.setParent(self._stack)  # no page yet: Qt would measure it with every layout
        screen.hide()
        self.screens[name] = screen
        return screen

    def _making_ahead(self) -> Steps:
        """What nobody has asked for yet, while nobody waits for it."""
        for name in self.names:
            if name not in self.screens:
                import_module(_SCREENS[name][0])
                yield
            screen = self.screens.get(name) or self._make(name)
            yield
            yield from screen.preparing()
        yield from languages_ahead(local(self.context.env.clock()).date())

    def _may_see(self, name: str) -> bool:
        return bool(_SCREENS[name][2] & RIGHTS[self.context.actor.role])

    def _changed(self, topics: Set[object]) -> None:
        current = self.current()
        for screen in self.screens.values():
            if not screen.topics & topics:
                continue
            if screen is current:
                screen.refresh(topics)
            else:
                screen.stale = True

    def _badges(self, board: Board) -> None:
        if "schedule" in self.names:
            self.context.read(conflicts.count, done=self._conflicts_wait, kind="shell.conflicts")
        if "follow_ups" in self.names:
            self.context.read(due_count, done=self._follow_ups_due, kind="follow_ups.count")
        if "incidents" not in self.names:
            return
        new = board.new_incidents
        spoken = ngettext("{n} not yet acknowledged", "{n} not yet acknowledged", new)
        badge = str(new) if new else ""
        self.tabs.tabs["incidents"].set_badge(badge, warn=True, spoken=spoken.format(n=new))

    def _follow_ups_due(self, count: tuple[int, int]) -> None:
        overdue, today = count
        spoken = _("{overdue} overdue, {today} due today").format(overdue=overdue, today=today)
        badge = str(overdue + today) if overdue + today else ""
        self.tabs.tabs["follow_ups"].set_badge(badge, warn=True, spoken=spoken if badge else "")

    def _conflicts_wait(self, count: int) -> None:
        spoken = count_text(count) if count else ""
        badge = str(count) if count else ""
        self.tabs.tabs["schedule"].set_badge(badge, warn=True, spoken=spoken)

    def _found(self, find: object) -> None:
        """The palette is closed by now: do what was chosen in it."""
        if isinstance(find, Find):
            self._used[find.row.key.removeprefix("command:")] += 1
            find.go()
