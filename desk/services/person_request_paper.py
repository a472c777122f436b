"""The answer to a person: what is held about them, why, for how long, and who has looked at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from db.stores.annex import PURPOSE as ANNEX
from db.stores.holders import Holder
from desk.domain.errors import DeskError
from desk.domain.held import Asked, HeldEntry, HeldField, HeldLook, HeldPaper, HeldRecord, Stays
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right, Role
from desk.formats import date_text, datetime_text
from desk.i18n import _, language, marked
from desk.services.access import Look, looked
from desk.services.annex_open import OpenedAnnex
from desk.services.annex_paper import pairs_of
from desk.services.env import Env
from desk.services.person_request import gathered
from desk.services.person_request_grant import PURPOSE
from desk.services.retention_clocks import DRAFT
from desk.services.retention_table import period_text, purpose_name

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from desk.services.content.schema import Retention

KINDS: Final = {
    "appointment": marked("Booking {number}"),
    "visit": marked("Visit, ticket {number}"),
    "incident": marked("Incident {number}"),
    "phone_call": marked("Telephone call"),
    "follow_up": marked("Follow-up"),
    "day_record": marked("Record of the day"),
    DRAFT: marked("A colleague's unfinished report"),
}
STAYS: Final = {
    Stays.BOOKING_AHEAD: marked("the client is still to be served; cancel the booking first"),
    Stays.VISIT_OPEN: marked("the visit has not ended"),
    Stays.INCIDENT_OPEN: marked("the incident is not closed yet"),
    Stays.CALL_OPEN: marked("a call back was promised and not made"),
    Stays.FOLLOW_UP_OPEN: marked("it is still to be done"),
    Stays.REFUSAL: marked("a refusal has to be accounted for while it can be contested"),
}
_LOOKS: Final = {
    "open": marked("opened"),
    "search": marked("searched"),
    "export": marked("exported"),
    "print": marked("printed"),
    "correct": marked("put right"),
    "erase": marked("erased in part"),
}
_ROLES: Final = {
    Role.CLERK: marked("clerk"),
    Role.HEAD: marked("branch head"),
    Role.DEPUTY: marked("deputy head"),
    Role.IT: marked("IT"),
    Role.OFFICER: marked("data-protection officer"),
    Role.SYSTEM: marked("the program"),
}


def record_title(record: HeldRecord) -> str:
    """A record in words, in the language in force."""
    return _(KINDS[record.kind]).format(number=record.number)


def answer(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    asked: Asked,
    records: Sequence[HeldRecord],
    rows: Collection[UUID],
    opened: Sequence[OpenedAnnex] = (),
) -> HeldPaper:
    """The paper for the person, of the rows that somebody has looked through; also of none.

    Others who are named in a text have rights too: whoever grants the request leaves such rows
    out, or puts down by hand what concerns the person.  Who looked is told by role, not by name.

    Args:
        records: as `find` gave them; gathered anew here.
        rows: which of their rows the person is given.
        opened: sealed annexes that a head opened for this request, to be told too.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.ANSWER_PERSON)
    chosen = set(rows)
    given = [
        gathered(uow, env, Holder(one.kind, one.id), one.matches)
        for one in records
        if one.kind != DRAFT and chosen & {field.row_id for field in one.fields}
    ]
    for record in given:
        looked(uow, env, actor, Look.EXPORT, record.kind, record.id, PURPOSE)
    for annex in opened:
        looked(uow, env, actor, Look.EXPORT, "annex", annex.incident_id, PURPOSE)
    if not given:
        looked(uow, env, actor, Look.EXPORT, "person", None, PURPOSE)
    name = env.pack.info.institution_name or env.pack.info.title
    return HeldPaper(
        institution=name.get(language()),
        branch=env.branch(actor.site).name,
        asked=tuple(_asked(asked)),
        entries=(*(_entry(env, record, chosen) for record in given), *map(_sealed_entry, opened)),
        looks=_looks(uow, [*(one.id for one in given), *(one.incident_id for one in opened)]),
        purposes=tuple(_purposes(env, given, chosen, sealed=bool(opened))),
        printed_at=env.clock(),
        printed_by=actor.name,
        sealed=len(uow.annex.annexed().keys() - {one.incident_id for one in opened}),
    )


