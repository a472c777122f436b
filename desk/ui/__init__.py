"""Everything Qt: the shell, one folder per screen, the kit of widgets, the runner."""

from desk.ui.plain_imports import import_plainly

import_plainly()
