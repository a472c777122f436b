"""What is said of a booking that headquarters have to confirm, or have left to the branch."""

from __future__ import annotations

from desk.i18n import _
from desk.services.provisional import Promise


def promise_text(promise: Promise) -> tuple[str, str]:
    """What a booking would be, and the text's tone; "" where the branch is alone."""
    if promise is Promise.CONFIRMED:
        return _("Confirmed at once: headquarters left this time to the branch."), "ok"
    if promise is Promise.PROVISIONAL:
        return _("Provisional until headquarters confirm it: tell the client so."), "warn"
    return "", ""


def made_text(promise: Promise) -> tuple[str, str]:
    """What a booking is that was made just now, and the text's tone."""
    if promise is Promise.CONFIRMED:
        return _("It is confirmed: headquarters left this time to the branch."), "ok"
    if promise is Promise.PROVISIONAL:
        text = _(
            "It is provisional. Headquarters confirm it with the next connection; if the time is"
            " gone, you call the client back."
        )
        return text, "warn"
    return _("The booking system does not know it yet: enter it there too."), "warn"
