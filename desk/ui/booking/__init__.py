"""Booking by phone in one form."""
