"""Laying out a PDF in a child process that ends: it costs the window neither memory nor a stall."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desk.domain.errors import DeskError
from desk.ui.preview.child import Paper, send_pdf

_LOOK_EVERY = 20


class PaperMaker(QObject):
    """One paper being laid out; ended with its owner, also half-way.

    Args:
        done: gets the PDF's bytes.
        failed: gets a DeskError, "paper.not_laid_out", when the child ended without a PDF.
        practice: it is made in the practice, and says so.
    """

    def __init__(
        self,
        owner: QObject,
        paper: Paper,
        done: Callable[[bytes], None],
        failed: Callable[[DeskError], None],
        *,
        practice: bool,
    ) -> None:
        super().__init__(owner)
        self._done, self._failed = done, failed
        context = multiprocessing.get_context("spawn")
        self._channel, theirs = context.Pipe(duplex=False)
        self._child = context.Process(target=send_pdf, args=(theirs, paper, practice), daemon=True)
        self._child.start()
        theirs.close()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_EVERY)

    def stop(self) -> None:
        """End the child, whatever it is doing; may be called twice."""
        if self._timer.isActive():
            self._timer.stop()
            self._channel.close()
            self._child.terminate()
            self._child.join()
            self._child.close()

    def _look(self) -> None:
        """Whether the PDF is here, or the child gone."""
        if not self._channel.poll():
            return
        try:
            pdf = self._channel.recv_bytes()
        except (EOFError, OSError):
            pdf = b""
        self.stop()
        if pdf:
            self._done(pdf)
        else:
            self._failed(DeskError("paper.not_laid_out"))
