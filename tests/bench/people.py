"""Where and as whom the bench signs in."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 24)
"""A Tuesday, played till noon; the days after it have bookings alone."""

HOME, BRANCH_OFFICE = "riga-1", "sigulda"
LOGIN, PASSWORD, COUNTER = "clerk1", "correct-horse-17", "3"
