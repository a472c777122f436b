"""Two bookings for one place: noticed on the Schedule, compared, decided."""
