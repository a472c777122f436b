"""The line to headquarters in words that a clerk understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.error_texts import TEXTS, error_text, refusal_text
from desk.formats import datetime_text, time_text
from desk.i18n import _, ngettext
from desk.services.sync_state import LineState, SyncState

_DAY = 24 * 60
_FRESH = frozenset({LineState.NOT_ENROLLED, LineState.ONLINE, LineState.CLOCK, LineState.RESTORED})
"""States in which what headquarters say is here within a minute, or nothing of it can be."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a state is said.

    Args:
        short: in the foot of a narrow window; text: in the foot.
        pill: on the page; says: in whole sentences, what it means and what to do.
        tone: "ok", "ink2", "warn", "danger".
    """

    short: str
    text: str
    pill: str
    says: str
    tone: str


def words_of(known: SyncState, state: LineState, now: datetime) -> Words:
    """The words for how this PC stands.

    Args:
        state: as it is in this window, which may have been stopped.
    """
    fresh = _as_of(known.as_of, now)
    since = moment_text(known.since, now) if known.since is not None else ""
    hq = _("HQ")
    pills = {
        LineState.NOT_ENROLLED: (_("not connected"), "ink2"),
        LineState.TRYING: (_("connecting"), "ink2"),
        LineState.ONLINE: (_("online"), "ok"),
        LineState.OFFLINE: (_("not reached"), "warn"),
        LineState.BUSY: (_("busy"), "warn"),
        LineState.REFUSED: (_("refuses"), "danger"),
        LineState.CLOCK: (_("clock is off"), "warn"),
        LineState.REVOKED: (_("shut out"), "danger"),
        LineState.TOO_OLD: (_("update needed"), "danger"),
        LineState.RESTORED: (_("restored"), "ok"),
        LineState.COPIED: (_("second copy"), "danger"),
        LineState.DOUBTED: (_("doubtful"), "danger"),
        LineState.COURIER: (_("by courier"), "warn"),
        LineState.STOPPED: (_("stopped"), "warn"),
    }
    pill, tone = pills[state]
    short = f"{hq}: {pill}"
    text = f"{short} {offset_text(known.offset)}" if state is LineState.CLOCK else short
    if state in (LineState.OFFLINE, LineState.BUSY, LineState.REFUSED) and since:
        text = _("{state} since {time}").format(state=short, time=since)
    elif state is LineState.ONLINE:
        text = f"{hq}: {fresh}" if fresh else short
    elif state is LineState.COURIER and fresh:
        text = f"{short} · {fresh}"
    return Words(short, text, pill[:1].upper() + pill[1:], _says(known, state), tone)


def as_of_text(known: SyncState, now: datetime) -> str:
    """How fresh what comes from headquarters is; "" where nothing ever came."""
    return _as_of(known.as_of, now)


def stale_text(known: SyncState, state: LineState, now: datetime) -> str:
    """What stands beside something that headquarters said; "" while that is fresh.

    Args:
        state: as it is in this window, which may have been stopped.
    """
    if state in _FRESH or known.as_of is None:
        return ""
    return _("From headquarters: {as_of}").format(as_of=_as_of(known.as_of, now))


def moment_text(moment: datetime, now: datetime) -> str:
    """A time of day today, with its date otherwise."""
    same = local_day(moment) == local_day(now)
    return time_text(moment) if same else datetime_text(moment)


def offset_text(offset: timedelta) -> str:
    """How far the clock of this PC is from that of headquarters: "7 min behind"."""
    minutes = round(abs(offset).total_seconds() / 60)
    if minutes >= 2 * _DAY:
        days = minutes // _DAY
        ahead = ngettext("{n} day ahead", "{n} days ahead", days)
        behind = ngettext("{n} day behind", "{n} days behind", days)
        return (behind if offset > timedelta() else ahead).format(n=days)
    hours, rest = divmod(minutes, 60)
    if hours:
        length = _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    else:
        length = _("{minutes} min").format(minutes=rest)
    text = _("{time} behind") if offset > timedelta() else _("{time} ahead")
    return text.format(time=length)


def kind_text(kind: str) -> str:
    """What a change was about."""
    return {
        "visit_event": _("a visit"),
        "appointment_event": _("a booking"),
        "incident_event": _("an incident report"),
        "account_event": _("an account"),
        "phone_call_event": _("a phone call"),
        "follow_up_event": _("a follow-up"),
        "day_record_event": _("the record of a day"),
        "person_data": _("sealed personal data"),
        "local_hours_exception": _("other hours"),
        "local_capacity": _("the number of places"),
        "closure": _("a closure"),
        "content_pack": _("the rules in force"),
        "import_log": _("an imported day file"),
        "incident_seen": _("a report that was read"),
        "checkpoint": _("the incident log's root"),
        "person_erased": _("an erasure"),
        "content_release": _("new rules"),
        "hours_exception": _("other hours"),
        "staff_list": _("the staff list"),
        "bulletin": _("a bulletin"),
        "incident_answer": _("an answer to a report"),
    }.get(kind, _("another change"))


def why_text(error: DeskError) -> str:
    """Why something was refused, whatever the other end has left out of its reason."""
    if error.code not in TEXTS:
        return error_text(DeskError("sync.unknown_refusal", why=error.code))
    try:
        return error_text(error)
    except (KeyError, ValueError):
        return refusal_text(error)


def stage_text(what: str, done: int, whole: int) -> str:
    """How far a long round is."""
    text = {
        "seal": _("Getting ready: {done} of {whole} changes"),
        "send": _("Sending: {done} of {whole} changes"),
    }.get(what, _("Reading: {done} of {whole} changes"))
    return text.format(done=_number(done), whole=_number(max(done, whole)))


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def _as_of(moment: datetime | None, now: datetime) -> str:
    return _("as of {time}").format(time=moment_text(moment, now)) if moment is not None else ""


def _says(known: SyncState, state: LineState) -> str:
    goes_on = _("Work goes on as always; what is saved here goes there later by itself.")
    if state is LineState.DOUBTED and known.error is not None:
        return _(
            "{why} What is saved here goes there as always; tell IT at once, who ask headquarters."
        ).format(why=why_text(known.error))
    if state in (LineState.REFUSED, LineState.OFFLINE, LineState.BUSY) and known.error is not None:
        why = why_text(known.error)
        return f"{why} {goes_on}" if state is LineState.REFUSED else why
    return {
        LineState.NOT_ENROLLED: _(
            "This PC works on its own; headquarters do not know it. With a code that their IT"
            " gives, the head or IT connects it."
        ),
        LineState.TRYING: _("Headquarters have not answered yet. Nothing here waits for them."),
        LineState.ONLINE: _("What is saved here is at headquarters within seconds."),
        LineState.OFFLINE: goes_on,
        LineState.BUSY: goes_on,
        LineState.REFUSED: goes_on,
        LineState.CLOCK: _(
            "The clock of this PC differs from that of headquarters. What is sent arrives all the"
            " same, but times in tickets and reports are wrong: tell IT."
        ),
        LineState.REVOKED: _(
            "Headquarters do not hear this PC any more. Work goes on here and nothing is lost; tell"
            " IT at once, who find out why."
        ),
        LineState.TOO_OLD: _(
            "This program and that of headquarters do not understand each other. Work goes on here;"
            " IT updates the program, then everything goes there."
        ),
        LineState.RESTORED: _(
            "A backup was restored on this PC. It has read back what headquarters had, and goes on"
            " after it."
        ),
        LineState.COPIED: _(
            "A copy of this PC's data is at work elsewhere. Work goes on here, but nothing is sent:"
            " tell IT at once, who decide which one stays."
        ),
        LineState.DOUBTED: goes_on,
        LineState.COURIER: _(
            "Headquarters cannot be reached; changes travel as a file on a USB stick. When the line"
            " is back everything goes on by itself."
        ),
        LineState.STOPPED: _(
            "Somebody stopped it in this window. What was done stays; “Sync now” goes on from"
            " there."
        ),
    }[state]
