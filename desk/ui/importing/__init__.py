"""Taking in the booking system's day file: look first, then import."""
