"""The short forms of the content pack, and the steps that a report of a kind can stamp."""

from __future__ import annotations

from functools import lru_cache

from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Moment, Pack, ScriptStep
from desk.services.env import Env


def moment_of(env: Env, kind: IncidentKind) -> Moment | None:
    """The short form of a kind; None for kinds that have none.

    A pack that was stored before packs had such forms borrows the shipped one's.
    """
    return next((item for item in _pack(env).moments if item.id == kind.value), None)


def moment_steps(env: Env, kind: IncidentKind) -> tuple[ScriptStep, ...]:
    """The steps that can be stamped: those of the kind's own script that have an id."""
    script = next((item for item in _pack(env).scripts if item.id == kind.value), None)
    return tuple(step for step in script.steps if step.id) if script is not None else ()


def _pack(env: Env) -> Pack:
    return env.pack if env.pack.moments else _shipped(env.institution) or env.pack


@lru_cache(maxsize=4)
def _shipped(institution: str) -> Pack | None:
    try:
        return bundled_pack(institution)
    except DeskError:
        return None
