"""The call numbers on a second monitor, for the people who wait."""
