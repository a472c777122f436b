"""What a content pack changes against another one, item by item: the preview of a release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_NAMES: Final = ("id", "day", "off", "valid_from")
"""What tells the items of a list apart, as far as they have it."""

_BRANCHES: Final = ("applies_to", "branches")
"""Where an item says for which branches alone it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs.

    Args:
        part: field of the pack, e.g. "rules"; item: e.g. "AP-01", "" for what is no list.
        what: "added", "removed" or "changed"; fields: which ones changed, e.g. "text.lv".
        branches: for which alone it is; none = all.
    """

    part: str
    item: str
    what: str
    fields: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()

    def concerns(self, branch: str) -> bool:
        """Whether a branch sees something of it."""
        return not self.branches or branch in self.branches


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between two packs, each as plain lists and mappings.

    Args:
        before: empty = there was none.
    """
    found: list[Difference] = []
    for part in after.keys() | before.keys():
        old, new = before.get(part), after.get(part)
        if isinstance(new, list) or isinstance(old, list):
            found += _items(part, old or [], new or [])
        elif old != new:
            what = "changed" if old and new else "added" if new else "removed"
            found.append(Difference(part, "", what, tuple(_fields(old, new)) if old else ()))
    return tuple(sorted(found, key=lambda one: (one.part, one.item, one.what)))


def _items(part: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    was, now = _named(old), _named(new)
    for name in was.keys() | now.keys():
        if name not in was:
            yield Difference(part, name, "added", (), _only_for(part, now[name]))
        elif name not in now:
            yield Difference(part, name, "removed", (), _only_for(part, was[name]))
        elif was[name] != now[name]:
            one_of = {*_only_for(part, was[name]), *_only_for(part, now[name])}
            limited = _only_for(part, was[name]) and _only_for(part, now[name])
            fields = tuple(_fields(was[name], now[name]))
            yield Difference(
                part, name, "changed", fields, tuple(sorted(one_of)) if limited else ()
            )


def _named(items: Sequence[Any]) -> dict[str, Any]:
    """Items by name; those that have none, or the same one, by their number among the same."""
    found: dict[str, Any] = {}
    for item in items:
        name = _name(item)
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name} #{number}"
        found[unique] = item
    return found


def _name(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    if "id" in item:
        return " ".join(str(item[name]) for name in ("id", "valid_from") if item.get(name))
    return " ".join(str(item[name]) for name in (*_NAMES, *_BRANCHES) if item.get(name))


def _only_for(part: str, item: Any) -> tuple[str, ...]:
    if part == "branches" and isinstance(item, Mapping):
        return (str(item.get("id", "")),)
    for name in _BRANCHES:
        if isinstance(item, Mapping) and item.get(name):
            return tuple(item[name])
    return ()


def _fields(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """The innermost fields that differ; of lists the list itself."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        yield path
        return
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            below = f"{path}.{name}" if path else name
            yield from _fields(old.get(name), new.get(name), below)
