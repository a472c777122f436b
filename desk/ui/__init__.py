"""Everything Qt: the shell, one folder per screen, the kit of widgets, the runner."""
