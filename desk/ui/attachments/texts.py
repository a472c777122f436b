"""Words of a report's pictures and scans."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from desk.domain.attachment import Attachment, CleanFile, CopyPurpose, FileKind
from desk.formats import datetime_text, size_text
from desk.i18n import _, marked, ngettext
from desk.ui.widgets.row_model import Row

COPY_PURPOSES = {
    CopyPurpose.POLICE: marked("The police asks for it"),
    CopyPurpose.COMPLAINT: marked("A complaint is examined"),
    CopyPurpose.DAMAGE: marked("What was broken is mended or paid for"),
    CopyPurpose.HEADQUARTERS: marked("Headquarters examines the report"),
    CopyPurpose.PERSON: marked("The person's own request"),
}
ENDINGS = {FileKind.JPEG: "jpg", FileKind.PNG: "png", FileKind.PDF: "pdf"}
"""Of a copy's file name."""
_KINDS = {
    FileKind.JPEG: marked("Picture"),
    FileKind.PNG: marked("Picture"),
    FileKind.PDF: marked("Scan"),
}


def kind_text(file: Attachment | CleanFile, size: int) -> str:
    """What it is and how large: "Picture · 640 × 480 · 340 KB", "Scan · 2 pages · 1,2 MB"."""
    if file.kind is FileKind.PDF:
        extent = ngettext("{n} page", "{n} pages", file.pages).format(n=file.pages)
    else:
        extent = f"{file.width} × {file.height}"
    return " · ".join((_(_KINDS[file.kind]), extent, size_text(size)))


def about_text(file: Attachment, texts: Mapping[UUID, str]) -> str:
    """What it shows, as far as that may be read here."""
    if file.sealed:
        return _("sealed: shows a person or a name")
    return texts.get(file.text_id, "") if file.text_id else ""


def added_text(file: Attachment, names: Mapping[UUID, str]) -> str:
    """When it was added and by whom."""
    when = datetime_text(file.at) if file.at else ""
    return " · ".join(part for part in (when, names.get(file.by, "") if file.by else "") if part)


def removed_text(file: Attachment, texts: Mapping[UUID, str], names: Mapping[UUID, str]) -> str:
    """That it was taken out, by whom and why; "" when it is there."""
    if not file.removed:
        return ""
    what = _("destroyed") if file.destroyed else _("taken out")
    who = names.get(file.removed_by, "") if file.removed_by else ""
    why = texts.get(file.why_id, "") if file.why_id else ""
    return ": ".join(part for part in (" · ".join(p for p in (what, who) if p), why) if part)


def file_row(file: Attachment, texts: Mapping[UUID, str], names: Mapping[UUID, str]) -> Row:
    """A picture or scan in the list."""
    gone, added = removed_text(file, texts, names), added_text(file, names)
    about, kind = about_text(file, texts), kind_text(file, file.size)
    below = " · ".join(part for part in (gone, kind if about else "", added) if part)
    return Row(str(file.id), about or kind, below, tone="dim" if gone else "")


def file_pairs(
    files: tuple[Attachment, ...], texts: Mapping[UUID, str], names: Mapping[UUID, str]
) -> list[tuple[str, str]]:
    """What the report itself says of them; those that were taken out stand in its history."""
    return [
        (
            added_text(file, names),
            " · ".join(p for p in (about_text(file, texts), kind_text(file, file.size)) if p),
        )
        for file in files
        if not file.removed
    ]
