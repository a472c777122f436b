"""Making pictures and scans anew, so that only what is to be seen is kept.

The kind is told by the content, never by a file's name.  A picture is decoded, turned upright, made
smaller and encoded again: place, time, camera and preview that its file carried stay behind.  A PDF
becomes pictures of its pages: scripts, hidden text and files within it stay behind too.  It is work
for a child process, which may end at any time: decoders of foreign files fail as they like.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk.domain.attachment import CleanFile, FileKind
from desk.domain.errors import DeskError
from desk.services.attachment_source import MEGABYTE, read_source
from desk.services.content.schema_policy import Attachments

if TYPE_CHECKING:
    from PIL.Image import Image

_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1024
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_WEBP: Final = (b"RIFF", b"WEBP")
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS: Final = 80_000_000
_QUALITIES: Final = (85, 70, 55)
_PAGE_TRIES: Final = ((200, 75), (150, 70), (110, 60))
"""Pixels per inch and JPEG quality of a PDF's pages, until they fit."""
_POINTS_PER_INCH: Final = 72
_NEEDS_PASSWORD: Final = 4
_WHITE: Final = (255, 255, 255)


def clean_path(path: Path, limits: Attachments) -> CleanFile:
    """A chosen file, made anew.

    Raises:
        DeskError: those of `desk.services.attachment_source`, and of `clean`.
    """
    return clean(read_source(path, limits.source_mb), limits)


def clean(data: bytes, limits: Attachments) -> CleanFile:
    """A picture or PDF, made anew.

    Raises:
        DeskError: "attachment.kind", "attachment.broken", "attachment.too_many_pixels",
            "attachment.locked", "attachment.pages" (maximum), "attachment.not_smaller" (maximum).
    """
    try:
        if _PDF in data[:_PDF_WITHIN]:
            return _clean_pdf(data, limits)
        if data.startswith(_PICTURES) or (data[:4], data[8:12]) == _WEBP:
            return _clean_picture(data, limits)
    except DeskError:
        raise
    except Exception as error:  # whatever a decoder makes of a foreign file
        raise DeskError("attachment.broken") from error
    raise DeskError("attachment.kind")


def _clean_picture(data: bytes, limits: Attachments) -> CleanFile:
    from PIL import Image, ImageOps

    side = (limits.longest_side, limits.longest_side)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            source = Image.open(BytesIO(data), formats=_FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise DeskError("attachment.too_many_pixels") from error
    with source:
        if source.width * source.height > _MOST_PIXELS:
            raise DeskError("attachment.too_many_pixels")
        is_png = source.format == "PNG"
        source.draft(None, side)
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail(side, Image.Resampling.LANCZOS)
        plain = _bare(upright)
    return _smallest(plain, limits, png=is_png)


def _bare(image: Image) -> Image:
    """The pixels alone, in one of three forms."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits for each pixel
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    see_through = image.has_transparency_data
    mode = "RGBA" if see_through else ("L" if image.mode in ("1", "L") else "RGB")
    bare = Image.new(mode, image.size)
    bare.paste(image.convert(mode))
    return bare


def _smallest(image: Image, limits: Attachments, *, png: bool) -> CleanFile:
    most = limits.stored_mb * MEGABYTE
    for kind, encoded in _encodings(image, png=png):
        if len(encoded) <= most:
            return CleanFile(kind, encoded, image.width, image.height)
    raise DeskError("attachment.not_smaller", maximum=limits.stored_mb)


def _encodings(image: Image, *, png: bool) -> Iterator[tuple[FileKind, bytes]]:
    """A drawing stays as sharp as it is where it is not too large."""
    if png:
        yield FileKind.PNG, _saved(image, "PNG", optimize=True)
    opaque = _on_white(image)
    for quality in _QUALITIES:
        yield FileKind.JPEG, _saved(opaque, "JPEG", quality=quality)


def _on_white(image: Image) -> Image:
    from PIL import Image

    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, _WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _saved(image: Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _clean_pdf(data: bytes, limits: Attachments) -> CleanFile:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == _NEEDS_PASSWORD
        raise DeskError("attachment.locked" if locked else "attachment.broken") from error
    try:
        if not len(document):
            raise DeskError("attachment.broken")
        if len(document) > limits.pdf_pages:
            raise DeskError("attachment.pages", maximum=limits.pdf_pages)
        document.init_forms()  # what was filled in is seen too; no script is run
        for dpi, quality in _PAGE_TRIES:
            made = _paged(_pages(document, dpi, limits.longest_side), dpi, quality)
            if len(made) <= limits.stored_mb * MEGABYTE:
                return CleanFile(FileKind.PDF, made, pages=len(document))
    finally:
        document.close()
    raise DeskError("attachment.not_smaller", maximum=limits.stored_mb)


def _pages(document: Any, dpi: int, longest: int) -> Iterator[Image]:
    """A picture of every page, one at a time."""
    for page in document:
        scale = min(dpi / _POINTS_PER_INCH, longest / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale)
        yield bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()


def _paged(pages: Iterator[Image], dpi: int, quality: int) -> bytes:
    """A PDF of pictures, the same each time it is made."""
    first, begun = next(pages), time.gmtime(0)
    return _saved(
        first,
        "PDF",
        save_all=True,
        append_images=pages,
        resolution=dpi,
        quality=quality,
        creationDate=begun,
        modDate=begun,
    )
