"""Leaving the PC for a while: the lock screen, the privacy cover, and who watches for idleness."""
