"""Who may do what.  Services ask here; widgets only hide what would be refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from desk.domain.errors import DeskError


class Role(StrEnum):
    """A person's part in the branch (design: "Who may what")."""

    CLERK = "clerk"
    HEAD = "head"
    DEPUTY = "deputy"
    IT = "it"
    OFFICER = "officer"  # data-protection officer: reads access logs
    SYSTEM = "system"  # a database that has no account yet, and the demo


class Right(StrEnum):
    """One thing a service lets a person do."""

    RUN_QUEUE = "run_queue"
    OVERRIDE_CLOSING = "override_closing"
    IMPORT_DAY = "import_day"
    EXPORT_DAY = "export_day"
    BOOK = "book"
    REPORT_INCIDENT = "report_incident"
    READ_ALL_INCIDENTS = "read_all_incidents"
    ACKNOWLEDGE_INCIDENT = "acknowledge_incident"
    PRINT = "print"
    CONFIRM_HOURS = "confirm_hours"
    MANAGE_ACCOUNTS = "manage_accounts"
    LOAD_CONTENT = "load_content"
    READ_ACCESS_LOG = "read_access_log"
    READ_RULES = "read_rules"
    OPEN_DAY = "open_day"  # tick the opening checklist
    CLOSE_DAY = "close_day"
    FOLLOW_UP = "follow_up"
    BACK_ENTER = "back_enter"  # from paper, with the true times
    KEEP_SAFE = "keep_safe"  # backups, and the second place of the journal
    ANSWER_PERSON = "answer_person"  # what is held about one person: show, correct, erase
    OPEN_ANNEX = "open_annex"  # who it was: sealed apart, opened for a purpose
    READ_STATISTICS = "read_statistics"  # figures of the branch, never of a person


_COUNTER = frozenset(
    {
        Right.RUN_QUEUE,
        Right.IMPORT_DAY,
        Right.BOOK,
        Right.REPORT_INCIDENT,
        Right.PRINT,
        Right.READ_RULES,
        Right.OPEN_DAY,
        Right.FOLLOW_UP,
        Right.BACK_ENTER,
    }
)
_LEAD = _COUNTER | {
    Right.OVERRIDE_CLOSING,
    Right.EXPORT_DAY,
    Right.READ_ALL_INCIDENTS,
    Right.ACKNOWLEDGE_INCIDENT,
    Right.CONFIRM_HOURS,
    Right.MANAGE_ACCOUNTS,
    Right.READ_ACCESS_LOG,
    Right.CLOSE_DAY,
    Right.KEEP_SAFE,
    Right.ANSWER_PERSON,
    Right.OPEN_ANNEX,
    Right.READ_STATISTICS,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLERK: _COUNTER,
    Role.HEAD: _LEAD,
    Role.DEPUTY: _LEAD - {Right.MANAGE_ACCOUNTS},
    Role.IT: frozenset(
        {
            Right.IMPORT_DAY,
            Right.LOAD_CONTENT,
            Right.MANAGE_ACCOUNTS,
            Right.READ_RULES,
            Right.KEEP_SAFE,
        }
    ),
    Role.OFFICER: frozenset({Right.READ_ACCESS_LOG, Right.READ_RULES, Right.ANSWER_PERSON}),
    Role.SYSTEM: frozenset(Right),
}

ASKS_PASSWORD: frozenset[Right] = frozenset(
    {Right.MANAGE_ACCOUNTS, Right.LOAD_CONTENT, Right.ANSWER_PERSON, Right.OPEN_ANNEX}
)
"""Rights that a session resumed with a PIN does not carry until the full password is given."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person at work: who, in what role, at which site and counter.

    Args:
        account_id: the account that every event records.
        name: shown to colleagues and clients, e.g. "Anna Bērziņa".
        site: branch or sub-branch id whose queue and hours are meant, e.g. "riga-2".
        counter: the counter's number as painted on it, e.g. "3"; empty when not at one.
        by_pin: came back to the day's session with a PIN, not with the password.
    """

    account_id: UUID
    name: str
    role: Role
    site: str
    counter: str = ""
    by_pin: bool = False

    def require(self, right: Right) -> None:
        """Refuse unless this person's role carries the right.

        Raises:
            DeskError: "access.no_right" (right, role), "access.password_needed".
        """
        if right not in RIGHTS[self.role]:
            raise DeskError("access.no_right", right=right.value, role=self.role.value)
        if self.by_pin and right in ASKS_PASSWORD:
            raise DeskError("access.password_needed")
