"""Schedule: who is booked when, and where there is room."""
