"""This PC: what it does besides the window, one section under another.

A section is a `DeviceSection`; a new one only has to be named in `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Set
from importlib import import_module

from desk.domain.topics import Topic
from desk.i18n import _
from desk.ui.branch.device_section import DeviceSection
from desk.ui.context import Context
from desk.ui.screen import Screen
from desk.ui.widgets.layout import ScrollColumn, column

SECTIONS: tuple[tuple[str, str], ...] = (
    ("desk.ui.branch.device_page_watch", "WatchSection"),
    ("desk.ui.branch.device_page_calls", "CallsSection"),
    ("desk.ui.branch.device_page_strip", "StripSection"),
    ("desk.ui.branch.device_page_slips", "SlipsSection"),
    ("desk.ui.branch.device_page_near", "NearSection"),
)
"""Modules and classes, from top to bottom."""


class DevicePage(Screen):
    """The page of the Branch screen."""

    topics = frozenset({Topic.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        scroll = ScrollColumn(gap=12)
        column(self).addWidget(scroll)
        self.sections: list[DeviceSection] = []
        for module, name in SECTIONS:
            section: DeviceSection = getattr(import_module(module), name)(context)
            scroll.column.addWidget(section)
            self.sections.append(section)
        scroll.column.addStretch(1)

    def title(self) -> str:
        """The page's name."""
        return _("This PC")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read what is set; a field that is being changed keeps what was typed."""
        for section in self.sections:
            section.read()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for section in self.sections:
            section.retranslate()

    def arrive(self, search: str = "") -> None:
        """The keyboard stays in the list of pages; Tab leads here."""
