"""Papers of the tour: each PDF is kept, and its pages as pictures of how it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QImage

from desk.domain.clock import local_day
from desk.domain.roles import Actor
from desk.i18n import speaking
from desk.services.env import Env
from desk.ui.preview.child import OFFICIAL, Paper, make_pdf
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.preview.pages import render
from desk.ui.preview.papers import open_day_sheet
from desk.ui.tour.guide import TourGuide

_DPI = 110


def previewed(guide: TourGuide, name: str, *, picture: bool = False) -> None:
    """Keep the paper of the preview that was just opened, and close the preview.

    Args:
        picture: of the preview itself too.
    """
    dialog = guide.dialog(PreviewDialog)
    guide.until(lambda: dialog.pdf and dialog.save.isEnabled())
    path = guide.out / f"{name}.pdf"
    dialog.save_to(path)
    guide.until(path.exists)
    if picture:
        guide.shot(f"{name}-priekskats")
    dialog.leave()
    _printed(guide, dialog.pdf, name)


def printed(guide: TourGuide, gather: Callable[[Any, Env, Actor], Paper], name: str) -> None:
    """Keep a paper that goes to the printer without a preview.

    Args:
        gather: use case that gives it.
    """

    def official(uow: Any, env: Env, actor: Actor) -> Paper:
        with speaking(OFFICIAL):
            return gather(uow, env, actor)

    paper = guide.write(official)
    pdf = guide.work(lambda: make_pdf(paper))
    (guide.out / f"{name}.pdf").write_bytes(pdf)
    _printed(guide, pdf, name)


def _printed(guide: TourGuide, pdf: bytes, name: str) -> None:
    pages: tuple[QImage, ...] = guide.work(lambda: render(pdf, _DPI))
    for page in pages:
        if not page.save(str(guide.next_path(f"{name}-papirs"))):
            raise OSError(name)


def of_the_day(guide: TourGuide) -> None:
    """The day sheet."""
    open_day_sheet(guide.context, local_day(guide.context.env.clock()))
    previewed(guide, "dienas-lapa", picture=True)
