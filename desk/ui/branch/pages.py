"""The pages of the Branch screen; each is seen by those who have one of its rights."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.roles import RIGHTS, Right, Role
from desk.i18n import _, marked


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        name: stable, also `context.go("branch", name)`; text: English, marked for translation.
        module, kind: where its `desk.ui.screen.Screen` lies; rights: one is enough to see it.
    """

    name: str
    text: str
    module: str
    kind: str
    rights: frozenset[Right]

    def title(self) -> str:
        """The page's name in the language in force."""
        return _(self.text)


PAGES: tuple[Page, ...] = (
    Page(
        "people",
        marked("People"),
        "desk.ui.branch.people_page",
        "PeoplePage",
        frozenset({Right.MANAGE_ACCOUNTS}),
    ),
    Page(
        "access",
        marked("Access log"),
        "desk.ui.branch.access_page",
        "AccessPage",
        frozenset({Right.READ_ACCESS_LOG}),
    ),
    Page(
        "day",
        marked("The day"),
        "desk.ui.branch.day_page",
        "DayPage",
        frozenset({Right.CLOSE_DAY}),
    ),
    Page(
        "statistics",
        marked("Statistics"),
        "desk.ui.statistics.page",
        "StatisticsPage",
        frozenset({Right.READ_STATISTICS}),
    ),
    Page(
        "device",
        marked("This PC"),
        "desk.ui.branch.device_page",
        "DevicePage",
        frozenset({Right.IMPORT_DAY}),
    ),
    Page(
        "safety",
        marked("Backups and safety"),
        "desk.ui.branch.safety_page",
        "SafetyPage",
        frozenset({Right.KEEP_SAFE}),
    ),
    Page(
        "headquarters",
        marked("Headquarters"),
        "desk.ui.sync.page",
        "SyncPage",
        frozenset({Right.KEEP_SAFE}),
    ),
    Page(
        "personal",
        marked("Personal data"),
        "desk.ui.branch.retention_page",
        "RetentionPage",
        frozenset({Right.ANSWER_PERSON, Right.READ_ACCESS_LOG, Right.KEEP_SAFE}),
    ),
)

BRANCH_RIGHTS: frozenset[Right] = frozenset().union(*(page.rights for page in PAGES))
"""One of these is enough to see the screen."""


def pages_of(role: Role) -> tuple[Page, ...]:
    """The pages a role sees, in order."""
    return tuple(page for page in PAGES if page.rights & RIGHTS[role])
