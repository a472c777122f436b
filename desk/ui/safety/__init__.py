"""Keeping the data safe while the window is open: backups, the second place, quiet moments."""
