"""How accounts, roles and what was done to them are worded."""

from __future__ import annotations

from desk.domain.account import AccountAction
from desk.domain.clock import local_day
from desk.domain.roles import Role
from desk.formats import short_day_text, time_text
from desk.i18n import _, marked, ngettext
from desk.services.account_news import AccountNews
from desk.services.accounts import AccountLine
from desk.services.annex_holders import HolderState

ROLE_TEXTS: dict[Role, str] = {
    Role.CLERK: marked("Clerk"),
    Role.DEPUTY: marked("Deputy head"),
    Role.HEAD: marked("Branch head"),
    Role.OFFICER: marked("Data-protection officer"),
    Role.IT: marked("IT"),
    Role.SYSTEM: marked("This PC"),
}

_NEWS = {
    AccountAction.ADD: marked("{by} made an account for {of}: {role}."),
    AccountAction.CHANGE: marked("{by} gave {of} another role: {role}."),
    AccountAction.ENABLE: marked("{by} opened the account of {of} again: {role}."),
    AccountAction.SET_PASSWORD: marked("{by} replaced the password of {of}: {role}."),
}


def role_text(role: Role) -> str:
    """A role's name in the language in force."""
    return _(ROLE_TEXTS[role])


ANNEX_TEXTS: dict[HolderState, str] = {
    HolderState.OPENS: marked("Opens sealed parts of incidents"),
    HolderState.WAITS: marked(
        "Waits for the keys of what was sealed before: a colleague who opens sealed parts gives"
        " them, by name"
    ),
    HolderState.NO_KEYS: marked("Gets keys of sealed parts at the next sign-in with the password"),
    HolderState.LEFT_OUT: marked("Does not open sealed parts of incidents"),
}


def annex_text(line: AccountLine) -> str:
    """How it stands with opening sealed annexes; "" where the role does not."""
    return _(ANNEX_TEXTS[line.annex]) if line.annex is not None else ""


def state_text(line: AccountLine) -> str:
    """What is special about an account, "" for nothing."""
    if line.disabled:
        return _("closed")
    if line.minutes:
        text = ngettext("waits {n} minute", "waits {n} minutes", line.minutes)
        return text.format(n=line.minutes)
    if line.no_password:
        return _("needs a new password")
    return _("handed-over password") if line.one_time else ""


def state_tone(line: AccountLine) -> str:
    """Its tone in a list."""
    if line.disabled:
        return "dim"
    return "warn" if line.minutes or line.no_password else ""


def news_text(item: AccountNews) -> str:
    """One thing done to an account, with day and time."""
    text = _(_NEWS[item.what])
    when = f"{short_day_text(local_day(item.at))} {time_text(item.at)}"
    by = item.by or _("Whoever has the recovery code")
    said = text.format(by=by, of=item.of, role=role_text(item.role))
    return f"{when}: {said}"
