"""What can be chosen of an incident's details, its review, and what is done for people (B3)."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """How much harm came of it, of body and of mind apart (S8); never the level itself."""

    UNKNOWN = "unknown"
    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    SEVERE = "severe"
    FATAL = "fatal"


class Party(StrEnum):
    """Who did it (B3 field 12)."""

    CLIENT = "client"
    COMPANION = "companion"
    STRANGER = "stranger"
    FORMER_CLIENT = "former_client"
    COLLEAGUE = "colleague"
    OTHER = "other"


class Act(StrEnum):
    """What was done (B3 field 13)."""

    PHYSICAL = "physical"  # without an object
    WITH_OBJECT = "with_object"
    THREAT_DIRECT = "threat_direct"
    THREAT_CONDITIONAL = "threat_conditional"
    THREAT_VEILED = "threat_veiled"
    VERBAL = "verbal"
    DAMAGE = "damage"
    SEXUAL = "sexual"
    STALKING = "stalking"
    FILMING = "filming"


class Before(StrEnum):
    """The situation before (B3 field 14); the wait itself is copied from the queue."""

    NONE = "none"
    REFUSAL = "refusal"
    LONG_WAIT = "long_wait"
    DOCUMENT = "document"
    FEE = "fee"
    LANGUAGE = "language"
    CLOSING_TIME = "closing_time"
    QUEUE = "queue"
    SYSTEM_DOWN = "system_down"


class Circumstance(StrEnum):
    """Under what circumstances (B3 field 15)."""

    USUAL = "usual"
    ALONE = "alone"
    LOW_STAFFING = "low_staffing"
    RUSHED = "rushed"
    NO_HELP = "no_help"
    UNFAMILIAR = "unfamiliar"


class FoundBy(StrEnum):
    """Who found an error (B3 field 24)."""

    CLERK = "clerk"
    COLLEAGUE = "colleague"
    CLIENT = "client"
    HEADQUARTERS = "headquarters"
    AUDIT = "audit"


class ServiceEnd(StrEnum):
    """How the service ended (B3 field 21)."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    REBOOKED = "rebooked"
    REFUSED = "refused"


class Cause(StrEnum):
    """Why it could happen: conditions, never persons (B3.C)."""

    PROCEDURE = "procedure"
    TRAINING = "training"
    STAFFING = "staffing"
    LAYOUT = "layout"
    INFORMATION = "information"
    IT = "it"
    OTHER_INSTITUTION = "other_institution"
    CLIENT = "client"


class Legal(StrEnum):
    """Legal steps taken (B3.C)."""

    NONE = "none"
    POLICE_REPORT = "police_report"
    HOUSE_RULES_LETTER = "house_rules_letter"


class WaitsFor(StrEnum):
    """Whom a blocked review waits for outside the branch (B4)."""

    POLICE = "police"
    HEADQUARTERS = "headquarters"
    CLIENT = "client"
    OTHER = "other"


class TaskKind(StrEnum):
    """Why a task is there: to mend what went wrong (SE-03), or so that it does not come again."""

    REMEDY = "remedy"
    CORRECTIVE = "corrective"


class Support(StrEnum):
    """What was given to or offered to the affected colleague (AG-19, S13)."""

    BREAK = "break"
    TALK = "talk"
    PSYCHOLOGIST = "psychologist"
    DOCTOR = "doctor"
    HOME = "home"
    DECLINED = "declined"


class ApologyForm(StrEnum):
    """How an apology was made; UNREACHABLE: decided, but the client cannot be reached (SE-04)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    UNREACHABLE = "unreachable"


class ContactNeed(StrEnum):
    """Whether the client has to be told of an error (SE-02)."""

    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"  # no phone, no e-mail: flagged for the next visit
