"""Importing a day file: what it would do is shown first, then done in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services import contact
from desk.services.access import Look, looked
from desk.services.appointments import PHONE
from desk.services.dayfile.model import MAX_BYTES, Covers, DayFile, Field, Problem, Row
from desk.services.dayfile.plan import FILE_SOURCE, ImportPlan, plan
from desk.services.dayfile.reading import read_day_file
from desk.services.env import Env
from desk.services.import_changes import Changes
from desk.services.session import sites

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do; nothing is stored before `apply`.

    Args:
        site: whose bookings they are: the covered site, else the actor's.
        plan: rows and bookings by what would happen to them.
        columns: headers by what was understood in them; unmapped: left unread.
        own: references of the branch's own phone bookings, which a file never changes.
    """

    site: str
    file: DayFile
    plan: ImportPlan
    columns: Mapping[Field, str]
    unmapped: tuple[str, ...]
    problems: tuple[Problem, ...]
    own: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many bookings an import touched; moved ones count as changed."""

    added: int
    changed: int
    cancelled: int
    unchanged: int
    problems: tuple[Problem, ...]


def preview(
    reader: Reader,
    env: Env,
    actor: Actor,
    path: Path,
    mapping: Mapping[str, str] | None = None,
    covers: Covers | None = None,
) -> Preview:
    """Read a file and work out what importing it would do.

    Args:
        mapping: for CSV, a person's choice over ours: header -> field, "" = leave unread.
        covers: a person's declaration that the file lists all bookings of that site and day.

    Raises:
        DeskError: "access.no_right", "import.unreadable", "site.not_permitted".
    """
    actor.require(Right.IMPORT_DAY)
    data = _bytes(path)
    file = read_day_file(data, mapping)
    file = replace(file, rows=tuple(_with_one_phone_form(row) for row in file.rows))
    if covers is not None:
        file = replace(file, covers=covers)
    return _preview(reader, env, actor, file, hashlib.sha256(data).hexdigest())


def apply(
    uow: UnitOfWork, env: Env, actor: Actor, shown: Preview, typed_confirmation: str = ""
) -> ImportResult:
    """Do what the preview showed, worked out anew against what is stored now.

    Rows with problems are left out; facts of the branch stay as they are.  Names and contacts are
    kept as personal data until the retention period of bookings ends.

    Args:
        typed_confirmation: the number of bookings to cancel, typed by a person, when the
            plan needs a confirmation.

    Raises:
        DeskError: "access.no_right", "import.confirm_cancel" (count), "site.not_permitted".
    """
    actor.require(Right.IMPORT_DAY)
    now = _preview(uow, env, actor, shown.file, shown.sha256)
    todo = now.plan
    if todo.needs_confirmation and typed_confirmation.strip() != str(len(todo.cancelled)):
        raise DeskError("import.confirm_cancel", count=len(todo.cancelled))
    changes = Changes(uow, env, actor, now.site)
    for row in todo.added:
        changes.add(row)
    for change in (*todo.changed, *todo.moved):
        changes.change(change)
    for appointment in todo.cancelled:
        changes.cancel(appointment)
    result = result_of(now)
    _log(uow, env, actor, now, result)
    return result


def result_of(shown: Preview) -> ImportResult:
    """The figures of a preview: what `apply` would give now."""
    todo = shown.plan
    kept = sum(item.row is not None for item in todo.kept)
    return ImportResult(
        added=len(todo.added),
        changed=len(todo.changed) + len(todo.moved),
        cancelled=len(todo.cancelled),
        unchanged=len(todo.unchanged) + kept + len(shown.own),
        problems=shown.problems,
    )


def _preview(reader: Reader, env: Env, actor: Actor, file: DayFile, sha256: str) -> Preview:
    site = file.covers.site if file.covers else actor.site
    if site not in {choice.id for choice in sites(env)}:
        raise DeskError("site.not_permitted", site=site)
    references = [row.reference for row in file.rows]
    own = reader.appointments.by_reference(PHONE, references)
    rest = replace(file, rows=tuple(row for row in file.rows if row.reference not in own))
    existing = reader.appointments.by_reference(FILE_SOURCE, references)
    if file.covers is not None:
        covered = reader.appointments.of_day(site, file.covers.day)
        existing |= {item.reference: item for item in covered if item.source == FILE_SOURCE}
    ids = [item.person_id for item in existing.values() if item.person_id]
    persons = reader.persons.get_many(ids)
    todo = plan(
        tuple(existing.values()), rest, persons, guard_percent=env.policy.cancel_guard_percent
    )
    return Preview(
        site=site,
        file=file,
        plan=todo,
        columns=file.columns,
        unmapped=file.unmapped,
        problems=todo.problems,
        own=tuple(own),
        sha256=sha256,
    )


def _bytes(path: Path) -> bytes:
    """The file's bytes, one more than allowed at most, so that reading can refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise DeskError("import.unreadable") from None


def _with_one_phone_form(row: Row) -> Row:
    """Numbers are kept in one form, so that another way to write one is no change."""
    try:
        return replace(row, phone=contact.phone(row.phone))
    except DeskError:
        return row


def _log(uow: UnitOfWork, env: Env, actor: Actor, done: Preview, result: ImportResult) -> None:
    days = _days(done.file) or [local_day(env.clock())]
    uow.imports.add(
        site=done.site,
        day_first=min(days),
        day_last=max(days),
        sha256=done.sha256,
        at=env.clock(),
        account_id=actor.account_id,
        added=result.added,
        changed=result.changed,
        cancelled=result.cancelled,
    )
    looked(uow, env, actor, Look.IMPORT, "day", None, "day_file")


def _days(file: DayFile) -> list[date]:
    days = [local_day(row.start) for row in file.rows if row.start is not None]
    return [*days, file.covers.day] if file.covers else days
