"""Every place of the window, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from driver import Driver
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desk.domain.roles import Role
from desk.ui.branch.view import BranchScreen
from desk.ui.screen import Screen
from desk.ui.statistics.page import StatisticsPage
from desk.ui.widgets.button import Button
from desk.ui.window import MainWindow

KEYS = ("keys", "card", "aggression", "error", "own_access", "search")
"""Actions of the window that lay something over the screens."""
OF_SCREENS = ("book", "import_day", "print_day")
PANELS = ("finish", "park", "transfer", "phone", "walk_in", "take_in")
"""Actions of the counter that open a form in the middle of Today."""
_SOON_MS = 5
"""By then what is painted a turn later is painted."""
SKIPPED = frozenset({"PreviewDialog"})
"""Made in another process: looked at once, from the schedule."""


def with_every_right(driver: Driver) -> None:
    """Whoever is at work sees all there is."""
    window, context = driver.window, driver.shell.context
    env, actor = context.env, replace(context.actor, role=Role.SYSTEM)
    window.workplace.leave()
    window.workplace.begin(env, actor)
    driver.until(lambda: driver.shell.feed.board is not None)


def places(driver: Driver, *, dialogs: bool = True) -> Iterator[str]:
    """Show one place after another; each is on the screen when its name is given.

    Args:
        dialogs: also what buttons whose words end in "…" open.
    """
    for name in driver.shell.names:
        driver.shell.go(name)
        calm(driver)
        yield name
        screen = driver.shell.current()
        assert screen is not None
        if isinstance(screen, BranchScreen):
            yield from _pages(driver, screen, dialogs)
        elif name == "today":
            yield from _counter(driver)
        elif dialogs:
            yield from _behind_buttons(driver, name, screen)
    driver.shell.go("today")
    for action in KEYS:
        driver.window.do(action)
        yield from _laid_over(driver, action)


def beyond(driver: Driver) -> Iterator[str]:
    """What takes the place of the window's content; the last one ends the session."""
    window = driver.window
    for action in ("show_client", "hide", "fold"):
        window.do(action)
        calm(driver)
        yield action
        if action == "fold":
            window.folding.unfold()
        else:
            window.do(action)
        calm(driver)
    window.lock()
    driver.until(lambda: window.guard.locked)
    calm(driver)
    yield "lock"
    window.sign_out()
    driver.until(window.signin.form.isVisible)
    yield "sign in"


def _pages(driver: Driver, screen: BranchScreen, dialogs: bool) -> Iterator[str]:
    for page in screen.pages:
        screen.arrive(page)
        calm(driver)
        shown = screen.page()
        if isinstance(shown, StatisticsPage):
            settled(driver, shown)
        yield f"branch/{page}"
        if dialogs and shown is not None:
            yield from _behind_buttons(driver, f"branch/{page}", shown)


def _counter(driver: Driver) -> Iterator[str]:
    """The forms of a visit; the demo has a client at the counter."""
    for action in PANELS:
        driver.window.do(action)
        calm(driver)
        yield f"today/{action}"
        if action == "phone":
            driver.until(lambda: driver.board.call is not None)
            driver.window.do(action)
            driver.until(lambda: driver.board.call is None)
        elif driver.today.middle.panel is not None:
            driver.today.middle.close_panel()


def _behind_buttons(driver: Driver, name: str, screen: Screen) -> Iterator[str]:
    """Press what opens something: its words end in three dots."""
    lists = [view for view in screen.findChildren(QWidget) if hasattr(view, "choose_first")]
    for view in lists:
        if view.isVisible():
            view.choose_first()
    calm(driver)
    asked = [button for button in screen.findChildren(Button) if button.text().endswith("…")]
    for place, button in enumerate(asked):
        if button.isVisible() and button.isEnabled():
            button.click()
            yield from _laid_over(driver, f"{name}/{place}")


def _laid_over(driver: Driver, name: str) -> Iterator[str]:
    calm(driver)
    for dialog in driver.window.findChildren(QFileDialog):  # the system's, not ours
        dialog.close()
    top = driver.window.overlay.top()
    if top is not None:
        if type(top).__name__ not in SKIPPED:
            yield f"{name}:{type(top).__name__}"
        driver.window.overlay.close_all()
        calm(driver)


def calm(driver: Driver) -> None:
    """What was asked for has been read and laid out."""
    runner = driver.window.runner
    for _ in range(2):  # what was read may ask for more
        done: list[object] = []
        runner.read(lambda reader: None, done.append)
        runner.write(lambda uow: None, done.append)
        driver.until(lambda done=done: len(done) == 2)
    driver.until(lambda: not driver.window.overlay.coming())


def settled(driver: Driver, page: StatisticsPage) -> None:
    """All figures were read and are built, which takes turns."""
    driver.until(lambda: page.found is not None and page.board.isVisible())
    page.board.turns.finish()
    QApplication.processEvents()


def resize(window: MainWindow, width: int, height: int) -> None:
    """Give the window a size and let everything find its place in it."""
    window.resize(width, height)
    for _ in range(3):  # what gives way asks for a new layout, and so does what follows
        QApplication.processEvents()
    QTest.qWait(_SOON_MS)
    window.grab()


def in_use(window: MainWindow) -> QWidget:
    """What is in use: the strip, the dialog on top, else the whole window."""
    return window.folding.strip or window.overlay.top() or window.centralWidget()
