"""A paper laid out in a child process, as the window does it, and read again."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

from desk.domain.errors import DeskError
from desk.domain.slips import PaperSize, TicketSlip

_PATIENCE = 60.0


def in_child(folder: Path) -> str:
    """A ticket as PDF; its page is drawn again by the library that prints."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_pdf())
    try:
        words = document[0].get_textpage().get_text_range()
        pages = len(document)
    finally:
        document.close()
    if "B007" not in words or "Rēzekne" not in words:
        raise DeskError("paper.not_laid_out")
    return f"a PDF of {pages} page was laid out and read"


def _pdf() -> bytes:
    from desk.ui.preview.child import send_pdf

    context = multiprocessing.get_context("spawn")
    channel, theirs = context.Pipe(duplex=False)
    child = context.Process(target=send_pdf, args=(theirs, _ticket(), False), daemon=True)
    child.start()
    theirs.close()
    try:
        if not channel.poll(_PATIENCE):
            raise DeskError("paper.not_laid_out")
        return channel.recv_bytes()
    except EOFError:
        raise DeskError("paper.not_laid_out") from None
    finally:
        channel.close()
        child.terminate()
        child.join()


def _ticket() -> TicketSlip:
    """Nobody's; the branch's name has letters that a font may lack."""
    return TicketSlip(
        size=PaperSize.A5,
        institution="Pārbaude",
        branch="Rēzekne",
        number="B007",
        services=(),
        issued_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        slot=None,
        before=None,
        prepare=(),
    )
