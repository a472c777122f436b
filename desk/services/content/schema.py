"""The shape of a content pack: rules as data, replaceable without a new program (GV-03).

A pack is a folder of TOML files.  Every text that a user reads has Latvian, English and Russian;
every statement cites its document.  `load.py` reads, `validate.py` checks what types cannot.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

import msgspec

from desk.services.content.schema_base import Binding, Helper, Kind, Option, Strict, Text
from desk.services.content.schema_client import ClientPhrase
from desk.services.content.schema_day import OpeningItem
from desk.services.content.schema_moment import Moment
from desk.services.content.schema_policy import (
    LADDER_STATES,
    WALK_INS,
    CallOrder,
    Emergency,
    Ladder,
    LadderStep,
    Policy,
    Retention,
)

__all__ = [
    "CHANNELS",
    "LADDER_STATES",
    "PHASES",
    "PHONE_LINE",
    "TOPICS",
    "WALK_INS",
    "Binding",
    "Branch",
    "CallOrder",
    "Change",
    "Contact",
    "Document",
    "Emergency",
    "Helper",
    "HoursException",
    "HoursVersion",
    "Include",
    "Kind",
    "Ladder",
    "LadderStep",
    "Moment",
    "MovedDay",
    "OpeningItem",
    "Option",
    "Pack",
    "PackInfo",
    "Policy",
    "Retention",
    "Rule",
    "Script",
    "ScriptStep",
    "Service",
    "Strict",
    "Term",
    "Text",
    "Topic",
    "WeekDay",
]


class Include(Strict, frozen=True):
    """Another pack whose rules fill this one's gaps.

    Args:
        pack: the name of its folder beside this one.
        note: said beside each included rule while it is not known whether it binds.
        without: ids of included rules that this institution's own document settles.
    """

    pack: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]+$")]
    binding: Binding
    note: Text | None = None
    without: list[str] = msgspec.field(default_factory=list)


class PackInfo(Strict, frozen=True):
    """pack.toml: what this pack is.

    Args:
        id: e.g. "pmlp"; format: version of this schema; version: of the content, counted up.
        institution: None for a pack that is only included (the handbook).
        follows_moved_days: whether it works by the Cabinet's moved working days.
        follows_default: that answer is ours until HQ gives one.
        to_confirm: what HQ still has to settle, shown to the head and to IT.
    """

    format: int
    id: str
    version: int
    valid_from: date
    title: Text
    institution: str | None = None
    institution_name: Text | None = None
    institution_genitive_lv: str = ""
    include: list[Include] = msgspec.field(default_factory=list)
    follows_moved_days: bool = True
    follows_default: bool = False
    to_confirm: list[Text] = msgspec.field(default_factory=list)


class Document(Strict, frozen=True):
    """documents.toml: a source that rules cite (GV-04).

    Args:
        order: the order's number, "" when the document has none.
        dated: its date, None when undated.
        superseded_by: id of the newer document.
        general: applies to every institution, e.g. a law; an include's doubt does not touch it.
    """

    id: str
    title: Text
    short: Text
    order: str = ""
    dated: date | None = None
    superseded_by: str = ""
    general: bool = False
    note: Text | None = None


class Branch(Strict, frozen=True):
    """branches.toml: a branch, a sub-branch (with parent) or a service centre.

    Args:
        id: plain ASCII, e.g. "riga-1"; name, short: Latvian, as on the door.
        parent: of a sub-branch; weekday_only: its one day, 1 = Monday.
        step_free, lift, parking: None = not known, ask HQ (shown as such).
    """

    id: str
    name: str
    short: str
    parent: str = ""
    weekday_only: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    step_free: bool | None = None
    lift: bool | None = None
    parking: bool | None = None
    bell: bool | None = None
    cctv: bool | None = None
    guard: bool | None = None
    as_of: date | None = None


class WeekDay(Strict, frozen=True):
    """Opening intervals of one weekday: [["08:30", "12:00"], ["13:00", "17:30"]]."""

    weekdays: list[int]  # 1 = Monday
    intervals: list[tuple[time, time]]


class HoursVersion(Strict, frozen=True):
    """hours.toml: opening hours of some branches (or the phone line) from a date on.

    Args:
        applies_to: branch ids; or ["phone-line"].
        confirmed: by HQ; unconfirmed hours warn and never refuse.
        assumed_from: the start date is an assumption.
    """

    id: str
    applies_to: list[str]
    valid_from: date
    document: str
    week: list[WeekDay]
    confirmed: bool = False
    assumed_from: bool = False
    note: Text | None = None


class HoursException(Strict, frozen=True):
    """hours.toml: a dated exception by HQ (pre-holiday, closure, late day); [] = closed."""

    branches: list[str]
    day: date
    intervals: list[tuple[time, time]]
    reason: Text
    confirmed: bool = True


class MovedDay(Strict, frozen=True):
    """calendar.toml: a working day moved by Cabinet order: `off` is free, `worked` is worked."""

    off: date
    worked: date
    order: str = ""


class Term(Strict, frozen=True):
    """calendar.toml: a deadline's length from a date on (dated parameter).

    Args:
        unit: "minutes", "hours", "days" (0 = the same day), "working_days", "months".
    """

    id: str
    valid_from: date
    amount: int
    unit: str
    title: Text
    source: str


class Topic(Strict, frozen=True):
    """topics.toml: a topic of the Duties screen.

    Args:
        id: one of TOPICS.
        words: further words by which a search finds the topic's rules, with spaces between.
    """

    id: str
    title: Text
    words: Text


class Change(Strict, frozen=True):
    """What an earlier document said differently."""

    document: str
    text: Text


class Rule(Strict, frozen=True):
    """rules/*.toml: one duty, right or expectation, in our own words.

    Args:
        id: id of the requirement it restates, e.g. "AP-01"; also: further ids it covers.
        topic: see TOPICS in validate.py; phases: when the right pane shows it.
        order: place within a phase (small first).
        say: the sentence to say, where there is one.
        document: id in documents.toml; section: page or section, as text.
        superseded_by: id of the rule that replaced it; "" = current.
        earlier: what 2018 said differently.
        roles: who acts on it: "clerk", "head".
        note: caution, e.g. "legal review needed".
        to_be_confirmed: set on loading, when it is not known whether the rule binds.
    """

    id: str
    kind: Kind
    topic: str
    text: Text
    document: str
    phases: list[str] = msgspec.field(default_factory=list)
    order: int = 50
    also: list[str] = msgspec.field(default_factory=list)
    detail: Text | None = None
    say: Helper | None = None
    section: str = ""
    superseded_by: str = ""
    earlier: Change | None = None
    roles: list[str] = msgspec.field(default_factory=lambda: ["clerk"])
    note: Text | None = None
    to_be_confirmed: bool = False


class Service(Strict, frozen=True):
    """services.toml: an entry of the service catalogue.

    Args:
        minutes: typical length; default: the figure is ours until HQ gives one.
        aliases: words by which import files name it.
        act: governing act, and when it was last checked.
    """

    id: str
    name: Text
    minutes: int
    bookable: bool
    group: str
    id_document: bool = True
    urgent_card_only: bool = False
    paid: bool = True
    channels: list[str] = msgspec.field(default_factory=list)
    bring: list[Text] = msgspec.field(default_factory=list)
    aliases: list[str] = msgspec.field(default_factory=list)
    act: str = ""
    consultation: bool = False
    quick: int = 0
    default: bool = True


class Contact(Strict, frozen=True):
    """directory.toml: how to reach a unit or institution.

    Args:
        kind: "phone", "email", "web", "post", "social", "eaddress".
        superseded_by: id of the contact now in force.
        hours: what `applies_to` of its hours versions names, e.g. "phone-line".
    """

    id: str
    name: Text
    kind: str
    value: str
    document: str
    matter: Text | None = None
    superseded_by: str = ""
    active: bool = True
    hours: str = ""
    as_of: date | None = None


class Script(Strict, frozen=True):
    """scripts.toml: what to do and say in a situation, as steps of the right pane.

    Args:
        id: "phone", "aggression", "filming" ... or card "action-card".
        phase: phase of the right pane.
    """

    id: str
    phase: str
    title: Text
    steps: list[ScriptStep]


class ScriptStep(Strict, frozen=True):
    """One step of a script.

    Args:
        id: "" = only said; otherwise a report of this script's kind can stamp it.
    """

    text: Text
    id: str = ""
    say: Helper | None = None
    document: str = ""
    kind: Kind | None = None


class Pack(Strict, frozen=True):
    """A whole pack, merged with what it includes; what the database stores and the window shows."""

    info: PackInfo
    documents: list[Document] = msgspec.field(default_factory=list)
    branches: list[Branch] = msgspec.field(default_factory=list)
    hours: list[HoursVersion] = msgspec.field(default_factory=list)
    exceptions: list[HoursException] = msgspec.field(default_factory=list)
    moved_days: list[MovedDay] = msgspec.field(default_factory=list)
    terms: list[Term] = msgspec.field(default_factory=list)
    topics: list[Topic] = msgspec.field(default_factory=list)
    rules: list[Rule] = msgspec.field(default_factory=list)
    services: list[Service] = msgspec.field(default_factory=list)
    contacts: list[Contact] = msgspec.field(default_factory=list)
    scripts: list[Script] = msgspec.field(default_factory=list)
    ladders: list[Ladder] = msgspec.field(default_factory=list)
    moments: list[Moment] = msgspec.field(default_factory=list)
    policy: Policy | None = None
    values: list[Option] = msgspec.field(default_factory=list)
    tips: list[Text] = msgspec.field(default_factory=list)
    glossary: list[Option] = msgspec.field(default_factory=list)
    client_phrases: list[ClientPhrase] = msgspec.field(default_factory=list)
    opening: list[OpeningItem] = msgspec.field(default_factory=list)


TOPICS = (
    "hours",
    "appointments",
    "queue",
    "in_person",
    "phone",
    "email",
    "refusal",
    "oral_submission",
    "gifts",
    "errors",
    "aggression",
    "filming",
    "personal_data",
    "payments",
    "referral",
    "language",
    "feedback",
    "dress",
    "email_error",
    "contacts",
    "values",
    "standard",
)
"""Topics of the Duties screen, in the order of requirements A1-A22."""

PHASES = (
    "opening",
    "greeting",
    "serving",
    "refusing",
    "closing",
    "phone",
    "email",
    "aggression",
    "error",
    "filming",
    "gift",
    "end_of_day",
)
"""Phases of the visit that the right pane follows (design: "What the clerk sees")."""

CHANNELS = ("in_person", "phone", "email", "post", "portal", "eaddress", "web")
"""Ways to ask for a service or to get it."""

PHONE_LINE = "phone-line"
"""The name by which hours versions mean the information phone line, not a branch."""
