"""The booking system's file of the demo: the day itself and the working days after it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, time
from random import Random

from desk.demo.cast import clients
from desk.services.content.schema import Pack

_SERVICES = (
    "passport-eid",
    "eid",
    "passport",
    "child-documents",
    "passport-eid",
    "residence-permit",
    "eid",
    "declare-residence",
    "collect-residence-card",
    "passport-eid",
    "register-certificate",
    "citizenship",
)
_BUSY = 11 * 60
_USUAL = (8 * 60 + 30, 15 * 60 + 30)
_HOURS = {1: (9 * 60, 17 * 60 + 30), 5: (9 * 60, 14 * 60 + 30)}
"""First and last slot by weekday, 1 = Monday; others are as usual."""
_STEP = 15
_RUSH = (10 * 60 + 30, 10 * 60 + 45)
_SEED = 20261124


def day_file(pack: Pack, days: Sequence[date]) -> bytes:
    """A CSV file as a spreadsheet in Latvia saves it; the first day is the demo's."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("reference", "start", "service", "name", "phone", "email"))
    random = Random(_SEED)  # noqa: S311 - a play, not a secret
    names = {service.id: service.name.lv for service in pack.services}
    people = clients(len(days) * 60)
    number = 0
    for day in days:
        for slot in _slots(random, *_HOURS.get(day.isoweekday(), _USUAL)):
            service = names[_SERVICES[number % len(_SERVICES)]]
            start = f"{day:%d.%m.%Y} {slot:%H:%M}"
            writer.writerow((f"R2-{40100 + number}", start, service, *people[number]))
            number += 1
    return text.getvalue().encode("cp1257")


def _slots(random: Random, first: int, last: int) -> Iterator[time]:
    """Two or three bookings to a slot in the morning, three in the rush, one or two later."""
    for minute in range(first, last + 1, _STEP):
        usual = (2, 2, 3) if minute < _BUSY else (1, 1, 1, 2)
        for _booking in range(3 if minute in _RUSH else random.choice(usual)):
            yield time(minute // 60, minute % 60)
