"""Words of a person's request."""

from __future__ import annotations

from desk.domain.erasure import Ground, Why
from desk.domain.held import HeldField, HeldRecord, Match, Stays
from desk.formats import date_text, datetime_text
from desk.i18n import _, marked
from desk.services.env import Env
from desk.services.person_request_paper import STAYS, field_pairs
from desk.services.retention_table import purpose_name

GROUNDS = {
    Ground.NOT_NEEDED: marked("It is no longer needed for what it was kept for"),
    Ground.WITHDRAWN: marked("The person takes their consent back"),
    Ground.OBJECTION: marked("The person objects, and nothing weighs more"),
    Ground.UNLAWFUL: marked("It should never have been kept"),
    Ground.LEGAL_DUTY: marked("A law demands it"),
}
WHYS = {
    Why.EXPIRED: marked("its period had ended"),
    Why.DAY_CLOSED: marked("the day was closed"),
    Why.REQUESTED: marked("the person asked"),
    Why.MISTAKE: marked("added by mistake"),
    Why.REPLAYED: marked("erased again after a restore"),
}
_MATCHES = {
    Match.REFERENCE: marked("by the reference"),
    Match.NAME: marked("by the name"),
    Match.PHONE: marked("by the phone number"),
    Match.EMAIL: marked("by the e-mail address"),
    Match.TEXT: marked("named in what was written: read it first"),
    Match.LINKED: marked("belongs to it"),
}


def found_by(record: HeldRecord) -> str:
    """By what a record was found."""
    return ", ".join(_(_MATCHES[match]) for match in Match if match in record.matches)


def field_text(env: Env, field: HeldField) -> str:
    """A row's fields in one line of words."""
    values = [value for _label, value in field_pairs(env, field)]
    return " · ".join(values) or purpose_name(field.purpose)


def field_remark(field: HeldField) -> str:
    """What it is kept for, since when and until when, and why it has to stay."""
    parts = [purpose_name(field.purpose)]
    since = _("put right {when}") if field.corrected else _("since {when}")
    parts.append(since.format(when=datetime_text(field.since)))
    if field.until is not None:
        parts.append(_("until {day}").format(day=date_text(field.until)))
    if field.stays is not None:
        parts.append(stays_text(field.stays))
    return " · ".join(parts)


def stays_text(stays: Stays) -> str:
    """Why a row cannot be erased now."""
    return _("must stay: {reason}").format(reason=_(STAYS[stays]))