def as_json(paper: HeldPaper) -> bytes:
    """The same for a machine (GDPR article 20): UTF-8, indented."""
    return msgspec.json.format(msgspec.json.encode(paper), indent=2)


def field_pairs(env: Env, field: HeldField) -> Iterator[tuple[str, str]]:
    """A row's fields as label and value, in words."""
    person = field.person
    if person.name:
        yield _("Name"), person.name
    if person.phone:
        yield _("Phone"), person.phone
    if person.email:
        yield _("E-mail"), person.email
    if person.text or field.purpose == Purpose.INCIDENT_FILE.value:
        yield purpose_name(field.purpose), _text(env, field)


def _asked(asked: Asked) -> Iterator[tuple[str, str]]:
    pairs = (
        (_("Name"), asked.name),
        (_("Phone"), asked.phone),
        (_("E-mail"), asked.email),
        (_("Reference"), asked.reference),
    )
    yield from ((label, value) for label, value in pairs if value.strip())


def _entry(env: Env, record: HeldRecord, chosen: Collection[UUID]) -> HeldEntry:
    when = [(_("When"), datetime_text(record.at)), (_("Where"), _place(env, record.site))]
    fields = [field for field in record.fields if field.row_id in chosen]
    pairs = [pair for field in fields for pair in (*field_pairs(env, field), *_until(field))]
    return HeldEntry(record_title(record), (*when, *pairs))


def _sealed_entry(opened: OpenedAnnex) -> HeldEntry:
    """What is sealed about the person alone: not who saw it, nor what was written of others."""
    title = _("Incident {number}, sealed part").format(number=opened.number)
    about = [replace(one.who, witnesses="", text="") for one in opened.entries]
    count = len(opened.files)
    pictures = ((_("Pictures and scans"), str(count)),) if count else ()
    return HeldEntry(title, (*(pair for who in about for pair in pairs_of(who)), *pictures))


def _until(field: HeldField) -> Iterator[tuple[str, str]]:
    if field.until is not None:
        text = _("after {day}").format(day=date_text(field.until))
        yield _("Erased"), text


def _place(env: Env, site: str) -> str:
    try:
        return env.branch(site).name
    except DeskError:
        return site


def _text(env: Env, field: HeldField) -> str:
    """Free text as it is; what was chosen from a list in the list's words."""
    lists = {
        Purpose.ASSISTANCE.value: env.policy.assistance,
        Purpose.INCIDENT_TOLD.value: env.policy.recipients,
    }
    if field.purpose == Purpose.INCIDENT_FILE.value:
        return ": ".join(part for part in (_("a picture or scan"), field.person.text) if part)
    known = {item.id: item.text.get(language()) for item in lists.get(field.purpose, [])}
    if field.purpose == Purpose.ASSISTANCE.value:
        return ", ".join(known.get(part, part) for part in field.person.text.split())
    return known.get(field.person.text, field.person.text)


def _looks(uow: UnitOfWork, records: Collection[UUID]) -> tuple[HeldLook, ...]:
    roles = {account.id: account.role for account in uow.accounts.all()}
    return tuple(
        HeldLook(
            look.at,
            _(_LOOKS.get(look.what, "")) or look.what,
            _(_ROLES[roles.get(look.account_id, Role.SYSTEM)]),
        )
        for look in uow.holders.looks(dict.fromkeys(records))
    )


def _purposes(
    env: Env, given: Sequence[HeldRecord], chosen: Collection[UUID], *, sealed: bool
) -> Iterator[tuple[str, str, str]]:
    met = dict.fromkeys(
        field.purpose for record in given for field in record.fields if field.row_id in chosen
    )
    met |= {ANNEX: None} if sealed else {}
    periods = {one.purpose: one for one in env.policy.retention}
    for purpose in met:
        period = periods.get(purpose)
        basis = period.basis.get(language()) if period and period.basis else ""
        yield purpose_name(purpose), basis, _kept_for(period)


def _kept_for(period: Retention | None) -> str:
    if period is None:
        return period_text(None, "")
    return period_text(period.days, period.counted_from.get(language()))
