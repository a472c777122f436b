"""Finding a duty, a service or a contact in a second (WE-04)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from desk.domain.stems import stems_in
from desk.domain.text import words
from desk.i18n import _, speaking
from desk.services.content.families import stems_asked
from desk.services.content.schema import Branch, Contact, Helper, Pack, Rule, Service, Text

_NUMBER = re.compile(r"\+?[\d\s]{5,}")
_AFTER_ALL = "\U0010ffff"
_NATIONAL_DIGITS = 8


class FoundKind(StrEnum):
    """What a search can find, in the order in which equally good finds are shown."""

    RULE = "rule"
    SERVICE = "service"
    CONTACT = "contact"
    BRANCH = "branch"


class Weight(IntEnum):
    """How much a word tells by where it stands."""

    BODY = 1
    TOPIC = 2
    TITLE = 8
    ID = 16


Item = Rule | Service | Contact | Branch


@dataclass(frozen=True, slots=True)
class Found:
    """One find: its title in the language of the index, and the item itself."""

    kind: FoundKind
    id: str
    title: str
    item: Item


class RuleIndex:
    """A pack's rules, services, contacts and branches, folded once for search as you type.

    Args:
        pack: the merged pack.
        language: of the window; Latvian words are found in every language.
        site: the branch that is meant when somebody looks for "lift" or "parking".
    """

    def __init__(self, pack: Pack, language: str, site: str = "") -> None:
        self._entries: list[Found] = []
        self._weights: dict[str, dict[int, int]] = defaultdict(dict)
        self._stems: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        self._documents = {document.id: document for document in pack.documents}
        self._topics = {topic.id: topic for topic in pack.topics}
        self._language = language
        for rule in sorted(pack.rules, key=_shown_order):
            self._add_rule(rule)
        for service in pack.services:
            self._add_service(service)
        for contact in sorted(pack.contacts, key=lambda contact: bool(contact.superseded_by)):
            self._add_contact(contact)
        for branch in pack.branches:
            self._add_branch(branch, own=branch.id == site)
        self._vocabulary = sorted(self._weights)

    def search(self, text: str, limit: int = 50) -> tuple[Found, ...]:
        """The best finds first.

        Every word of `text` must begin some word of the find, or be another form of one: "pasi"
        finds "pases".  Names, addresses and numbers have no forms.
        """
        scores = self._scores(_query_words(text))
        best = sorted(scores, key=lambda entry: (-scores[entry], entry))
        return tuple(self._entries[entry] for entry in best[:limit])

    def _scores(self, wanted: list[str]) -> dict[int, int]:
        if not wanted:
            return {}
        scores = self._meant_by(wanted[0])
        for word in wanted[1:]:
            also = self._meant_by(word)
            scores = {
                entry: score + also[entry] for entry, score in scores.items() if entry in also
            }
        return scores

    def _meant_by(self, word: str) -> dict[int, int]:
        """For each entry with a word that begins so or is another form, the weight of the best."""
        best = self._beginning_with(word)
        for language in {"lv", self._language}:
            for one in stems_asked(word, language):
                for entry, weight in self._stems.get((language, one), {}).items():
                    best[entry] = max(best.get(entry, 0), 2 * weight)
        return best

    def _beginning_with(self, beginning: str) -> dict[int, int]:
        """For each entry with such a word, the weight of the best; a whole word counts more."""
        best: dict[int, int] = {}
        first = bisect_left(self._vocabulary, beginning)
        last = bisect_left(self._vocabulary, beginning + _AFTER_ALL)
        for word in self._vocabulary[first:last]:
            whole = word == beginning
            for entry, weight in self._weights[word].items():
                best[entry] = max(best.get(entry, 0), 2 * weight + whole)
        return best

    def _add_rule(self, rule: Rule) -> None:
        self._enter(Found(FoundKind.RULE, rule.id, rule.text.get(self._language), rule))
        self._words(Weight.ID, [rule.id, *rule.also])
        self._texts(Weight.TITLE, [rule.text])
        self._texts(
            Weight.BODY, [rule.detail, rule.note, rule.earlier.text if rule.earlier else None]
        )
        self._said(rule.say)
        topic = self._topics.get(rule.topic)
        if topic is not None:
            self._texts(Weight.TOPIC, [topic.title, topic.words])
        document = self._documents.get(rule.document)
        if document is not None:
            self._texts(Weight.BODY, [document.short])

    def _add_service(self, service: Service) -> None:
        self._enter(Found(FoundKind.SERVICE, service.id, service.name.get(self._language), service))
        self._texts(Weight.TITLE, [service.name])
        self._words(Weight.TITLE, service.aliases, "lv")
        self._texts(Weight.BODY, service.bring)
        self._words(Weight.BODY, [service.act])

    def _add_contact(self, contact: Contact) -> None:
        self._enter(Found(FoundKind.CONTACT, contact.id, contact.name.get(self._language), contact))
        self._texts(Weight.TITLE, [contact.name])
        self._texts(Weight.BODY, [contact.matter])
        self._words(Weight.TITLE, [contact.value])
        if contact.kind == "phone":
            self._words(Weight.TITLE, [_bare_number(contact.value)])

    def _add_branch(self, branch: Branch, *, own: bool) -> None:
        self._enter(Found(FoundKind.BRANCH, branch.id, branch.name, branch))
        self._words(Weight.TITLE, [branch.name, branch.short, branch.address, branch.email])
        self._words(Weight.TITLE, [branch.phone, _bare_number(branch.phone)])
        for language in {"lv", self._language} if own else ():
            with speaking(language):
                asked = _("our branch: phone, address, step-free, wheelchair, lift, parking")
            self._words(Weight.BODY, [asked], language)

    def _enter(self, found: Found) -> None:
        self._entries.append(found)

    def _texts(self, weight: Weight, texts: Iterable[Text | None]) -> None:
        known = [text for text in texts if text is not None]
        for language in {"lv", self._language}:
            self._words(weight, [text.get(language) for text in known], language)

    def _said(self, say: Helper | None) -> None:
        if say is not None:
            self._words(Weight.BODY, [say.lv], "lv")
            also = {"ru": say.ru, "en": say.en}.get(self._language, "")
            self._words(Weight.BODY, [also], self._language)

    def _words(self, weight: Weight, texts: Iterable[str], language: str = "") -> None:
        """Enter words for the entry that was entered last; the highest weight stays.

        Args:
            language: whose forms the words have; "" for names, addresses and numbers.
        """
        entry = len(self._entries) - 1
        for text in texts:
            for word, stem in stems_in(text, language):
                _enter(self._weights[word], entry, weight)
                if language and stem:
                    _enter(self._stems[language, stem], entry, weight)


def rules_of_phase(pack: Pack, phase: str) -> tuple[Rule, ...]:
    """The rules in force that the right pane shows in a phase, in their order."""
    found = [rule for rule in pack.rules if phase in rule.phases and not rule.superseded_by]
    return tuple(sorted(found, key=_shown_order))


def rules_of_topic(pack: Pack, topic: str) -> tuple[Rule, ...]:
    """All rules of a topic, those in force first, then the superseded ones."""
    return tuple(sorted((rule for rule in pack.rules if rule.topic == topic), key=_shown_order))


def _shown_order(rule: Rule) -> tuple[bool, int, str]:
    return bool(rule.superseded_by), rule.order, rule.id


def _enter(entries: dict[int, int], entry: int, weight: Weight) -> None:
    entries[entry] = max(entries.get(entry, 0), weight)


def _query_words(text: str) -> list[str]:
    """The words asked for; a phone number typed in groups is one word."""
    if _NUMBER.fullmatch(text.strip()):
        return [_bare_number(text)]
    return words(text)


def _bare_number(text: str) -> str:
    """A Latvian phone number's own eight digits."""
    digits = re.sub(r"\D", "", text)
    return digits.removeprefix("371") if len(digits) > _NATIONAL_DIGITS else digits
