"""Bytes of a file to text, in the encodings that programs in Latvia write."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from desk.domain.errors import DeskError

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BY_BOM = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else Windows-1257.

    Raises:
        DeskError: "dayfile.spreadsheet" for a workbook that was not saved as CSV,
            "dayfile.encoding" when the bytes are no text in any of these.
    """
    if data.startswith(_SPREADSHEETS):
        raise DeskError("dayfile.spreadsheet")
    marked = [encoding for bom, encoding in _BY_BOM if data.startswith(bom)]
    for encoding in marked or ["utf-8", "cp1257"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DeskError("dayfile.encoding")
