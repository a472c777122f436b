"""What is made of a chosen file: pixels alone, or a refusal that a clerk understands."""

from __future__ import annotations

import os
import sys
import time
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from files_at_work import LIMITS, SMALL, door, noise, paper, picture
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from desk.domain.attachment import FileKind
from desk.domain.errors import DeskError
from desk.services import attachment_source
from desk.services.attachment_clean import clean, clean_path
from desk.services.attachment_source import read_source, require_suitable
from desk.services.content.schema_policy import Attachments

SECRET = b"Qqsecret camera"


def refused(data: bytes, limits: Attachments = LIMITS) -> str:
    with pytest.raises(DeskError) as error:
        clean(data, limits)
    return error.value.code


def shown(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def test_place_time_and_camera_stay_behind() -> None:
    exif = Image.Exif()
    exif[271] = SECRET.decode()
    exif[274] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825)[2] = (56.0, 57.0, 1.0)  # where it was taken
    source = picture(size=(600, 400), exif=exif, comment=SECRET)
    assert source.count(SECRET) == 2
    made = clean(source, LIMITS)
    assert (made.kind, made.width, made.height) == (FileKind.JPEG, 400, 600), "turned upright"
    image = shown(made.data)
    assert SECRET not in made.data and not image.getexif() and "comment" not in image.info


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    made = clean(picture(size=(4000, 1000)), LIMITS)
    assert (made.width, made.height) == shown(made.data).size == (2560, 640)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_drawing_keeps_its_form(mode: str) -> None:
    made = clean(picture("PNG", mode=mode, comment=SECRET), LIMITS)
    assert made.kind is FileKind.PNG and shown(made.data).mode in ("L", "RGB", "RGBA")
    assert SECRET not in made.data


def test_sixteen_bits_are_not_blown_out() -> None:
    out = BytesIO()
    Image.new("I;16", (4, 4), 32768).save(out, "PNG")
    (low, high) = shown(clean(out.getvalue(), LIMITS).data).getextrema()
    assert 120 <= low <= high <= 135


