"""Checks that what an item names exists: documents, topics, phases, branches, other items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from desk.domain.incident_words import IncidentKind
from desk.services.content.checks_ids import POLICY_LISTS
from desk.services.content.reading import Located, Problem, Reading
from desk.services.content.schema import CHANNELS, PHASES, PHONE_LINE, TOPICS, Pack

CONTACT_KINDS = frozenset({"phone", "email", "web", "post", "social", "eaddress"})
ROLES = frozenset({"clerk", "head", "deputy", "it"})
INCIDENT_KINDS = frozenset(kind.value for kind in IncidentKind)

Wanted = tuple[str, str, Iterable[str]]
"""What kind of thing is named, by which name, and which names there are."""


def reference_checks(own: Reading, pack: Pack) -> Iterator[Problem]:
    """Names of things that neither the pack nor what it includes has, and circles of them."""
    known = _Known(pack)
    for field, wanted_of in _WANTED.items():
        for located in own.of(field):
            for kind, name, names in wanted_of(located.item, known):
                if name and name not in names:
                    yield located.problem(f"unknown {kind} {name!r}")
    yield from _policy_documents(pack, known)
    for field in ("documents", "rules", "contacts"):
        yield from _circles(own.of(field))
    yield from _parents(own.of("branches"))


class _Known:
    """The names that a merged pack defines."""

    def __init__(self, pack: Pack) -> None:
        self.documents = {document.id for document in pack.documents}
        self.branches = {branch.id for branch in pack.branches}
        self.rules = {rule.id for rule in pack.rules}
        self.contacts = {contact.id for contact in pack.contacts}
        self.lines = {name for version in pack.hours for name in version.applies_to}


def _document(item: Any, known: _Known) -> list[Wanted]:
    return [("document", item.superseded_by, known.documents)]


def _branch(item: Any, known: _Known) -> list[Wanted]:
    return [("branch", item.parent, known.branches)]


def _hours(item: Any, known: _Known) -> list[Wanted]:
    sites = known.branches | {PHONE_LINE}
    return [
        ("document", item.document, known.documents),
        *(("branch", name, sites) for name in item.applies_to),
    ]


def _exception(item: Any, known: _Known) -> list[Wanted]:
    return [("branch", name, known.branches) for name in item.branches]


def _term(item: Any, known: _Known) -> list[Wanted]:
    return [("document", item.source, known.documents)]


def _client_phrase(item: Any, known: _Known) -> list[Wanted]:
    return [("phase", phase, PHASES) for phase in item.phases]


def _topic(item: Any, known: _Known) -> list[Wanted]:
    return [("topic", item.id, TOPICS)]


def _rule(item: Any, known: _Known) -> list[Wanted]:
    return [
        ("topic", item.topic, TOPICS),
        ("document", item.document, known.documents),
        ("document", item.earlier.document if item.earlier else "", known.documents),
        ("rule", item.superseded_by, known.rules),
        *(("phase", phase, PHASES) for phase in item.phases),
        *(("role", role, ROLES) for role in item.roles),
    ]


def _service(item: Any, known: _Known) -> list[Wanted]:
    return [("channel", channel, CHANNELS) for channel in item.channels]


def _contact(item: Any, known: _Known) -> list[Wanted]:
    return [
        ("kind", item.kind, CONTACT_KINDS),
        ("document", item.document, known.documents),
        ("contact", item.superseded_by, known.contacts),
        ("hours", item.hours, known.lines),
    ]


def _script(item: Any, known: _Known) -> list[Wanted]:
    steps = [("document", step.document, known.documents) for step in item.steps]
    return [("phase", item.phase, PHASES), *steps]


def _ladder(item: Any, known: _Known) -> list[Wanted]:
    named = [item, *item.triggers, *item.steps]
    return [("document", part.document, known.documents) for part in named]


def _moment(item: Any, known: _Known) -> list[Wanted]:
    cited = [item.document, item.source, *(part.document for part in (*item.what, *item.ends))]
    return [
        ("kind of incident", item.id, INCIDENT_KINDS),
        ("contact", item.contact, known.contacts),
        ("choice", item.aggressive, {option.id for option in item.what}),
        *(("document", name, known.documents) for name in cited),
    ]


def _choice(item: Any, known: _Known) -> list[Wanted]:
    return [("document", item.document, known.documents)]


def _opening(item: Any, known: _Known) -> list[Wanted]:
    return [("rule", item.rule, known.rules)]


_WANTED = {
    "client_phrases": _client_phrase,
    "opening": _opening,
    "documents": _document,
    "branches": _branch,
    "hours": _hours,
    "exceptions": _exception,
    "terms": _term,
    "topics": _topic,
    "rules": _rule,
    "services": _service,
    "contacts": _contact,
    "scripts": _script,
    "ladders": _ladder,
    "moments": _moment,
    "values": _choice,
    "glossary": _choice,
}


def _policy_documents(pack: Pack, known: _Known) -> Iterator[Problem]:
    policy = pack.policy
    if policy is None:
        return
    for field in POLICY_LISTS:
        for option in getattr(policy, field):
            name = getattr(option, "document", "")
            if name and name not in known.documents:
                where = f"{field} {option.id}"
                yield Problem("policy.toml", where, f"unknown document {name!r}")
    for kept in policy.retention:
        if kept.source not in known.documents:
            where = f"retention {kept.purpose}"
            yield Problem("policy.toml", where, f"unknown document {kept.source!r}")


def _circles(items: list[Located]) -> Iterator[Problem]:
    """Chains of superseded_by that never end."""
    after = {located.item.id: located.item.superseded_by for located in items}
    for located in items:
        seen, name = {located.item.id}, located.item.superseded_by
        while name and name not in seen:
            seen.add(name)
            name = after.get(name, "")
        if name == located.item.id:
            yield located.problem("superseded_by leads back to itself")


def _parents(branches: list[Located]) -> Iterator[Problem]:
    parents = {located.item.id: located.item.parent for located in branches}
    for located in branches:
        if located.item.parent and parents.get(located.item.parent):
            yield located.problem("its parent is a sub-branch itself")
        day = located.item.weekday_only
        if day is not None and not 1 <= day <= 7:
            yield located.problem("weekday_only must be 1 (Monday) to 7")
