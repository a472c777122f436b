"""Hours of a pack become the domain's types unchanged."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from desk.domain.hours import DayException, Interval, Origin
from desk.services.content.hours_of import exceptions, weekly_versions
from desk.services.content.load import load_pack
from tests.unit.content.pack_folder import write_pack


def test_versions_come_in_order_of_time(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path))
    first, second = weekly_versions(pack, "one")
    assert (first.id, second.id) == ("first", "second")
    split = (Interval(time(8, 30), time(12)), Interval(time(13), time(17, 30)))
    assert first.week == (split, split, (), (), (), (), ())
    assert (first.confirmed, second.confirmed) == (False, True)
    assert [version.id for version in weekly_versions(pack, "phone-line")] == ["second"]
    assert weekly_versions(pack, "sub") == ()


def test_exceptions_come_in_order_of_days_and_in_the_language(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path))
    assert exceptions(pack, "one", "ru") == (
        DayException(date(2026, 6, 1), (), "Закрыто", Origin.HQ_EXCEPTION),
        DayException(
            date(2026, 12, 30),
            (Interval(time(9), time(12)),),
            "Перед праздником",
            Origin.HQ_EXCEPTION,
        ),
    )
    assert exceptions(pack, "sub", "lv") == ()
