"""Two keys that open nothing: ask a colleague to come near, count a heated talk."""

from __future__ import annotations

from desk.i18n import _
from desk.services import come_near, incident_moment
from desk.services.come_near import Asked
from desk.ui.context import Context


def ask_near(context: Context) -> None:
    """Ask; what is said means nothing to a client who reads it."""

    def asked(what: Asked) -> None:
        if what.reached:
            context.say(_("Quiet request: shown to colleagues."))
            return
        sign = what.sign or _("give the agreed sign")
        text = _("Quiet request: there is no network to colleagues yet. Now: {sign}.")
        context.say(text.format(sign=sign), "warn")

    context.write(come_near.ask_near, done=asked)


def tally(context: Context) -> None:
    """Count a heated talk of today; nobody is named."""

    def counted(count: int) -> None:
        context.say(_("Heated talk counted: {n} today.").format(n=count))

    context.write(incident_moment.tally, done=counted)
