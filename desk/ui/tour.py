"""`desk demo --tour`: the main job of a day through the real window, as pictures and papers."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desk.i18n import LANGUAGES

if TYPE_CHECKING:
    from desk.ui.tour_guide import TourGuide

_SIZE = (1366, 768)
_HEAD, _CLERK = "Ilze Rozīte", "Anna Bērziņa"


def run_tour(data_dir: Path, out_dir: Path) -> int:
    """Walk the main job and leave numbered pictures and PDFs.

    Args:
        data_dir: a fresh demo; the walk changes it.
        out_dir: made when it is not there.

    Returns:
        the exit code.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desk.ui.main import make_application, make_window
    from desk.ui.tour_guide import TourGuide

    out_dir.mkdir(parents=True, exist_ok=True)
    make_application()
    window = make_window(data_dir)
    window.resize(*_SIZE)
    window.show()
    window.start()
    guide = TourGuide(window, out_dir)
    bugs: list[BaseException] = []
    usual, sys.excepthook = sys.excepthook, _collector(bugs)
    try:
        guide.until(guide.board)
        _walk(guide, out_dir)
    finally:
        window.close()
        sys.excepthook = usual
    files = sorted(path.name for path in out_dir.iterdir() if path.suffix in (".png", ".pdf"))
    print(f"{len(files)} files in {out_dir}:")
    print("\n".join(f"  {name}" for name in files))
    return 1 if bugs else 0


