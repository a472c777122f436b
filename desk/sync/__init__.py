"""Keeping a branch and headquarters alike: the wire format, and what both ends make of it."""
