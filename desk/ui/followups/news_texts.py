"""What was done with a person's own report, in words."""

from __future__ import annotations

from desk.domain.incident import IncidentAction
from desk.domain.notice import READ, ReportNews
from desk.i18n import _, marked
from desk.ui.branch.people_texts import role_text

_TITLES = {
    READ: marked("Your report was read"),
    IncidentAction.ACKNOWLEDGE: marked("Your report was acknowledged"),
    IncidentAction.REVIEW: marked("The review has begun"),
    IncidentAction.LEVEL: marked("The level is confirmed: {level}"),
    IncidentAction.HAND_UP: marked("Headquarters reviews it"),
    IncidentAction.TASK: marked("A new task: {text}"),
    IncidentAction.TASK_DONE: marked("A task is done"),
    IncidentAction.CONTACT: marked("About telling the client"),
    IncidentAction.APOLOGY: marked("About the apology to the client"),
    IncidentAction.CORRECTION: marked("About correcting the e-mail"),
    IncidentAction.CARE: marked("About support for you or a colleague"),
    IncidentAction.UPDATE: marked("How it stands: {text}"),
    IncidentAction.PLANNED: marked("The review is done"),
    IncidentAction.RETURN: marked("Sent back to you: {text}"),
    IncidentAction.BLOCK: marked("It waits for somebody outside: {text}"),
    IncidentAction.RESUME: marked("It goes on"),
    IncidentAction.MERGE: marked("It goes on together with report {other}"),
    IncidentAction.CLOSE: marked("Closed: {text}"),
    IncidentAction.REOPEN: marked("Opened again: {text}"),
    IncidentAction.VOID: marked("Marked as entered by mistake: {text}"),
}


def news_title(news: ReportNews) -> str:
    """What was done, and what was said with it."""
    text = _(_TITLES[news.what]).format(text=news.text, level=news.level, other=news.other)
    return text.strip().removesuffix(":")


def news_who(news: ReportNews) -> str:
    """Who did it: name and role."""
    role = role_text(news.role) if news.role is not None else ""
    return ", ".join(part for part in (news.who, role) if part)
