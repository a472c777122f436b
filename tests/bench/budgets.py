"""The budgets of the design, what was measured, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.searching import ANYTHING

_DIST: Final = Path(__file__).resolve().parents[2] / "dist"
_MB: Final = 1_000_000


@dataclass(frozen=True)
class Line:
    """One budget.

    Args:
        measured, against: in `unit`; the ratio is of these two, without the second to the limit.
        limit: of the ratio, or of what was measured when there is nothing to compare with.
        remark: how it was measured; "not measured yet: ..." when it was not.
        least: the ratio is to be at least the limit, not at most.
    """

    name: str
    limit: float
    unit: str
    measured: float | None = None
    against: float | None = None
    remark: str = ""
    least: bool = False

    @property
    def ratio(self) -> float | None:
        """Measured to compared, or to the limit itself."""
        if self.measured is None:
            return None
        return self.measured / self.against if self.against else self.measured / self.limit

    @property
    def holds(self) -> bool | None:
        """Whether the budget holds; None when it was not measured."""
        if self.ratio is None:
            return None
        if self.least:
            return self.ratio >= self.limit
        return self.ratio <= (self.limit if self.against else 1)

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {
            "budget": self.name, "limit": self.limit, "unit": self.unit, "measured": self.measured,
            "against": self.against, "ratio": self.ratio, "holds": self.holds,
            "remark": self.remark,
        }  # fmt: skip


def lines(found: dict[str, Any]) -> Iterator[Line]:
    """The budgets out of what the parts of the bench found; a part that is missing is said so."""
    if (start := found.get("start")) is not None:
        yield from _start(start)
    if (writes := found.get("writing")) is not None:
        yield from _writing(writes)
    if (search := found.get("searching")) is not None:
        yield Line(
            "search as you type, ten years, p95", 16, "ms", search[ANYTHING]["p95"], None, ANYTHING
        )
        for name, figures in search.items():
            if name != ANYTHING:
                yield Line(f"  {name}, p95", 16, "ms", figures["p95"])
    if (stalls := found.get("stalls")) is not None:
        yield from _stalls(stalls)
    if (incoming := found.get("incoming")) is not None:
        yield Line(
            "longest stall: changes of headquarters",
            50,
            "ms",
            incoming["longest"],
            None,
            f"{_worst(incoming['stalls'])}; all within {incoming['seconds']:.0f} s",
        )
    if (day := found.get("day")) is not None:
        yield Line(day["name"], 50, "ms", day["longest"], None, day["remark"])
    if (sync := found.get("sync")) is not None:
        yield from _sync(sync)
    yield _package("Linux package", 55, "branch-desk_*.deb", "make package-linux")
    yield _package("Windows setup", 35, "branch-desk-*-setup.exe", "make package-windows")


def _package(name: str, limit: float, pattern: str, made_by: str) -> Line:
    """The newest one that lies in dist/."""
    found = sorted(_DIST.glob(pattern), key=lambda file: file.stat().st_mtime)
    if not found:
        return Line(name, limit, "MB", remark=f"not measured yet: `{made_by}` makes one")
    return Line(name, limit, "MB", found[-1].stat().st_size / _MB, None, found[-1].name)


def _start(ms: dict[str, float]) -> Iterator[Line]:
    bare = ms["bare"]
    yield Line(
        "window painted, warm / bare window",
        1.5,
        "ms",
        ms["empty first frame"],
        bare,
        "spawn to the first frame; medians, taken in turn",
    )
    yield Line(
        "  its sign-in card painted",
        3.5,
        "ms",
        ms["empty sign-in card"],
        bare,
        "no budget of its own: shown for honesty against 3.5",
    )
    yield Line(
        "today's data from sign-in / bare window",
        3.5,
        "ms",
        ms["full entered to board"],
        bare,
        "Enter in the password field to the painted board, password check included",
    )
    yield Line(
        "window painted, ten years / empty",
        1.2,
        "ms",
        ms["full first frame"],
        ms["empty first frame"],
    )
    yield Line(
        "today's data, ten years / empty",
        1.2,
        "ms",
        ms["full entered to board"],
        ms["empty entered to board"],
    )


def _writing(writes: dict[str, Any]) -> Iterator[Line]:
    bare, pages, count = writes["bare"], writes["pages"]["median"], writes["samples"]
    yield Line(
        "key press that writes, durable, p99 / bare commit p99",
        3,
        "ms",
        writes["commit"]["p99"],
        bare["p99"],
        f"{count} samples; bare: one transaction of {pages:.0f} pages, the median of ours",
    )
    for name, figures in writes["by_key"].items():
        yield Line(
            f"  {name}, p99",
            3,
            "ms",
            figures["p99"],
            bare["p99"],
            f"median {figures['median']:.1f}",
        )
    yield Line(
        "  the same, medians",
        3,
        "ms",
        writes["commit"]["median"],
        bare["median"],
        f"until it is shown {writes['shown']['median']:.0f}",
    )


def _stalls(stalls: dict[str, Any]) -> Iterator[Line]:
    for name in ("tour", "changes on the lane", "changes of another process"):
        yield Line(
            f"longest stall: {name}",
            50,
            "ms",
            stalls[name]["longest"],
            None,
            _worst(stalls[name]["stalls"]),
        )
    yield Line(
        "resident memory, ten years, after a day's tour",
        200,
        "MB",
        stalls["memory"]["now"],
        None,
        f"at most {stalls['memory']['most']:.0f}",
    )


def _sync(sync: dict[str, Any]) -> Iterator[Line]:
    speed, fleet = sync["speed"], sync["fleet"]
    size = f"{speed['records']} records of {speed['bytes']} bytes; median of ratios"
    for way, remark in (
        ("push", f"{size}; sealed before, as PouchDB's documents have their revisions"),
        ("pull", size),
    ):
        yield _times(f"{way}, against pouchdb-server", speed[way], remark)
    both = speed["sealed and pushed"]
    yield Line(
        "  push with sealing", 3, "/s", remark=f"{both['ours']:.0f} a second, {both['ratio']:.2f} x"
    )
    for name, limit in (("nothing", 10), ("single", 25)):
        called = {"nothing": "round with nothing to do", "single": "round with one change"}[name]
        figures = speed[name]
        for point in ("median", "p99"):
            yield Line(f"{called}, {point}", limit, "ms", figures[point], None, "loopback")
    yield from _fleet(fleet)


def _times(name: str, figures: dict[str, float], remark: str) -> Line:
    against = figures["ours"] / figures["ratio"]
    return Line(name, 3, "/s", figures["ours"], against, remark, least=True)


def _fleet(fleet: dict[str, Any]) -> Iterator[Line]:
    memory, answers = fleet["memory"], fleet["answers"]
    count = f"{fleet['branches']} branches, {fleet['records']} records"
    yield Line(
        "branches back after a week: all done", 300, "s", fleet["seconds"], None,
        f"{count}, {fleet['a second']:.0f} a second, {fleet['broken']} rounds broke off",
    )  # fmt: skip
    yield Line(
        "  headquarters' memory, second half / first", 1.1, "MB",
        memory["second half"], memory["first half"], f"{memory['samples']} samples",
    )  # fmt: skip
    yield Line(
        "  last branch / median branch", 1.5, "x", fleet["last / median"], 1.0, "nobody starves"
    )
    yield Line("  longest wait for an answer", 30_000, "ms", answers["max"], None,
               f"median {answers['median']:.0f}, p99 {answers['p99']:.0f}")  # fmt: skip


def _worst(stalls: list[dict[str, Any]]) -> str:
    return (
        f"{stalls[0]['during']}, {stalls[0]['cpu_ms']:.0f} ms of it our own CPU" if stalls else ""
    )


def table(rows: Iterable[Line]) -> str:
    """The lines as a table for people."""
    out = [f"{'budget':56}{'measured':>14}{'ratio':>8}{'budget':>9}  verdict"]
    for row in rows:
        measured = "-" if row.measured is None else f"{row.measured:.1f} {row.unit}"
        ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
        limit = f"{row.limit:g} x" if row.against else f"{row.limit:g} {row.unit}"
        verdict = {True: "holds", False: "MISSES", None: "-"}[row.holds]
        out.append(
            f"{row.name:56}{measured:>14}{ratio:>8}{limit:>9}  {verdict:7} {row.remark}".rstrip()
        )
    return "\n".join(out)
