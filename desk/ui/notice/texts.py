"""Notices in words: of a report without any name, of whom to tell and why, of how far it goes."""

from __future__ import annotations

from datetime import datetime

from desk.domain.notice import NoticeLine, Recipient, Seen, Why
from desk.formats import time_text
from desk.i18n import _, language, marked, ngettext
from desk.services.env import Env
from desk.ui.branch.people_texts import role_text
from desk.ui.followups.clock_texts import moment_text
from desk.ui.incidents.texts import KIND_TEXTS, STATE_TEXTS

_WHY_TEXTS = {
    Why.HEAD: marked("branch head"),
    Why.DEPUTY: marked("deputy head"),
    Why.HEAD_REPORTED: marked("the head reported it, so it is reviewed above the branch"),
    Why.HEAD_CONCERNED: marked("it concerns the head, so it is reviewed above the branch"),
    Why.NOBODY_HERE: marked("no head or deputy here may be told"),
    Why.POLICY: marked("as the institution's rules say"),
    Why.LEVEL: marked("from level 2 on, on the same day"),
    Why.OTHER: "",
}


def headline(count: int) -> str:
    """ "2 reports since you were here"."""
    text = ngettext("{n} report since you were here", "{n} reports since you were here", count)
    return text.format(n=count)


def line_title(line: NoticeLine) -> str:
    """What it is, how grave: "Aggressive client, level 2"."""
    kind = _(KIND_TEXTS[line.kind])
    if not line.level:
        return kind
    return _("{kind}, level {level}").format(kind=kind, level=line.level)


def line_remark(line: NoticeLine, now: datetime) -> str:
    """When, where, whether somebody was told, how it stands; no names."""
    where = _("counter {counter}").format(counter=line.counter) if line.counter else ""
    told = _("told in person or by phone") if line.told else _("nobody told yet")
    state = _(STATE_TEXTS[line.state])
    parts = (moment_text(line.occurred_at, now), where, told, state, line.number)
    return " · ".join(part for part in parts if part)


def short_text(line: NoticeLine) -> str:
    """For the message line and the strip, where a client may look on: "Report R1-2026-0042"."""
    text = _("New report {number}, level {level}") if line.level else _("New report {number}")
    return text.format(number=line.number, level=line.level)


def outside_text(line: NoticeLine) -> str:
    """For the operating system's notification: the number alone."""
    return _("Report {number}").format(number=line.number)


def only_here_text() -> str:
    """How far it reaches while no hub carries it (invariant 5)."""
    return _(
        "Only this PC knows of it: other PCs of the branch are not told. Tell somebody yourself,"
        " in person or by phone."
    )


def recipient_text(env: Env, one: Recipient) -> str:
    """Who: a person by name, a recipient by the institution's word."""
    if one.account_id is not None:
        return one.whom
    found = next((item for item in env.policy.recipients if item.id == one.whom), None)
    return found.text.get(language()) if found else one.whom


def why_text(one: Recipient) -> str:
    """Why this one is proposed, and how to reach them; "" for the others that can be told."""
    parts = [_(_WHY_TEXTS[one.why]) if _WHY_TEXTS[one.why] else ""]
    if one.number and one.why is Why.DEPUTY:
        parts = [_("deputy head, number {n}").format(n=one.number)]
    if one.here:
        parts.append(_("at work here today"))
    if one.why in (Why.HEAD_REPORTED, Why.HEAD_CONCERNED, Why.NOBODY_HERE):
        parts.append(one.phone or _("the number is to come from headquarters"))
    elif one.phone:
        parts.append(one.phone)
    return ", ".join(part for part in parts if part)


def seen_text(seen: Seen) -> str:
    """ "read by Ilze Rozīte, branch head, at 10.15"."""
    who = ", ".join(part for part in (seen.name, role_text(seen.role) if seen.role else "") if part)
    return _("read by {who} at {time}").format(who=who or _("somebody"), time=time_text(seen.at))
