"""The shipped table of holidays is what its package says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from desk.services.holiday_source import FIRST_YEAR, LANGUAGES, LAST_YEAR, TABLE, latvian_holidays

_SCRIPT = Path(__file__).parents[3] / "packaging" / "dev" / "holiday_table.py"
_SPEC = importlib.util.spec_from_file_location("holiday_table", _SCRIPT)
assert _SPEC is not None and _SPEC.loader is not None
holiday_table = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(holiday_table)


def test_the_shipped_table_is_the_one_that_the_script_writes():
    assert TABLE.read_text(encoding="utf-8") == holiday_table.table()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_year_is_read_as_the_package_has_it(language: str):
    source = latvian_holidays(language)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        assert source(year) == holiday_table.of_year(year, language), year
