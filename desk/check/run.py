"""All checks of an installed program, one after another, in a folder that goes away."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from desk.domain.errors import DeskError
from desk.error_texts import error_text

log = logging.getLogger(__name__)

Check = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Args:
        message: in a sentence, without personal data.
        seconds: how long it took.
    """

    check: str
    ok: bool
    message: str
    seconds: float


def check_program() -> Iterator[Checked]:
    """Check that everything which an installation may lack is there and works.

    The branch's own data and keys are neither read nor written.
    """
    from desk.check import data, paper, secure, window

    checks: tuple[tuple[str, Check], ...] = (
        ("resources", data.resources),
        ("keys", data.keys),
        ("database", data.database),
        ("paper", paper.in_child),
        ("tls", secure.handshake),
        ("window", window.painted),
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, check in checks:
            yield _checked(name, check, Path(folder))


def _checked(name: str, check: Check, folder: Path) -> Checked:
    began = monotonic()
    try:
        ok, message = True, check(folder)
    except DeskError as error:
        ok, message = False, error_text(error)
    except Exception as error:
        log.error("unexpected in check %s", name, exc_info=error)
        ok, message = False, f"{type(error).__name__}: {error}"
    return Checked(name, ok, message, round(monotonic() - began, 2))
