"""No figure of the statistics can be of a person: nothing that they are made of knows one."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select

import desk.domain
from db.stores import statistics as store

ROOT = Path(__file__).resolve().parents[2]
PERSON = re.compile(r"account|actor|reporter|reviewer|clerk|owner|concerned|witness|(^|_)by$")
MODULES = sorted(
    name
    for _finder, name, _package in pkgutil.iter_modules(desk.domain.__path__)
    if name.startswith("statistics")
)
QUERIES = {name: value for name, value in vars(store).items() if isinstance(value, Select)}
SAID = {"found_by"}
"""Who found an error: a client, a colleague, an audit; a kind of person, none of them."""
PRINTED = {"printed_by"}
"""Who printed a sheet, in its footer."""


def types_of(module: str) -> Iterator[Any]:
    found = importlib.import_module(f"desk.domain.{module}")
    for value in vars(found).values():
        if dataclasses.is_dataclass(value) and value.__module__ == found.__name__:
            yield value


def test_something_is_looked_at() -> None:
    assert len(MODULES) > 6 and len(QUERIES) > 5
    assert sum(1 for module in MODULES for _ in types_of(module)) > 15


@pytest.mark.parametrize("module", MODULES)
def test_no_type_has_a_person(module: str) -> None:
    for one in types_of(module):
        for field in dataclasses.fields(one):
            assert "UUID" not in str(field.type), (one, field.name)
            assert not PERSON.search(field.name) or field.name in SAID | PRINTED, (one, field.name)


@pytest.mark.parametrize("module", MODULES)
def test_no_rule_names_a_person(module: str) -> None:
    tree = ast.parse((ROOT / "desk" / "domain" / f"{module}.py").read_text("utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not {name for name in names if PERSON.search(name)} - SAID - PRINTED


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_no_query_reads_a_person(name: str) -> None:
    columns = {column.key for column in QUERIES[name].selected_columns}
    text = str(QUERIES[name])
    assert not columns & store.UNREAD.keys()
    assert not re.search(r"\b(actor_id|reporter_id|acknowledged_by|counter)\b", text)
