"""The kit: every control of the program, painted from the tokens of `desk.ui.style`."""
