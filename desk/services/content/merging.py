"""Merging an institution's pack with what it includes: its own word wins, gaps are filled (A0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from desk.services.content.reading import FILES, Reading
from desk.services.content.schema import Binding, Document, Include, Rule, Text

Included = tuple[Include, Reading]

_WHOLE = frozenset({"ladders", "opening"})
"""Fields taken whole from one pack: an institution has its own ladder and opening checklist, or
the included ones."""


def merge(own: Reading, included: list[Included]) -> dict[str, list[Any]]:
    """The lists of the merged pack by field name.

    Included items come after the institution's own; an own item with the same id displaces them.
    """
    names = [name for arrays in FILES.values() for name in arrays]
    lists = {name: _merge_field(name, own, included) for name in names}
    lists["rules"] = _merge_rules(own, included)
    return lists


def merge_policy(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` over `base`; tables (the call order) are merged too, lists are replaced."""
    merged = dict(base)
    for name, value in own.items():
        below = merged.get(name)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[name] = merge_policy(below or {}, value) if both else value
    return merged


def _merge_field(name: str, own: Reading, included: list[Included]) -> list[Any]:
    merged = [located.item for located in own.of(name)]
    for include, part in included:
        if merged and name in _WHOLE:
            continue
        items = [located.item for located in part.of(name)]
        if name == "documents":
            items = [_marked_document(document, include) for document in items]
        merged += _not_in(items, merged)
    return merged


def _not_in(items: Iterable[Any], merged: list[Any]) -> list[Any]:
    """Items whose key no merged item has; several of one key (dated terms) stay together."""
    taken = {_key(item) for item in merged}
    return [item for item in items if _key(item) not in taken]


def _key(item: Any) -> object:
    if isinstance(item, Text):
        return item.lv
    if hasattr(item, "id"):
        return item.id
    return msgspec.json.encode(item)


def _merge_rules(own: Reading, included: list[Included]) -> list[Rule]:
    merged: list[Rule] = [located.item for located in own.of("rules")]
    settled = {name for rule in merged for name in (rule.id, *rule.also)}
    for include, part in included:
        settled.update(include.without)
        rules = [located.item for located in part.of("rules") if located.item.id not in settled]
        general = {d.item.id for d in part.of("documents") if d.item.general}
        merged += [
            rule if rule.document in general else _marked_rule(rule, include) for rule in rules
        ]
        settled.update(rule.id for rule in rules)
    return merged


def _marked_rule(rule: Rule, include: Include) -> Rule:
    if include.binding is Binding.BINDING:
        return rule
    note = _joined(rule.note, include.note)
    return msgspec.structs.replace(rule, to_be_confirmed=True, note=note)


def _marked_document(document: Document, include: Include) -> Document:
    if document.general or include.binding is Binding.BINDING:
        return document
    return msgspec.structs.replace(document, note=_joined(document.note, include.note))


def _joined(first: Text | None, second: Text | None) -> Text | None:
    if first is None or second is None:
        return first or second
    return Text(
        lv=f"{first.lv} {second.lv}", en=f"{first.en} {second.en}", ru=f"{first.ru} {second.ru}"
    )
