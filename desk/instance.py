"""One window for each person of this PC on one data folder; commands may use it beside the window.

A lock on a small file says that there is a window; the system frees it when its holder ends, killed
or not.  Another person's session on the same PC has a lock of its own: it may use the database too.
"""

from __future__ import annotations

import getpass
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Final

from db.folder_lock import held, is_held

_NAME: Final = "window-{}.lock"
_SIGNS: Final = 12


class Claim:
    """The right to be the one window.

    Args:
        who: tells persons apart; None = by the name of the system's account, which is not kept.
    """

    def __init__(self, folder: Path, who: str | None = None) -> None:
        self._folder = folder
        self._own = _NAME.format(_digest(getpass.getuser() if who is None else who))
        self._held = ExitStack()
        self._taken = False

    @property
    def name(self) -> str:
        """Names the window among everything on this PC."""
        return f"branch-desk-{_digest(str(self._folder.resolve()))}-{self._own[7:-5]}"

    def take(self) -> bool:
        """Become the one window; False when there is one.

        A folder that is not there, or in which nothing may be written, keeps nobody from opening.
        """
        if self._taken:
            return True
        try:
            self._taken = self._held.enter_context(held(self._folder / self._own))
        except OSError:
            return True
        if not self._taken:
            self._held.close()
        return self._taken

    def others(self) -> int:
        """How many other persons have a window open on this folder now."""
        found = 0
        for path in self._folder.glob(_NAME.format("*")):
            try:
                found += path.name != self._own and is_held(path)
            except OSError:
                found += 1  # theirs, and not for us to open
        return found

    def give_back(self) -> None:
        """The window is closed."""
        self._held.close()
        self._taken = False


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_SIGNS]
