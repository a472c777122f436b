"""Duties: every rule of the service standard, one search away."""
