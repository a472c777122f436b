"""Settings of this PC, and facts about this database."""

from __future__ import annotations

from typing import Any, Final, overload
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from db.models import meta, setting
from db.stores.base import Journal, Store, StoreReader
from db.types import to_json
from desk.domain.topics import Topic


def _upsert(table: Table, *keys: str) -> Any:
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={"value": statement.excluded.value}
    )


_SETTING: Final = select(setting.c.value).where(
    setting.c.device_id == bindparam("device"), setting.c.key == bindparam("name")
)
_META: Final = select(meta.c.value).where(meta.c.key == bindparam("name"))
_PUT_SETTING: Final = _upsert(setting, "device_id", "key")
_PUT_META: Final = _upsert(meta, "key")


class SettingReader(StoreReader):
    """Questions about this device's settings."""

    def __init__(self, connection: Connection, device_id: UUID) -> None:
        super().__init__(connection)
        self._device_id = device_id

    def get(self, key: str, default: Any = None) -> Any:
        """A setting's JSON value, or the default when it was never set."""
        row = self._one(_SETTING, device=self._device_id, name=key)
        return default if row is None else msgspec.json.decode(row.value)


class SettingStore(SettingReader, Store):
    """Writes of settings; local to this PC."""

    def __init__(self, journal: Journal) -> None:
        Store.__init__(self, journal)
        self._device_id = journal.device_id

    def put(self, key: str, value: Any) -> None:
        """Set a setting to a JSON value."""
        self._write(_PUT_SETTING, device_id=self._device_id, key=key, value=to_json(value))
        self._journal.topics.add(Topic.SETTINGS)


class MetaReader(StoreReader):
    """Questions about the database itself: institution, home branch, series, demo."""

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, default: str) -> str: ...

    def get(self, key: str, default: str | None = None) -> str | None:
        """A fact's text, or the default when it was never set."""
        row = self._one(_META, name=key)
        return default if row is None else str(row.value)


class MetaStore(MetaReader, Store):
    """Writes of facts about the database."""

    def note(self, key: str, value: str) -> None:
        """Set a fact that no screen shows."""
        self._write(_PUT_META, key=key, value=value)

    def put(self, key: str, value: str) -> None:
        """Set a fact."""
        self.note(key, value)
        self._journal.topics.add(Topic.SETTINGS)