@pytest.mark.parametrize(("form", "mode"), [("WEBP", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L")])
def test_other_pictures_become_jpeg(form: str, mode: str) -> None:
    made = clean(picture(form, mode=mode), LIMITS)
    assert (made.kind, shown(made.data).format) == (FileKind.JPEG, "JPEG")


def test_what_stays_too_large_as_a_drawing_is_kept_as_a_photo() -> None:
    made = clean(noise(), SMALL)
    assert made.kind is FileKind.JPEG and len(made.data) <= 1024 * 1024


def test_the_same_file_is_made_into_the_same_bytes() -> None:
    assert clean(picture(), LIMITS) == clean(picture(), LIMITS)
    assert clean(paper(2), LIMITS) == clean(paper(2), LIMITS)


def test_a_scan_becomes_pictures_of_its_pages() -> None:
    made = clean(paper(3), LIMITS)
    document = pypdfium2.PdfDocument(made.data)
    assert (made.kind, made.pages, len(document)) == (FileKind.PDF, 3, 3)
    assert document[0].get_textpage().get_text_range() == "", "nothing but pixels"
    assert document[0].get_size() == pytest.approx((595, 842), abs=1), "a page of A4"
    assert min(document[0].render().to_pil().convert("L").getextrema()) < 128, "it can be read"
    assert b"reportlab" in paper().lower() and b"reportlab" not in made.data.lower()


def test_scripts_and_files_within_stay_behind() -> None:
    action = b"<< /S /JavaScript /JS (app.alert\\('Qqscript'\\)) >>"
    source = paper().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction " + action)
    made = clean(source, LIMITS)
    assert made.pages == 1 and b"JavaScript" in source
    assert not {b"JavaScript", b"OpenAction", b"Qqscript"} & set(made.data.split())
    assert b"JavaScript" not in made.data and b"OpenAction" not in made.data


def test_a_locked_pdf_is_refused() -> None:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("atslega", canPrint=0))
    canvas.drawString(72, 700, "x")
    canvas.save()
    assert refused(out.getvalue()) == "attachment.locked"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ\x90\x00 a program", "attachment.kind"),
        (b"<html><script>", "attachment.kind"),
        (picture("GIF", mode="L"), "attachment.kind"),
        (picture("TIFF"), "attachment.kind"),
        (picture()[:2000], "attachment.broken"),
        (picture("PNG")[:400], "attachment.broken"),
        (b"\xff\xd8\xff" + b"\0" * 500, "attachment.broken"),
        (b"RIFF\0\0\0\0WEBP" + b"\0" * 50, "attachment.broken"),
        (b"%PDF-1.7\n" + b"x" * 500, "attachment.broken"),
        (paper(21), "attachment.pages"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_does() -> None:
    head = picture("PNG", size=(8, 8))
    huge = bytearray(head)
    huge[16:24] = (60_000).to_bytes(4) + (60_000).to_bytes(4)
    from zlib import crc32

    huge[29:33] = crc32(bytes(huge[12:29])).to_bytes(4)
    assert refused(bytes(huge)) == "attachment.too_many_pixels"
    huge[16:24] = (10_000).to_bytes(4) + (8_500).to_bytes(4)
    huge[29:33] = crc32(bytes(huge[12:29])).to_bytes(4)
    assert refused(bytes(huge)) == "attachment.too_many_pixels"


def test_what_cannot_be_made_small_enough_is_refused() -> None:
    assert refused(noise((2560, 2560)), Attachments(stored_mb=0)) == "attachment.not_smaller"
    assert refused(paper(), Attachments(stored_mb=0)) == "attachment.not_smaller"


# The file itself


def code_of(path: Path) -> str:
    with pytest.raises(DeskError) as error:
        read_source(path, 25)
    return error.value.code


def test_two_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "video.jpg"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    began = time.process_time()
    with pytest.raises(DeskError) as error:
        clean_path(path, LIMITS)
    assert (error.value.code, error.value.params) == (
        "attachment.too_large",
        {"size": 200, "maximum": 25},
    )
    assert time.process_time() - began < 0.1, "nothing of it is read"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere")
    assert code_of(tmp_path) == "attachment.not_a_file"
    assert code_of(tmp_path / "empty.jpg") == "attachment.empty"
    assert code_of(tmp_path / "gone.jpg") == "attachment.not_there"
    assert code_of(tmp_path / "none.jpg") == "attachment.not_there"


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_and_a_device_do_not_keep_anybody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert code_of(tmp_path / "pipe.jpg") == "attachment.not_a_file"
    assert code_of(Path("/dev/zero")) == "attachment.not_a_file"


def test_a_pipe_put_in_the_place_of_a_file_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "photo.jpg"
    os.mkfifo(path)
    monkeypatch.setattr(attachment_source, "require_suitable", lambda *_: None)
    assert code_of(path) == "attachment.not_a_file"


def test_a_file_that_grows_is_not_read_further_than_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"x" * (2 * 1024 * 1024))
    monkeypatch.setattr(attachment_source, "_require_fit", lambda *_: None)  # it was small then
    with pytest.raises(DeskError, match=r"attachment\.too_large"):
        read_source(path, 1)


class Pulled:
    """A disk that is pulled out while it is read."""

    def __init__(self) -> None:
        self.parts = [b"x" * 1000]

    def read(self, _size: int) -> bytes:
        if self.parts:
            return self.parts.pop()
        raise OSError(5, "Input/output error")


def test_a_stick_pulled_out_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="Input"):
        attachment_source._read(Pulled(), 25)  # type: ignore[arg-type]
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"x")

    def pulled(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(attachment_source, "_read", pulled)
    assert code_of(path) == "attachment.unreadable"


def test_a_file_that_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"x")

    def refused_open(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(attachment_source.os, "open", refused_open)
    assert code_of(path) == "attachment.no_permission"
    require_suitable(path, 1)


def test_a_file_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "dangerous.exe"
    path.write_bytes(picture())
    assert clean_path(path, LIMITS).kind is FileKind.JPEG
    assert door() == door() and door() != door(150)
