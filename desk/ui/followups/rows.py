"""Follow-ups as rows of a list: overdue, today, later, done today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from desk.domain.follow_up import FollowUpLine, Urgency
from desk.domain.notice import ReportNews
from desk.formats import time_text
from desk.i18n import _
from desk.services.env import Env
from desk.services.follow_up_list import FollowUps
from desk.ui.followups.clock_texts import moment_text
from desk.ui.followups.news_texts import news_title, news_who
from desk.ui.followups.texts import URGENCY_TEXTS, about_text, term_text, title_text, tone_of
from desk.ui.widgets.row_model import Row

_NEXT_DAYS = timedelta(days=7)
_SIGNS = {"danger": "!", "warn": "•", "": " "}
"""Beside the words, for whoever tells no colours apart."""


def key_of(line: FollowUpLine) -> str:
    """The identity of a line."""
    kind, subject, part = line.ref
    return f"{kind.value}:{subject}:{part}" if part else f"{kind.value}:{subject}"


def news_key(news: ReportNews) -> str:
    """The identity of a line of news."""
    return f"news:{news.incident_id}:{news.what}:{news.at.isoformat()}"


def rows_of(
    found: FollowUps, env: Env, now: datetime, news: Sequence[ReportNews] = ()
) -> list[Row]:
    """A heading with its count before each group, the most urgent first."""
    rows: list[Row] = []
    for title, members in _groups(found.open, now):
        rows += _group(title, [_open(line, env, now) for line in members])
    rows += _group(_("What was done with your reports"), [_news(one, now) for one in news])
    return rows + _group(_("Done today"), [_done(line, env) for line in found.done])


def _groups(
    lines: Sequence[FollowUpLine], now: datetime
) -> Iterator[tuple[str, list[FollowUpLine]]]:
    """By urgency; what is for later in two: the next days, and all the rest."""
    soon = now + _NEXT_DAYS
    for urgency in Urgency:
        members = [line for line in lines if line.urgency is urgency]
        if urgency is Urgency.LATER:
            near = [line for line in members if line.due_at is not None and line.due_at < soon]
            yield _("In the next days"), near
            members = [line for line in members if line not in near]
        yield _(URGENCY_TEXTS[urgency]), members


def _group(title: str, members: Sequence[Row]) -> list[Row]:
    if not members:
        return []
    return [Row(f"heading:{title}", title, right=str(len(members)), heading=True), *members]


def _open(line: FollowUpLine, env: Env, now: datetime) -> Row:
    who = line.responsible and (_("yours") if line.mine else line.responsible)
    parts = [term_text(line, now), about_text(line), who]
    subtitle = " · ".join(part for part in parts if part)
    title, tone = title_text(env, line), tone_of(line)
    return Row(
        key_of(line),
        title,
        subtitle,
        number=_SIGNS[tone],
        tone=tone,
        spoken=f"{_(URGENCY_TEXTS[line.urgency])}: {title}, {subtitle}",
    )


def _news(news: ReportNews, now: datetime) -> Row:
    parts = [news.number, news_who(news)]
    subtitle = " · ".join(part for part in parts if part)
    right = moment_text(news.at, now)
    return Row(news_key(news), news_title(news), subtitle, number=" ", right=right, tone="dim")


def _done(line: FollowUpLine, env: Env) -> Row:
    when = time_text(line.done_at) if line.done_at else ""
    parts = [about_text(line), line.done_by]
    subtitle = " · ".join(part for part in parts if part)
    return Row(
        key_of(line),
        title_text(env, line),
        subtitle,
        number=" ",
        right=when,
        tone="dim",
        mark="tick",
    )
