"""Incidents: first reports, and who has taken note of them."""
