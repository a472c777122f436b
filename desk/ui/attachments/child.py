"""The child process: reads one chosen file and makes it anew.  No Qt here, it needs none.

A decoder that fails, fills the memory or never ends takes this process with it and nothing else.
"""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from desk.domain.attachment import CleanFile
from desk.domain.errors import DeskError
from desk.services.attachment_clean import clean, clean_path
from desk.services.content.schema_policy import Attachments

_MEMORY = 1024 * 1024 * 1024
"""Bytes that decoding may take: a picture of 80 million pixels needs a quarter of it."""

Source = Path | bytes
"""A file, or what the clipboard held."""


def send_clean(channel: Connection, source: Source, limits: Attachments) -> None:
    """Make the file anew and send it, or the refusal."""
    _limit_memory()
    try:
        made: CleanFile | tuple[str, dict[str, object]] = _made(source, limits)
    except DeskError as refusal:
        made = (refusal.code, dict(refusal.params))
    channel.send(made)
    channel.close()


def _made(source: Source, limits: Attachments) -> CleanFile:
    return clean_path(source, limits) if isinstance(source, Path) else clean(source, limits)


def _limit_memory() -> None:
    """Where the system can: no more memory than decoding needs."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
