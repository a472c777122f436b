"""Reading a PDF back: its words, its facts, and how its pages look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2

from desk.domain.errors import DeskError

_FACTS = ("Title", "Author", "Subject", "Keywords")
_SCALE = 1


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A PDF as read.

    Args:
        pages: the lines of each page, as they stand on it; facts: title, author, keywords.
    """

    pages: tuple[tuple[str, ...], ...]
    facts: dict[str, str]

    @property
    def text(self) -> str:
        """All words."""
        return "\n".join(line for page in self.pages for line in page)


def read_pdf(content: bytes) -> ReadPaper:
    """The words of a PDF.

    Raises:
        DeskError: "verify.no_pdf".
    """
    with _opened(content) as document:
        known = document.get_metadata_dict()
        facts = {name: known.get(name, "") for name in _FACTS}
        return ReadPaper(tuple(map(_lines, document)), facts)


def pages_unlike(one: bytes, other: bytes) -> list[int]:
    """The numbers of the pages that look different, whatever their words are.

    Raises:
        DeskError: "verify.no_pdf".
    """
    with _opened(one) as first, _opened(other) as second:
        pairs = zip(first, second, strict=False)
        return [number for number, (a, b) in enumerate(pairs, 1) if _pixels(a) != _pixels(b)]


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise DeskError("verify.no_pdf") from error
    with closing(document):
        yield document


def _lines(page: Any) -> tuple[str, ...]:
    with closing(page), closing(page.get_textpage()) as words:
        found: str = words.get_text_range()
    return tuple(line.strip() for line in found.splitlines() if line.strip())


def _pixels(page: Any) -> tuple[int, int, bytes]:
    with closing(page), closing(page.render(scale=_SCALE)) as picture:
        return picture.width, picture.height, bytes(picture.buffer)
