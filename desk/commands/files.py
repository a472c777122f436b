"""Writing files with personal data: whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from desk.domain.errors import DeskError


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place.

    Raises:
        DeskError: "file.not_written" (name).
    """
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError:
        raise DeskError("file.not_written", name=path.name) from None
