"""Day files of the booking system: read, matched, planned, written."""
