"""How those who wait for keys of sealed parts are worded."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.clock import local_day
from desk.formats import short_day_text, time_text
from desk.i18n import _, ngettext
from desk.services.annex_giving import Waiting
from desk.ui.branch.people_texts import role_text


def who_text(one: Waiting) -> str:
    """Whose keys they are."""
    if one.institution:
        return _("The institution's key, under the recovery code")
    return one.name or _("Nobody who has an account here")


def remark_text(one: Waiting) -> str:
    """Role, since when, and who made them that."""
    if not one.sound:
        return _("The incident log does not know these keys: give them nothing.")
    parts = [role_text(one.role)] if one.role is not None else []
    if one.since is not None:
        when = f"{short_day_text(local_day(one.since))} {time_text(one.since)}"
        parts.append(_("since {when}").format(when=when))
    if one.made_by:
        parts.append(_("made by {name}").format(name=one.made_by))
    return " · ".join(parts)


def headline(people: Sequence[Waiting]) -> str:
    """How many wait, and who."""
    text = ngettext(
        "{n} colleague waits for the keys of sealed parts: {names}",
        "{n} colleagues wait for the keys of sealed parts: {names}",
        len(people),
    )
    names = "; ".join(f"{who_text(one)} ({remark_text(one)})" for one in people)
    return text.format(n=len(people), names=names)
