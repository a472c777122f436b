"""How this PC stands with updates, for people: what is in, what comes, and why it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.clock import local
from desk.domain.errors import DeskError
from desk.error_texts import TEXTS, error_text
from desk.site import Site
from desk.update.journal import Journal, Memory, State
from desk.update.versions import order
from desk.version import VERSION

_SILENT: timedelta = timedelta(days=14)
_WHY = {
    "package": "the installer refused it; installer.log says why",
    "version": "it is not the version that headquarters said it was",
    "check": "the new program does not work on this PC",
    "database": "it could not open this branch's database",
    "cut_off": "the PC went off again and again while it was put in",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands.

    Args:
        well: nobody has to do anything.
        lines: what to tell, the most important first.
    """

    well: bool
    lines: tuple[str, ...]
    state: State
    journal: Journal | None


def standing(memory: Memory, site: Site, now: datetime) -> Standing:
    """How this PC stands with updates; needs no right but to read."""
    state, journal = memory.state(), memory.journal()
    if journal is not None:
        line = f"An update to {journal.new.version} was cut off; the next run ends it."
        return Standing(False, (line,), state, journal)
    if not site.updates.enabled:
        return Standing(True, ("Updates are switched off for this PC.",), state, None)
    if not site.updates.source:
        return Standing(True, ("No source of updates is set.",), state, None)
    wrong = [*_trouble(state), *_clock(state, now), *_failures(state)]
    return Standing(not wrong, (*wrong, *_well(state, site)), state, None)


def _trouble(state: State) -> list[str]:
    found = state.trouble
    if found is None:
        return []
    known = found.code in TEXTS  # of this version; another one may have written it
    text = error_text(DeskError(found.code, **found.params)) if known else found.code
    return [f"Updates stand still since {_at(found.since)}: {text}"]


def _clock(state: State, now: datetime) -> list[str]:
    """A clock that is wrong makes good metadata look expired, or expired ones good."""
    if state.checked_at is None:
        return []
    if now < state.checked_at - timedelta(minutes=5):
        return [f"This PC's clock says {_at(now)}, before the last look; set it right."]
    if now - state.checked_at > _SILENT:
        return [f"Nobody could be asked since {_at(state.checked_at)}; work goes on without."]
    return []


def _failures(state: State) -> list[str]:
    """The last one, while nothing as new is in."""
    inside = order(state.installed.version) if state.installed else ()
    return [
        f"{one.version} was put in on {_at(one.at)} and went back: {_WHY.get(one.why, one.why)}."
        for one in state.failed
        if order(one.version) > inside
    ][-1:]


def _well(state: State, site: Site) -> list[str]:
    lines = [f"The program is {VERSION}."]
    if state.ready is not None:
        lines.append(f"{state.ready.version} lies ready for the hours {site.updates.hours}.")
    if state.put_in_at is not None:
        lines.append(f"{state.put_in} was put in on {_at(state.put_in_at)}.")
    if state.checked_at is not None:
        lines.append(f"Last looked on {_at(state.checked_at)}.")
    return lines


def _at(instant: datetime) -> str:
    return f"{local(instant):%Y-%m-%d %H:%M}"
