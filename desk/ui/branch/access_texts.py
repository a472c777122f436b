"""How lines of the access log are worded."""

from __future__ import annotations

from desk.domain.own_record import OwnRecord
from desk.i18n import _, marked
from desk.services.access import Look
from desk.services.access_list import LogLine

WHAT_TEXTS: dict[Look, str] = {
    Look.OPEN: marked("opened"),
    Look.SEARCH: marked("searched"),
    Look.EXPORT: marked("exported"),
    Look.PRINT: marked("printed"),
    Look.IMPORT: marked("imported"),
    Look.CORRECT: marked("corrected"),
    Look.ERASE: marked("erased"),
    Look.CONFIRM: marked("confirmed"),
    Look.ACCOUNT: marked("changed an account"),
    Look.SIGN_IN: marked("signed in"),
    Look.SIGN_IN_FAILED: marked("wrong password"),
    Look.RESUME: marked("came back with PIN"),
    Look.PIN_FAILED: marked("wrong PIN"),
    Look.LOCK: marked("locked"),
    Look.SIGN_OUT: marked("signed out"),
}

_SUBJECTS = {
    "account": marked("account"),
    "appointment": marked("booking"),
    "visit": marked("visit"),
    "incident": marked("incident"),
    "annex": marked("who it was, incident"),
    "day": marked("the whole day"),
    "access_log": marked("access log"),
    "device": marked("this PC"),
    "person": marked("person"),
    "database": marked("the whole database"),
    "follow_up": marked("follow-up"),
    "phone_call": marked("telephone call"),
    "day_record": marked("the whole day"),
    "statistics": marked("statistics"),
}

_OWN = {
    OwnRecord.OWN.value: marked("own record"),
    OwnRecord.SURNAME.value: marked("same surname"),
}


def what_text(what: str) -> str:
    """What was done; a word of another program's version as it is."""
    known = {look.value: text for look, text in WHAT_TEXTS.items()}
    return _(known[what]) if what in known else what


def subject_text(line: LogLine) -> str:
    """Which record it was, without a client's name."""
    kind = line.access.subject_kind
    word = _(_SUBJECTS[kind]) if kind in _SUBJECTS else kind
    return f"{word} {line.subject}".strip()


def own_text(own: str) -> str:
    """The word for a look at one's own record or a namesake's, "" for none."""
    return _(_OWN[own]) if own in _OWN else ""
