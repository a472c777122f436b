"""A PC of its own, from an empty folder to a restored database: wizard, backup, mirror, trouble."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desk.first_start import FirstSteps
from desk.program import own_command, own_path
from desk.services import queue_take_in
from desk.ui.branch.safety_page import SafetyPage
from desk.ui.main import as_demo, opener
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.trouble.card import TroubleCard
from desk.ui.trouble.texts import Way
from desk.ui.widgets.text import Label
from desk.ui.window import MainWindow
from desk.ui.wizard.view import WizardView
from desk.ways_on import WaysOn

_LOGIN, _PASSWORD = "ilze", "zaļa tēja bez cukura"
_PAGE = 4096
_KEYS = "DESK_KEY_DIR"


def walk(root: Path, guide_of: Callable[[MainWindow], TourGuide], size: tuple[int, int]) -> None:
    """Set a PC up, keep its data safe, damage and restore it.

    Args:
        root: an empty folder for everything of this PC and of another one.
        guide_of: gives the hands for a window.
    """
    data = root / "data"
    with _keys_in(root / "keys"):
        window = _window(data, size)
        try:
            code = _first_start(guide_of(window))
            _kept_safe(guide_of(window), root / "koplietota-mape")
        finally:
            window.close()
        _on_another_pc(root, code)
        _damage(data / "branch.db")
        window = _window(data, size)
        try:
            _trouble(guide_of(window))
        finally:
            window.close()


def _window(data: Path, size: tuple[int, int]) -> MainWindow:
    window = MainWindow(opener(data), as_demo, lambda: FirstSteps(data), WaysOn(data))
    window.resize(*size)
    window.show()
    window.start()
    return window


def _first_start(guide: TourGuide) -> str:
    """The wizard, by keys; gives the recovery code, as a person would have it on paper."""
    window = guide.window
    guide.until(lambda: window.findChild(WizardView))
    view = window.findChild(WizardView)
    assert isinstance(view, WizardView)
    guide.until(lambda: view.place.list.rows.rows())
    guide.shot("sakums")
    view.next.click()
    view.place.search.setText("rigas 2")
    guide.shot("sakums-nodala")
    view.next.click()
    _who(guide, view)
    view.next.click()
    view.device.counter.setText("2")
    guide.shot("sakums-dators")
    view.next.click()
    guide.until(lambda: view.name == "code")
    groups = [label.text() for label in view.code.findChildren(Label) if _is_group(label)]
    guide.picture("atjaunosanas-kods")
    for field, place in zip(view.code.typed, (2, 5), strict=True):
        field.setText(groups[place].lower())
    view.next.click()
    guide.until(guide.board)
    guide.shot("pirma-diena")
    return "-".join(groups)


def _is_group(label: Label) -> bool:
    return bool(label.property("role") == "number")


def _who(guide: TourGuide, view: WizardView) -> None:
    page = view.person
    page.name.setText("Ilze Rozīte")
    page.login.setText(_LOGIN)
    page.password.setText(_PASSWORD)
    page.again.setText(_PASSWORD)
    guide.shot("sakums-cilveks")


def _kept_safe(guide: TourGuide, place: Path) -> None:
    """A backup that is opened and compared, and a second place: saved, then safe."""
    page = guide.page("safety", SafetyPage)
    guide.until(lambda: page.backups.last.text())
    guide.shot("drosiba")
    page.backups.make.click()
    guide.picture("kopija-top")
    guide.until(lambda: page.backups.list.rows.rows())
    place.mkdir()
    page.place.folder.setText(str(place))
    page.place.use.click()
    guide.until(lambda: page.place.pill.property("pill") == "ok")
    guide.shot("drosiba-abas-vietas")
    guide.press(Key.Key_1, CTRL)
    guide.write(queue_take_in.take_in_walk_in, ("passport",), override_closing=True)
    guide.until(lambda: _is_safe(guide))
    guide.shot("saglabats-un-drosiba")


def _is_safe(guide: TourGuide) -> bool:
    """Whether the second place holds everything that is saved."""
    keeper = guide.window.safety
    mirror = keeper.mirror if keeper else None
    return keeper is not None and mirror is not None and not mirror.unsafe(keeper.latest)


def _on_another_pc(root: Path, code: str) -> None:
    """`desk restore` out of the second place, in another folder with keys of its own, by code."""
    place, folder = root / "koplietota-mape", root / "cits-dators"
    environment = {**os.environ, "PYTHONPATH": own_path(), _KEYS: str(root / "cita-atslega")}
    where = next(path for path in place.iterdir() if path.is_dir())
    restore = ("restore", str(where), "--recovery-code-stdin")
    for command, given in ((restore, code), (("doctor",), "")):
        done = subprocess.run(  # noqa: S603 - our own program
            own_command(*command, "--data-dir", str(folder)),
            input=given,
            env=environment,
            text=True,
            check=False,
            capture_output=True,
        )
        sys.stdout.write(f"On another PC, desk {command[0]}:\n{done.stdout}")
        if command is restore and done.returncode:
            raise RuntimeError(done.stderr)


def _damage(database: Path) -> None:
    """One bit of every page but the first."""
    body = bytearray(database.read_bytes())
    for place in range(_PAGE + 700, len(body), _PAGE):
        body[place] ^= 1
    database.write_bytes(body)


def _trouble(guide: TourGuide) -> None:
    """The card in place of sign-in, and back to work from it."""
    card = _card(guide)
    guide.shot("datubaze-bojata")
    card.buttons[Way.RESTORE].click()
    guide.until(lambda: card.restore.isVisible() and card.restore.isEnabled())
    card.restore.login.setText(_LOGIN)
    card.restore.password.setText(_PASSWORD)
    guide.shot("atjaunot-no-kopijas")
    card.restore.do.click()
    guide.until(guide.window.signin.form.isVisible)
    guide.shot("atjaunots")


def _card(guide: TourGuide) -> TroubleCard:
    def shown() -> bool:
        care = guide.window.care
        return care is not None and care.control is not None and care.control.card.isVisible()

    guide.until(shown)
    care = guide.window.care
    assert care is not None and care.control is not None
    return care.control.card


@contextmanager
def _keys_in(folder: Path) -> Iterator[None]:
    """This PC's machine secret lies in a folder of its own, not among the user's."""
    before = os.environ.get(_KEYS)
    os.environ[_KEYS] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_KEYS]
        else:
            os.environ[_KEYS] = before