def _collector(bugs: list[BaseException]) -> Callable[..., None]:
    """A hook that prints what went wrong in the window and remembers it."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        bugs.append(error)
        traceback.print_exception(kind, error, trace)

    return hook


def _walk(guide: TourGuide, out_dir: Path) -> None:
    from desk.ui.tour_papers import leave_papers

    guide.window.use_language("lv")
    _sign_in(guide, _CLERK, picture="pieteiksanas")
    _at_the_counter(guide)
    _taking_in(guide)
    _ways_out(guide)
    _schedule(guide)
    _duties(guide)
    _incidents(guide)
    leave_papers(guide, out_dir)
    _help(guide)
    for language in LANGUAGES[1:]:
        _in_language(guide, language)
    _large_text(guide)


def _sign_in(guide: TourGuide, name: str, picture: str = "", counter: str = "3") -> None:
    from desk.demo import PASSWORD

    guide.window.sign_out()
    form = guide.window.signin.form
    guide.until(form.isVisible)
    form.person.setCurrentIndex(form.person.findText(name))
    form.counter.setText(counter)
    form.password.setText(PASSWORD)
    if picture:
        guide.shot(picture)
    form.enter.click()
    guide.until(guide.board)


def _at_the_counter(guide: TourGuide) -> None:
    from desk.ui.tour_guide import Key

    guide.shot("sodiena-apkalposana")
    guide.press(Key.Key_F4)
    guide.shot("pabeigt")
    guide.press(Key.Key_F4)
    guide.until(lambda: guide.today.middle.phase == "idle")
    guide.shot("sodiena-brivs")
    queue = guide.today.queue
    queue.list.choose_first()
    guide.shot("rindas-darbibas")
    queue.actions_row.buttons["call_this"].click()
    guide.shot("izsaukt-citu")
    guide.press(Key.Key_Escape)
    queue.list.choose("")
    guide.press(Key.Key_F2)
    guide.until(lambda: guide.today.middle.phase == "called")
    guide.shot("izsaukts")
    guide.press(Key.Key_F3)
    guide.until(lambda: guide.today.middle.phase == "serving")
    guide.today.middle.serving.notes.area.setFocus()
    guide.type("Fotogrāfiju atnesīs pēcpusdienā.")
    guide.shot("apkalpo-piezime")


def _taking_in(guide: TourGuide) -> None:
    from desk.ui.tour_guide import CTRL, Key

    guide.press(Key.Key_N, CTRL)
    guide.press(Key.Key_2)
    guide.shot("pienemt-dziva-rinda")
    guide.press(Key.Key_F10)
    guide.press(Key.Key_F10)
    guide.shot("pienemt-pierakstu")
    guide.press(Key.Key_F10)
    guide.shot("pienemts")


def _ways_out(guide: TourGuide) -> None:
    from desk.ui.tour_guide import CTRL, Key

    guide.press(Key.Key_F6)
    guide.shot("atlikt")
    guide.press(Key.Key_F6)
    guide.until(lambda: guide.today.middle.phase == "idle")
    guide.press(Key.Key_Z, CTRL)
    guide.shot("atsaukt")
    guide.press(Key.Key_Z, CTRL)
    guide.until(lambda: guide.today.middle.phase == "serving")
    guide.press(Key.Key_F8)
    guide.type("4")
    guide.shot("nodot")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F4)
    guide.press(Key.Key_3)
    guide.shot("atteikums")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F7)
    guide.until(lambda: _on_call(guide))
    guide.shot("telefons")
    guide.press(Key.Key_F7)
    guide.until(lambda: not _on_call(guide))
    guide.today.queue.done.click()
    guide.shot("pabeigtie")
    guide.today.queue.done.click()


def _on_call(guide: TourGuide) -> bool:
    board = guide.board()
    return board is not None and board.call is not None


def _schedule(guide: TourGuide) -> None:
    from desk.ui.tour_guide import CTRL, Key
    from desk.ui.tour_papers import look_at_day_file, look_at_short_file, show_week, wait_for_pages

    guide.press(Key.Key_2, CTRL)
    guide.shot("grafiks-diena")
    show_week(guide, week=True)
    guide.shot("grafiks-nedela")
    show_week(guide, week=False)
    guide.press(Key.Key_B, CTRL)
    guide.shot("pieraksts-pa-talruni")
    guide.press(Key.Key_Escape)
    look_at_day_file(guide)
    guide.shot("importa-priekskats")
    guide.press(Key.Key_Escape)
    look_at_short_file(guide)
    guide.shot("importa-atcelsana")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_P, CTRL)
    wait_for_pages(guide)
    guide.shot("dienas-lapa")
    guide.press(Key.Key_Escape)


def _duties(guide: TourGuide) -> None:
    from desk.ui.tour_guide import CTRL, Key

    guide.press(Key.Key_3, CTRL)
    guide.shot("pienakumi")
    guide.press(Key.Key_3, CTRL)
    guide.type("agres")
    guide.shot("pienakumi-meklesana")
    for text, name in (("PH-07", "2018"), ("forums", "aizstats"), ("paatrinati", "pakalpojums")):
        guide.press(Key.Key_3, CTRL)
        guide.press(Key.Key_A, CTRL)
        guide.type(text)
        guide.shot(f"pienakumi-{name}")
    guide.press(Key.Key_K, CTRL)
    guide.shot("atrast-jebko")
    for text, name in (("be", "cilveki"), ("A01", "talons"), ("pases", "pienakumi")):
        guide.press(Key.Key_A, CTRL)
        guide.type(text)
        guide.shot(f"atrast-{name}")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_Escape)


def _incidents(guide: TourGuide) -> None:
    from desk.ui.tour_guide import CTRL, Key

    guide.press(Key.Key_F9)
    guide.shot("agresija-zinojums")
    guide.press(Key.Key_1)
    guide.press(Key.Key_2)
    guide.shot("agresija-soli")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F9)
    guide.shot("agresija-turpinat")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F11)
    guide.shot("kluda-zinojums")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F12)
    guide.shot("ricibas-kartite")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_4, CTRL)
    guide.shot("incidenti-referentei")
    _sign_in(guide, _HEAD, counter="")
    guide.press(Key.Key_4, CTRL)
    guide.shot("incidenti-vaditajai")
    guide.press(Key.Key_Return)
    guide.shot("incidents-atverts")


def _help(guide: TourGuide) -> None:
    from desk.ui.tour_guide import Key

    _sign_in(guide, _CLERK)
    guide.press(Key.Key_F1)
    guide.shot("taustini")
    guide.press(Key.Key_Escape)


def _in_language(guide: TourGuide, language: str) -> None:
    from desk.ui.tour_guide import CTRL, Key

    guide.window.use_language(language)
    guide.suffix = f"-{language}"
    screens = ((Key.Key_1, "sodiena"), (Key.Key_2, "grafiks"), (Key.Key_3, "pienakumi"))
    for key, name in (*screens, (Key.Key_4, "incidenti")):
        guide.press(key, CTRL)
        guide.shot(name)
    guide.press(Key.Key_1, CTRL)
    guide.press(Key.Key_F9)
    guide.shot("agresija-zinojums")
    guide.press(Key.Key_Escape)


def _large_text(guide: TourGuide) -> None:
    from desk.ui.tour_guide import CTRL, Key

    guide.window.use_language("lv")
    guide.window.use_scale(150)
    guide.until(guide.board)
    guide.suffix = "-150"
    screens = ((Key.Key_1, "sodiena"), (Key.Key_2, "grafiks"), (Key.Key_3, "pienakumi"))
    for key, name in (*screens, (Key.Key_4, "incidenti")):
        guide.press(key, CTRL)
        guide.shot(name)
