"""Making a chosen file anew in a child process that ends, also half-way."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desk.domain.attachment import CleanFile
from desk.domain.errors import DeskError
from desk.services.content.schema_policy import Attachments
from desk.ui.attachments.child import Source, send_clean

_LOOK_EVERY = 20
_PATIENCE = 0.2
_LONGEST = 60_000
"""Milliseconds after which a file is given up: a scan of twenty pages takes a few seconds."""


class Cleaner(QObject):
    """One file being made anew; ended with its owner.

    Args:
        done: gets a CleanFile.
        failed: gets the refusal; "attachment.stopped" when the child ended without one, or took
            too long.
    """

    def __init__(
        self,
        owner: QObject,
        source: Source,
        limits: Attachments,
        done: Callable[[CleanFile], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        super().__init__(owner)
        self._done, self._failed = done, failed
        context = multiprocessing.get_context("spawn")
        self._channel, theirs = context.Pipe(duplex=False)
        self._child = context.Process(target=send_clean, args=(theirs, source, limits), daemon=True)
        self._child.start()
        theirs.close()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_EVERY)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self._give_up)
        self._end.start(_LONGEST)

    def stop(self) -> None:
        """End the child, whatever it is doing; may be called twice."""
        if self._timer.isActive():
            self._timer.stop()
            self._end.stop()
            self._channel.close()
            self._child.kill()
            self._child.join(_PATIENCE)  # one that waits for a dead network drive stays behind
            if self._child.exitcode is not None:
                self._child.close()

    def _look(self) -> None:
        """Whether there is an answer, or the child gone."""
        if not self._channel.poll():
            return
        try:
            made = self._channel.recv()
        except (EOFError, OSError):
            made = ("attachment.stopped", {})
        self.stop()
        if isinstance(made, CleanFile):
            self._done(made)
        else:
            code, params = made
            self._failed(DeskError(code, **params))

    def _give_up(self) -> None:
        self.stop()
        self._failed(DeskError("attachment.stopped"))
