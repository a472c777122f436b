"""What a reading connection remembers of a day, so that only what changed is read again.

The board is read anew after every key press, and of a day's three hundred visits one has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Final, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection

_FEW: Final = 16
"""So many are read one by one; when more have changed, all are read at once."""


class _Known(Protocol):
    @property
    def id(self) -> UUID: ...


V = TypeVar("V", bound=_Known)


class Memory(Generic[V]):
    """The values of the question that was asked last, each with the mark it was read at.

    A mark is another whenever the value is.
    """

    def __init__(self) -> None:
        self._question: Hashable = None
        self._known: dict[UUID, tuple[object, V]] = {}

    def fresh(
        self,
        question: Hashable,
        marks: Mapping[UUID, object],
        one: Callable[[UUID], V],
        every: Callable[[], Iterable[V]],
    ) -> tuple[V, ...]:
        """The values as they stand, in the order of their marks.

        Args:
            marks: of now, by id.
            one, every: read one, or all that have marks.
        """
        known = self._known if self._question == question else {}
        same = {key: known[key] for key, mark in marks.items() if _is_at(known.get(key), mark)}
        changed = [key for key in marks if key not in same]
        found = every() if len(changed) > _FEW else map(one, changed)
        read = {value.id: (marks[value.id], value) for value in found}
        self._question, self._known = question, same | read
        return tuple(self._known[key][1] for key in marks)


def memory(connection: Connection, name: str) -> Memory[V]:
    """A connection's own memory of a kind of question."""
    found: Memory[V] = connection.info.setdefault(name, Memory())
    return found


def _is_at(known: tuple[object, object] | None, mark: object) -> bool:
    return known is not None and known[0] == mark
