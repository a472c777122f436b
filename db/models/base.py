"""What all tables share: the naming convention, STRICT, and the columns of event tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from db.types import Id, Instant, Json

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def need(name: str, kind: type[TypeEngine[Any]], *items: SchemaItem, **options: Any) -> Column[Any]:
    """A column that always has a value."""
    return Column(name, kind, *items, nullable=False, **options)


def may(name: str, kind: type[TypeEngine[Any]], *items: SchemaItem) -> Column[Any]:
    """A column that may be empty."""
    return Column(name, kind, *items, nullable=True)


def position() -> Column[Any]:
    """The order of insertion in this file, as the table's own row number."""
    return Column("position", Integer, primary_key=True)


def keyed_table(name: str, *items: SchemaItem) -> Table:
    """A STRICT table that lies in the order of its primary key."""
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=False)


def log_table(name: str, *items: SchemaItem) -> Table:
    """A STRICT table that only grows, in the order of insertion (column `position`)."""
    return Table(name, metadata, position(), *items, sqlite_strict=True)


def event_columns() -> tuple[Column[Any], ...]:
    """The columns of every event table beside its subject's id and seq."""
    return (
        need("id", Id, unique=True),
        need("kind", Text),
        need("at", Instant),
        need("recorded_at", Instant),
        need("actor_id", Id),
        need("body", Json),
    )
