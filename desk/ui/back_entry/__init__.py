"""Entering visits that were written on paper while the PC stood still."""
