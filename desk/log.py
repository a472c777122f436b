"""The program's log: a small rotating file beside the database.  Never personal data in it.

Of an exception the places and the kind are written, not its message: what a library complains of
often quotes what was typed.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from db.sharing import folder_mode
from desk.domain.errors import DeskError

_BYTES = 1024 * 1024
_FILES = 5
_NAME = "branch-desk"


def start_log(data_dir: Path) -> None:
    """Log to `log/desk.log` in the data folder, times in UTC; later calls move it there."""
    file = log_file(data_dir)
    file.parent.mkdir(mode=folder_mode(data_dir), parents=True, exist_ok=True)
    handler = _File(file, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
    handler.name = _NAME
    handler.setFormatter(_formatter())
    stop_log()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # our own lines say when it migrates
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request, all day long


def stop_log() -> None:
    """Close the file, so that its folder can be removed."""
    root = logging.getLogger()
    for handler in [item for item in root.handlers if item.name == _NAME]:
        root.removeHandler(handler)
        handler.close()


def log_file(data_dir: Path) -> Path:
    """The newest file of the log."""
    return data_dir / "log" / "desk.log"


def log_bug(data_dir: Path, where: str, bug: BaseException) -> Path | None:
    """Log an exception that nobody expected, whatever state the program is in.

    Returns:
        the log's file, None when it cannot be written.
    """
    try:
        start_log(data_dir)
        logging.getLogger(__name__).error("unexpected in %s", where, exc_info=bug)
        return log_file(data_dir) if log_file(data_dir).exists() else None
    except OSError:
        return None
    finally:
        stop_log()


def _formatter() -> logging.Formatter:
    formatter = _Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s")
    formatter.converter = time.gmtime
    return formatter


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A log that cannot be written, e.g. on a full disk, stops nobody's work."""


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Write the exception in our way, also when another handler has written it in its own."""
        others, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = others

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """An exception and what led to it, without messages."""
        return "\n".join(_told(ei[1])) if ei[1] else ""


def _told(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "which led to"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    yield _kind(error)


def _kind(error: BaseException) -> str:
    """The exception's name, and what it says where that cannot be anybody's data."""
    name = type(error).__qualname__
    if isinstance(error, DeskError):
        return f"{name}: {error}"
    detail = getattr(error, "strerror", None) or getattr(error, "sqlite_errorname", None)
    return f"{name}: {detail}" if detail else name
