"""The card of a branch: how to reach it, and who can get in."""

from __future__ import annotations

from desk.formats import date_text
from desk.i18n import _
from desk.services.content.schema import Branch
from desk.services.env import Env
from desk.ui.duties.other_sheets import hours_today
from desk.ui.duties.sheet import Sheet


def show_branch(sheet: Sheet, branch: Branch, env: Env, *, own: bool) -> None:
    """Fill a sheet with a branch; what headquarters has not told is shown as such.

    Args:
        own: whether the person works there: the window's head has its hours, with what the branch
            itself has changed in them.
    """
    sheet.wipe()
    sheet.pills([(_("Branch"), "neutral"), *([(_("You work here"), "accent")] if own else [])])
    sheet.text(branch.name, "heading")
    sheet.section(_("How to reach the branch"))
    reach = [
        (_("Phone"), branch.phone or _unknown()),
        (_("E-mail"), branch.email or _unknown()),
        (_("Address"), branch.address or _unknown()),
        (_("Open today"), "" if own else hours_today(branch.id, env) or _unknown()),
    ]
    sheet.pairs(reach)
    sheet.section(_("Access"))
    access = [
        (_("Step-free access"), _there_is(branch.step_free)),
        (_("Lift"), _there_is(branch.lift)),
        (_("Parking"), _there_is(branch.parking)),
        (_("As of"), date_text(branch.as_of) if branch.as_of else ""),
    ]
    sheet.pairs(access)
    sheet.end()


def _there_is(known: bool | None) -> str:
    if known is None:
        return _unknown()
    return _("available") if known else _("not available")


def _unknown() -> str:
    return _("not known, ask headquarters")
