"""A booking as the text of a calendar event (RFC 5545), short enough for a QR code.

It holds when and where, never who: the paper it is printed on can be lost.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_OCTETS = 75


def calendar_text(
    uid: str, start: datetime, minutes: int, made: datetime, *, summary: str, location: str
) -> str:
    """One VEVENT in a VCALENDAR.

    Args:
        uid: identity, so that reading the code twice makes one entry.
        start, made: instants; minutes: planned length.
        summary: what for, e.g. the institution; location: branch and address.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Branch Desk//LV",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_stamp(made)}",
        f"DTSTART:{_stamp(start)}",
        f"DTEND:{_stamp(start + timedelta(minutes=minutes))}",
        f"SUMMARY:{summary.translate(_ESCAPED)}",
    ]
    if location:
        lines.append(f"LOCATION:{location.translate(_ESCAPED)}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> str:
    """Long lines go on after a line break and a space, never inside a letter."""
    parts: list[str] = []
    part = ""
    for sign in line:
        if len((part + sign).encode()) > _OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
