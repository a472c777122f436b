"""The line to headquarters in the window: tries by itself, and tells how it stands."""
