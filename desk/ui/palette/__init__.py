"""Ctrl+K: find anything, do anything, by typing."""
