"""Push, pull, a round with nothing to do, and a single change: over loopback, durable at both ends.

Push and pull carry the same records, as many and as large, as PouchDB replicates to pouchdb-server
in turn with them: the events of a week of walk-in clients.  PouchDB numbers and hashes a document
when it is written, so ours are sealed before the clock starts, too; a whole round that seals on
the way is told beside.  Ours are signed, checked and on both disks before they count; LevelDB waits
for no disk.

`python -m tests.bench.sync_speed VISITS REPEATS ROUNDS` prints JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from desk.domain.person import Person, Purpose
from tests.bench.figures import spread
from tests.bench.sync_pouch import pouch
from tests.bench.sync_stand import (
    Branch,
    Headquarters,
    bodies,
    headquarters,
    make_week,
    seal_all,
    take_in,
)

_WARM = 1
_WARM_ROUNDS = 10


def measure(visits: int, repeats: int, rounds: int) -> dict[str, Any]:
    """Milliseconds of all rows.

    Args:
        visits: whose events are pushed and pulled; repeats: as often, the warm-up besides; 0 =
            without the comparison.
        rounds: with nothing to do, and with one change.
    """
    with tempfile.TemporaryDirectory(prefix="desk-sync-") as name, headquarters() as hq:
        place = Path(name)
        data = make_week(place / "week", visits, booked=0)
        empty = make_week(place / "none", 0)
        found = _throughput(hq, place, data, empty, repeats) if repeats else {}
        return found | _short(hq, place, empty, rounds)


def _throughput(
    hq: Headquarters, place: Path, data: Path, empty: Path, repeats: int
) -> dict[str, Any]:
    ours, theirs = [], []
    with pouch(place / "pouch") as other:
        for number in range(repeats + _WARM):
            mine, records = _there_and_back(hq, place / f"ours-{number}", data, empty)
            documents = place / "documents.json"
            documents.write_text(json.dumps(records))
            ours.append(mine)
            told = {way: len(records) * 1000 / ms for way, ms in other.round(documents).items()}
            theirs.append(told | {"sealed and pushed": told["push"]})
    taken = list(zip(ours[_WARM:], theirs[_WARM:], strict=True))
    size = sum(len(json.dumps(one)) for one in records) / len(records)
    return {"records": len(records), "bytes": round(size)} | {
        way: {
            "ratio": median(our[way] / their[way] for our, their in taken),
            "ours": median(our[way] for our, _ in taken),
            "theirs": median(their[way] for _, their in taken),
        }
        for way in ("push", "sealed and pushed", "pull")
    }


def _there_and_back(
    hq: Headquarters, place: Path, data: Path, empty: Path
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """One PC sends its week, a new one of the same branch reads it; records a second.

    Another one, of another branch, seals its week on the way, as PCs do.
    """
    place.mkdir()
    first = take_in(hq, data, place / "first", place.name)
    second = take_in(hq, empty, place / "second", place.name)
    other = take_in(hq, data, place / "other", f"{place.name}-other")
    records = [{"_id": one["id"], **one} for one in bodies(first.database)]
    seal_all(first.database)
    push, sent = _timed(first)
    pull, read = _timed(second)
    both, whole = _timed(other)
    if not sent.sent == whole.sent == len(records) <= read.read:
        raise RuntimeError(f"not everything went: {sent}, {read}, {whole}")
    for branch in (first, second, other):
        branch.close()
    rates = {
        "push": sent.sent * 1000 / push,
        "sealed and pushed": whole.sent * 1000 / both,
        "pull": read.read * 1000 / pull,
    }
    return rates, records


def _timed(branch: Branch) -> tuple[float, Any]:
    began = time.perf_counter()
    done = branch.round()
    return (time.perf_counter() - began) * 1000, done


def _short(hq: Headquarters, place: Path, empty: Path, rounds: int) -> dict[str, Any]:
    branch = take_in(hq, empty, place / "short", "short")
    try:
        return {
            "nothing": spread(_rounds(branch, rounds, lambda: None)),
            "single": spread(_rounds(branch, rounds, lambda: _change(branch))),
        }
    finally:
        branch.close()


def _rounds(branch: Branch, number: int, before: Callable[[], None]) -> list[float]:
    taken = []
    for _ in range(number + _WARM_ROUNDS):
        before()
        taken.append(_timed(branch)[0])
    return taken[_WARM_ROUNDS:]


def _change(branch: Branch) -> None:
    with branch.database.unit_of_work() as uow:
        uow.persons.put(Purpose.APPOINTMENT, Person(name="Vārds"), at=uow.now, expires=None)
        uow.commit()


if __name__ == "__main__":
    gc.disable()  # as in the window, which collects when it is idle
    print(json.dumps(measure(*map(int, sys.argv[1:4]))))
