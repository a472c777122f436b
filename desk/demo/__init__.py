"""The demonstration: an invented day at an invented desk, made through the real services."""

PASSWORD = "demo-parole"  # noqa: S105 - it guards invented people alone
"""Of every account of the demo."""
