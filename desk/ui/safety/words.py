"""How safe the data is, in one line."""

from __future__ import annotations

from desk.formats import seconds_text
from desk.i18n import _, ngettext
from desk.ui.safety.mirror_watch import LATE, MirrorWatch


def safe_text(mirror: MirrorWatch | None, latest: int) -> tuple[str, str]:
    """What the foot says of the second place, and its tone: "warn" when it needs somebody.

    Args:
        latest: the newest change.
    """
    if mirror is None:
        return "", "ink2"
    if not mirror.place:
        return _("No second place set"), "ink2"
    report, late = mirror.report, mirror.late_by > LATE
    if report is not None and report.copying is not None:
        percent = report.copying
        return _("Copying to the second place: {percent} %").format(percent=percent), "ink2"
    parts = [_since_text(mirror)]
    if unsafe := mirror.unsafe(latest):
        left = ngettext("{n} change not yet safe", "{n} changes not yet safe", unsafe)
        parts.append(left.format(n=unsafe))
    if late:
        parts.append(_("second place not reached"))
    return " · ".join(parts), "warn" if late else "ink2"


def _since_text(mirror: MirrorWatch) -> str:
    if mirror.safe_at is None:
        return _("Nothing is safe on a second place yet")
    return _("Safe on a second place {time}").format(time=seconds_text(mirror.safe_at))
