"""The folded window: a strip that lies over the clerk's other program."""
