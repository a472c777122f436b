"""What the Duties screen lists: a topic, a phase of the visit, services, contacts, search finds."""

from __future__ import annotations

from collections.abc import Iterable

from desk.domain.collation import sort_key
from desk.i18n import _
from desk.services.content.find_rules import (
    Found,
    FoundKind,
    Item,
    RuleIndex,
    rules_of_phase,
    rules_of_topic,
)
from desk.services.content.schema import (
    PHASES,
    TOPICS,
    Branch,
    Contact,
    Document,
    Pack,
    Rule,
    Service,
)
from desk.ui.duties.texts import CONTACT_TEXTS, KIND_TEXTS, KIND_TONES, PHASE_TEXTS, value_text
from desk.ui.widgets.row_model import Row

SERVICES = "services"
CONTACTS = "contacts"
BRANCHES = "branches"
STRUCK = "struck"
"""`Row.mark` of what is no longer in force."""

_ROW_TONES = {"accent": "accent", "ok": "ok", "neutral": "dim"}


class Catalogue:
    """A pack in one language, listed and searched.

    Args:
        language: of titles; a change of language needs a new catalogue.
        site: the branch where the person works; it comes before the others.
    """

    def __init__(self, pack: Pack, language: str, site: str = "") -> None:
        self.pack, self.language, self.site = pack, language, site
        self.documents = {document.id: document for document in pack.documents}
        self.index = RuleIndex(pack, language, site)
        self._topics = {topic.id: topic.title.get(language) for topic in pack.topics}
        self._items: dict[str, Item] = {}
        for rule in pack.rules:
            self._items[key_of(FoundKind.RULE, rule.id)] = rule
        for service in pack.services:
            self._items[key_of(FoundKind.SERVICE, service.id)] = service
        for contact in pack.contacts:
            self._items[key_of(FoundKind.CONTACT, contact.id)] = contact
        for branch in pack.branches:
            self._items[key_of(FoundKind.BRANCH, branch.id)] = branch

    def item(self, key: str) -> Item | None:
        """What a row stands for."""
        return self._items.get(key)

    def name(self, key: str) -> str:
        """By what an entry is searched: a rule's id, the name of anything else; "" for none."""
        item = self._items.get(key)
        if item is None or isinstance(item, Rule):
            return item.id if item else ""
        return item.name if isinstance(item, Branch) else item.name.get(self.language)

    def document(self, document_id: str) -> Document | None:
        """A cited document."""
        return self.documents.get(document_id)

    def topic(self, topic_id: str) -> str:
        """A topic's name; its id when the pack does not name it."""
        return self._topics.get(topic_id, topic_id)

    def sections(self) -> list[Row]:
        """What can be listed, under three headings, each with its number of entries."""
        topics = [(f"topic:{t}", self.topic(t), len(self.entries(f"topic:{t}"))) for t in TOPICS]
        phases = [
            (f"phase:{p}", _(PHASE_TEXTS[p]), len(self.entries(f"phase:{p}"))) for p in PHASES
        ]
        others = [
            (SERVICES, _("Services"), len(self.pack.services)),
            (CONTACTS, _("Contacts"), len(self.pack.contacts)),
            (BRANCHES, _("Branches"), len(self.pack.branches)),
        ]
        groups = [
            ("heading:phases", _("Phase of the visit"), phases),
            ("heading:topics", _("Topic"), topics),
            ("heading:others", _("Catalogue"), others),
        ]
        rows: list[Row] = []
        for key, title, entries in groups:
            rows.append(Row(key, title, heading=True))
            rows += [Row(k, text, right=str(count)) for k, text, count in entries if count]
        return rows

    def entries(self, section: str) -> list[Row]:
        """The rows of a section."""
        kind, _colon, name = section.partition(":")
        if kind == "topic":
            return [self._rule_row(rule) for rule in rules_of_topic(self.pack, name)]
        if kind == "phase":
            return [self._rule_row(rule) for rule in rules_of_phase(self.pack, name)]
        if kind == SERVICES:
            return [self._service_row(service) for service in self.pack.services]
        if kind == BRANCHES:
            branches = sorted(self.pack.branches, key=lambda one: sort_key(one.name))
            own_first = sorted(branches, key=lambda one: one.id != self.site)
            return [self._branch_row(branch) for branch in own_first]
        current_first = sorted(self.pack.contacts, key=lambda one: bool(one.superseded_by))
        return [self._contact_row(contact) for contact in current_first]

    def search(self, text: str) -> list[Row]:
        """The best finds first."""
        return [self._found_row(found) for found in self.index.search(text)]

    def _found_row(self, found: Found) -> Row:
        item = found.item
        if isinstance(item, Rule):
            return self._rule_row(item)
        if isinstance(item, Service):
            return self._service_row(item)
        return self._branch_row(item) if isinstance(item, Branch) else self._contact_row(item)

    def _rule_row(self, rule: Rule) -> Row:
        cited = self.document(rule.document)
        source = [cited.short.get(self.language)] if cited else []
        old = bool(rule.superseded_by)
        return Row(
            key_of(FoundKind.RULE, rule.id),
            rule.text.get(self.language),
            _joined([*source, rule.id, _("superseded") if old else ""]),
            number=_(KIND_TEXTS[rule.kind]),
            tone="dim" if old else _ROW_TONES[KIND_TONES[rule.kind]],
            mark=STRUCK if old else "",
        )

    def _service_row(self, service: Service) -> Row:
        booked = _("by appointment") if service.bookable else _("no appointment needed")
        return Row(
            key_of(FoundKind.SERVICE, service.id),
            service.name.get(self.language),
            _joined([_("about {minutes} min").format(minutes=service.minutes), booked]),
            number=_("Service"),
            tone="dim",
        )

    def _contact_row(self, contact: Contact) -> Row:
        old = bool(contact.superseded_by) or not contact.active
        return Row(
            key_of(FoundKind.CONTACT, contact.id),
            contact.name.get(self.language),
            _joined([value_text(contact), _("superseded") if old else ""]),
            number=_(CONTACT_TEXTS.get(contact.kind, contact.kind)),
            tone="dim",
            mark=STRUCK if old else "",
        )

    def _branch_row(self, branch: Branch) -> Row:
        own = branch.id == self.site
        return Row(
            key_of(FoundKind.BRANCH, branch.id),
            branch.name,
            _joined([_("you work here") if own else "", branch.phone, branch.address]),
            number=_("Branch"),
            tone="accent" if own else "dim",
        )


def catalogue_of(pack: Pack, language: str, site: str) -> Catalogue:
    """The catalogue made last where it is still the one: making one takes tens of milliseconds."""
    global _last
    made = _last
    if made is None or made.pack is not pack or (made.language, made.site) != (language, site):
        made = _last = Catalogue(pack, language, site)
    return made


_last: Catalogue | None = None
"""Shared by the Duties screen and the palette."""


def key_of(kind: FoundKind, item_id: str) -> str:
    """The row key of an item; ids of rules, services and contacts may be the same."""
    return f"{kind.value}:{item_id}"


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
