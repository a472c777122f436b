"""How long personal data of a purpose is kept (PD-09): days from the content pack, counted anew."""

from __future__ import annotations

from datetime import date, timedelta

from desk.domain.person import Purpose
from desk.services.env import Env


def expiry(env: Env, purpose: Purpose, from_day: date) -> date | None:
    """The day at whose close data of a purpose is erased: 0 days are the day itself.

    Args:
        from_day: what the pack's retention table counts from, e.g. the appointment's day.

    Returns:
        None when the pack sets no period for the purpose: HQ has to, and `desk doctor` says so.
    """
    periods = {item.purpose: item.days for item in env.policy.retention}
    days = periods.get(purpose.value)
    return None if days is None else from_day + timedelta(days=days)
