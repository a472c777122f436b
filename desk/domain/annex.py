"""The sealed identity annex: what identifies the people of an incident, apart from its record.

Whoever reports may seal something into it; only heads and named deputies open it, each with their
own full password, for a purpose (requirements B3.D, C2).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from desk.domain.attachment import FileKind
from desk.domain.entry_log import short
from desk.domain.errors import DeskError
from desk.domain.personal_code import Identifier, findings
from desk.domain.roles import Role
from desk.domain.typed_text import tidied

MAX_FIELD = 300
MAX_TEXT = 4000
MAX_WORDS = 300
"""Characters of a field, of the free text, and of the words to a purpose."""

HOLDER_ROLES: frozenset[Role] = frozenset({Role.HEAD, Role.DEPUTY})
"""Whose accounts hold keys of their own; a head may leave single deputies out."""

GRAVE: frozenset[str] = frozenset({"2", "3", "E2", "E3", "E4"})
"""Levels and grades at which an annex is opened for any purpose."""


class HolderKind(StrEnum):
    """For whom entry keys are sealed."""

    HEAD = "head"
    DEPUTY = "deputy"
    RECOVERY = "recovery"  # the institution's, under the recovery code on paper


class HolderAct(StrEnum):
    """What can happen to a holder of keys."""

    MADE = "made"
    GIVEN = "given"  # a colleague confirmed by name that the keys of older entries go there
    REFUSED = "refused"  # a colleague does not know who that is: nothing is sealed for it any more
    ENDED = "ended"


class Doubt(StrEnum):
    """Why nothing is sealed for a holder that stands in the file."""

    NO_LINE = "no_line"  # the incident log does not know it: this program did not make it
    CHANGED = "changed"  # it is not what the log says of it
    ENDED = "ended"  # the log says that it is over
    SECOND = "second"  # the same account holds keys already
    REVOKED = "revoked"  # over, and the log does not say so
    GONE = "gone"  # the log knows it, the file does not


class OpenPurpose(StrEnum):
    """What an annex is opened for; the code that the access log keeps."""

    POLICE = "police"
    COMPLAINT = "complaint"
    REMEDY = "remedy"
    COURT = "court"  # a court, or another institution that may ask
    PERSON = "person"  # the person's own request, which none may be refused (GDPR 15)


AT_ANY_LEVEL: frozenset[OpenPurpose] = frozenset(OpenPurpose) - {OpenPurpose.COURT}
"""Purposes for which also an annex of a light incident is opened (B3.D)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies people, as typed; every part may be empty but not all.

    Args:
        name: of the person, or a description; contact: phone, e-mail or address.
        document: what was shown, in words ("passport"); a personal code is refused everywhere.
        witnesses: names of clients who saw it.
        visit_id, ticket: the visit it happened in; known to the program, typed by nobody.
    """

    name: str = ""
    contact: str = ""
    document: str = ""
    witnesses: str = ""
    text: str = ""
    visit_id: UUID | None = None
    ticket: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody could be recognised by it."""
        return not any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Opening:
    """That the annex was opened, and in what words it was asked for: sealed like the rest."""

    purpose: OpenPurpose
    words: str


@dataclass(frozen=True, slots=True)
class FileKey:
    """What opens a picture or scan that shows a person or a name; `about`: what it shows."""

    file_id: UUID
    key: bytes = field(repr=False)
    kind: FileKind
    about: str = ""


Sealed = Identity | Opening | FileKey
"""What an entry holds."""


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry as whoever opened the annex reads it; `by` is the account that sealed it."""

    at: datetime
    by: UUID
    who: Identity


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A sealed picture or scan as whoever opened the annex may see it."""

    at: datetime
    by: UUID
    what: FileKey


@dataclass(frozen=True, slots=True)
class EarlierOpening:
    """Who opened the annex before, and in what words it was asked for."""

    at: datetime
    by: UUID
    why: Opening


def tidy(identity: Identity) -> Identity:
    """The same without superfluous spaces, when it may be sealed.

    Raises:
        DeskError: "text.too_long" (maximum), "text.personal_code", "annex.empty".
    """
    limits = {"name": MAX_FIELD, "contact": MAX_FIELD, "document": MAX_FIELD}
    limits |= {"witnesses": MAX_FIELD, "text": MAX_TEXT}
    typed = {name: _checked(getattr(identity, name), most) for name, most in limits.items()}
    clean = Identity(**typed, visit_id=identity.visit_id, ticket=identity.ticket)
    if clean.empty:
        raise DeskError("annex.empty")
    return clean


def tidy_words(words: str) -> str:
    """What was typed to a purpose; nobody opens an annex without a word about why.

    Raises:
        DeskError: "annex.words_missing", "text.too_long" (maximum), "text.personal_code".
    """
    clean = _checked(words, MAX_WORDS)
    if not clean:
        raise DeskError("annex.words_missing")
    return clean


def require_purpose(purpose: OpenPurpose, level: str) -> None:
    """Refuse a purpose that a light incident's annex is not opened for; "annex.level_low"."""
    if level not in GRAVE and purpose not in AT_ANY_LEVEL:
        raise DeskError("annex.level_low")


def holder_kind(role: Role, account_id: UUID, left_out: Collection[UUID]) -> HolderKind | None:
    """As what an account holds keys; None when it does not.

    Args:
        left_out: deputies whom a head has left out.
    """
    kinds: Mapping[Role, HolderKind] = {
        Role.HEAD: HolderKind.HEAD,
        Role.DEPUTY: HolderKind.DEPUTY,
    }
    kind = kinds.get(role)
    return None if kind is HolderKind.DEPUTY and account_id in left_out else kind


def fingerprint(public: bytes) -> str:
    """A public key as two people compare it: four groups of four signs."""
    return short(sha256(b"branch-desk annex holder 1:" + public).digest())


def _checked(text: str, most: int) -> str:
    clean = tidied(text)
    if len(clean) > most:
        raise DeskError("text.too_long", maximum=most)
    if any(found.kind is Identifier.PERSONAL_CODE for found in findings(clean)):
        raise DeskError("text.personal_code")
    return clean
