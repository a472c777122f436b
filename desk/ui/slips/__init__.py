"""Slips that clients take with them: the ticket, the next time, reminders, referrals.

Printing is imported when a slip is wanted: most days of most counters need none.
"""

from __future__ import annotations

from uuid import UUID

from desk.ui.context import Context


def open_slips(context: Context, visit_id: UUID, number: str) -> None:
    """Choose a slip for a ticket."""
    from desk.ui.slips.choose import SlipsDialog

    context.open(SlipsDialog(context, visit_id, number))


def open_next_time(context: Context, visit_id: UUID, number: str) -> None:
    """What was missing, and what comes next."""
    from desk.ui.slips.next_time import NextTimeDialog

    context.open(NextTimeDialog(context, visit_id, number))


def open_referral(context: Context) -> None:
    """Where to turn instead."""
    from desk.ui.slips.referral import ReferralDialog

    context.open(ReferralDialog(context))
