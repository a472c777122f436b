"""Notices that the PC's network is there again, where the system tells."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_Reachability = QNetworkInformation.Reachability
_THERE = frozenset({_Reachability.Local, _Reachability.Site, _Reachability.Online})


class NetworkWatch(QObject):
    """Follows the system's own idea of the network; where it has none, nothing is told.

    Signals:
        back: there was none, or another one, and now there is.
    """

    back = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before: _Reachability | None = None
        if QNetworkInformation.loadDefaultBackend():
            known = QNetworkInformation.instance()
            self._before = known.reachability()
            known.reachabilityChanged.connect(self._changed)

    def _changed(self, now: _Reachability) -> None:
        before, self._before = self._before, now
        if now in _THERE and now != before:
            self.back.emit()
