"""Checks of values: policy within sensible bounds, services and ladders consistent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from desk.domain.text import words
from desk.services.content.checks_ladders import ladder_problems
from desk.services.content.reading import Located, Problem, Reading
from desk.services.content.schema import WALK_INS, Pack, Policy

_BOUNDS = {
    "capacity": (1, 200),
    "slot_minutes": (5, 240),
    "cancel_guard_percent": (1, 100),
    "phone_prompt_minutes": (0, 60),
}

_CALL_ORDER_BOUNDS = {
    "due_before_minutes": (0, 60),
    "walk_in_threshold_minutes": (1, 240),
    "walk_in_after_bookings": (0, 20),
    "call_limit": (1, 10),
    "hold_minutes": (0, 240),
    "arrival_margin_minutes": (0, 60),
    "alert_wait_minutes": (1, 240),
}

_ATTACHMENT_BOUNDS = {
    "source_mb": (1, 100),
    "stored_mb": (1, 20),
    "per_report": (1, 50),
    "pdf_pages": (1, 100),
    "longest_side": (800, 5000),
}

_SERVICE_MINUTES = (1, 480)
_QUICK = range(10)


def policy_checks(own: Reading, pack: Pack) -> Iterator[Problem]:
    """Values that no branch could work with, and an institution without a policy."""
    if pack.policy is not None:
        yield from _policy_problems(pack.policy, {branch.id for branch in pack.branches})
    elif pack.info.institution and not own.policy:
        yield Problem("policy.toml", "", "is missing, and no included pack has one")
    for located in own.of("services"):
        yield from _service_problems(located)
    yield from _quick_twice(own.of("services"))
    yield from _alias_twice(own.of("services"))
    for located in own.of("ladders"):
        yield from ladder_problems(located, pack)


def _policy_problems(policy: Policy, branches: set[str]) -> Iterator[Problem]:
    for owner, prefix, bounds in (
        (policy, "", _BOUNDS),
        (policy.call_order, "call_order.", _CALL_ORDER_BOUNDS),
        (policy.attachments, "attachments.", _ATTACHMENT_BOUNDS),
    ):
        for name, (low, high) in bounds.items():
            if not low <= getattr(owner, name) <= high:
                yield Problem("policy.toml", prefix + name, f"must be {low} to {high}")
    for path, value in (("walk_ins", policy.walk_ins), *_branch_walk_ins(policy)):
        if value not in WALK_INS:
            yield Problem("policy.toml", path, f"unknown walk-in policy {value!r}")
    for name in policy.branch_walk_ins.keys() - branches:
        yield Problem("policy.toml", f"branch_walk_ins.{name}", f"unknown branch {name!r}")
    told = {option.id for option in policy.recipients}
    for kind, name in policy.tell.items():
        if name not in told:
            yield Problem("policy.toml", f"tell.{kind}", f"unknown recipient {name!r}")
    for number, kept in enumerate(policy.retention, start=1):
        if kept.days < 0:
            yield Problem("policy.toml", f"retention[{number}] {kept.purpose}", "days below zero")


def _branch_walk_ins(policy: Policy) -> list[tuple[str, str]]:
    return [(f"branch_walk_ins.{name}", value) for name, value in policy.branch_walk_ins.items()]


def _service_problems(located: Located) -> Iterator[Problem]:
    low, high = _SERVICE_MINUTES
    service = located.item
    if not low <= service.minutes <= high:
        yield located.problem(f"minutes must be {low} to {high}")
    if service.quick not in _QUICK:
        yield located.problem("quick must be 0 (none) to 9")
    if service.urgent_card_only and not service.paid:
        yield located.problem("urgent_card_only needs paid")


def _quick_twice(services: list[Located]) -> Iterator[Problem]:
    keys = Counter(located.item.quick for located in services)
    for located in services:
        if located.item.quick and keys[located.item.quick] > 1:
            yield located.problem(f"quick key {located.item.quick} is given twice")


def _alias_twice(services: list[Located]) -> Iterator[Problem]:
    """A name that two services share could not be told apart in an imported day file."""
    first: dict[str, Located] = {}
    for located in services:
        service = located.item
        for name in {" ".join(words(name)) for name in (service.name.lv, *service.aliases)}:
            other = first.setdefault(name, located)
            if other is not located:
                yield located.problem(f"alias {name!r} also means {other.item.id}")
