"""Follow-ups as rows of a list: overdue, today, later, done today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.domain.follow_up import FollowUpLine, Urgency
from desk.formats import time_text
from desk.i18n import _
from desk.services.env import Env
from desk.services.follow_up_list import FollowUps
from desk.ui.followups.texts import TONES, URGENCY_TEXTS, about_text, due_text, title_text
from desk.ui.widgets.row_model import Row

_NUMBERS = {Urgency.OVERDUE: "!", Urgency.TODAY: "•", Urgency.LATER: ""}


def key_of(line: FollowUpLine) -> str:
    """The identity of a line."""
    return f"{line.ref.kind.value}:{line.ref.id}"


def rows_of(found: FollowUps, env: Env, now: datetime) -> list[Row]:
    """A heading with its count before each group."""
    rows: list[Row] = []
    for urgency in Urgency:
        members = [line for line in found.open if line.urgency is urgency]
        rows += _group(_(URGENCY_TEXTS[urgency]), [_open(line, env, now) for line in members])
    return rows + _group(_("Done today"), [_done(line, env) for line in found.done])


def _group(title: str, members: Sequence[Row]) -> list[Row]:
    if not members:
        return []
    return [Row(f"heading:{title}", title, right=str(len(members)), heading=True), *members]


def _open(line: FollowUpLine, env: Env, now: datetime) -> Row:
    who = line.responsible and (_("yours") if line.mine else line.responsible)
    parts = [due_text(line.due_at, now), about_text(line), who]
    subtitle = " · ".join(part for part in parts if part)
    title = title_text(env, line)
    return Row(
        key_of(line),
        title,
        subtitle,
        number=_NUMBERS[line.urgency] or " ",
        tone=TONES[line.urgency],
        spoken=f"{_(URGENCY_TEXTS[line.urgency])}: {title}, {subtitle}",
    )


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
