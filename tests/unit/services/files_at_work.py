"""Pictures and papers as they come from phones and scanners, made for the tests."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desk.domain.attachment import CleanFile
from desk.services.attachment_clean import clean
from desk.services.content.schema_policy import Attachments

LIMITS = Attachments()
SMALL = Attachments(stored_mb=1)


def picture(
    form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture with something on it."""
    image = Image.radial_gradient("L").resize(size).convert(mode)
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def noise(size: tuple[int, int] = (1500, 1000)) -> bytes:
    """A picture that no encoder makes small."""
    bands = [Image.effect_noise(size, 120) for _ in range(3)]
    out = BytesIO()
    Image.merge("RGB", bands).save(out, "PNG")
    return out.getvalue()


def paper(pages: int = 1, text: str = "Bojāts durvju rokturis") -> bytes:
    """A PDF of some pages."""
    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in range(pages):
        canvas.drawString(72, 700, f"{text} {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def door(tone: int = 90) -> CleanFile:
    """A photo of a broken door, made anew; another tone is another photo."""
    image = Image.new("RGB", (320, 240), (tone, 60, 40))
    out = BytesIO()
    image.save(out, "JPEG")
    return clean(out.getvalue(), LIMITS)
