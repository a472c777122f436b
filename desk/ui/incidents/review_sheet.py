"""What was done with a report, section by section: only what is there, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentState
from desk.domain.incident_handling import Grade, Handling
from desk.domain.incident_levels import needs_level
from desk.error_texts import error_text
from desk.formats import date_text, datetime_text
from desk.i18n import _, language
from desk.services.env import Env
from desk.services.incidents import IncidentDetail
from desk.ui.duties.sheet import Sheet
from desk.ui.incidents.breach_dialog import DATA_TEXTS, HOURS
from desk.ui.incidents.remedy_pane import APOLOGY_TEXTS, PART_TEXTS
from desk.ui.incidents.review_texts import (
    ACTS,
    CAUSES,
    CIRCUMSTANCES,
    CONTACTS,
    FOUND_BY,
    GRADES,
    LEGAL,
    PARTIES,
    SERVICE_ENDS,
    SITUATIONS,
    SUPPORTS,
    WAITS_FOR,
    said,
)
from desk.ui.incidents.texts import ANSWER_TEXTS, CHANNEL_TEXTS, STATE_TEXTS

Pairs = Iterator[tuple[str, str]]
_ENDED = (IncidentState.CLOSED, IncidentState.VOIDED)


def show_handling(sheet: Sheet, detail: IncidentDetail, env: Env) -> None:
    """Fill in what came after the report."""
    halt(sheet, detail)
    missing(sheet, detail)
    for title, pairs in (
        (_("Review"), list(_review(detail))),
        (_("Details"), list(_details(detail, env))),
        (_("Putting it right"), list(_remedy(detail))),
        (_("Personal data"), list(_breach(detail))),
        (_("Police and recording"), list(_evidence(detail))),
        (_("Care for the colleague"), list(_care(detail.handling))),
        (_("What was found"), list(_findings(detail))),
        (_("Tasks"), list(_tasks(detail, env))),
    ):
        shown = [pair for pair in pairs if pair[1]]
        if shown:
            sheet.section(title)
            sheet.pairs(shown)


def halt(sheet: Sheet, detail: IncidentDetail) -> None:
    """Why it stands still, first of all."""
    stop, state = detail.handling.halt, detail.incident.state
    halted = (
        IncidentState.RETURNED,
        IncidentState.BLOCKED,
        IncidentState.MERGED,
        IncidentState.VOIDED,
    )
    if stop is None or state not in halted:
        return
    why = _text(detail, stop.why_id)
    parts = [said(WAITS_FOR, stop.waits_for), why, detail.names.get(stop.by, "")]
    parts.append(datetime_text(stop.at))
    sheet.box(_(STATE_TEXTS[state]), " · ".join(part for part in parts if part))


def missing(sheet: Sheet, detail: IncidentDetail) -> None:
    """What stands against closing, for whoever may close."""
    if not detail.closing or detail.incident.state in _ENDED:
        return
    number = detail.incident.number
    lines = [_missing_text(code, number) for code in detail.closing]
    sheet.box(_("Before it can be closed"), "\n".join(f"•  {line}" for line in lines), "soft")


def _missing_text(code: str, number: str) -> str:
    """The refusal without its beginning, which is the same in all of them."""
    return error_text(DeskError(code, number=number)).partition(": ")[2].capitalize()


def _text(detail: IncidentDetail, text_id: UUID | None) -> str:
    if text_id is None:
        return ""
    return detail.texts.get(text_id, _("erased"))


def _review(detail: IncidentDetail) -> Pairs:
    handling, names = detail.handling, detail.names
    confirmed = handling.confirmed
    if needs_level(detail.incident) and confirmed is None:
        yield _("Level"), _("not confirmed yet")
    if confirmed is not None:
        by = f"{confirmed.level} · {names.get(confirmed.by, '')}, {datetime_text(confirmed.at)}"
        yield _("Level"), _("confirmed: {what}").format(what=by)
        yield _("Why"), _text(detail, confirmed.why_id)
    if handling.reviewer_id is not None:
        yield _("Reviewed by"), names.get(handling.reviewer_id, "")
    if handling.superior:
        yield _("Reviewed by"), _("the superior official at headquarters")
    concerned = ", ".join(names.get(one, "") for one in handling.concerned)
    yield _("Concerns also"), concerned
    if handling.told_hq is not None:
        yield _("Headquarters told"), datetime_text(handling.told_hq.at)
    for missed in handling.missed:
        yield _("Why a term was missed"), _text(detail, missed.why_id)


def _details(detail: IncidentDetail, env: Env) -> Pairs:
    known = detail.handling.detail
    if known is None:
        return
    yield _("Account"), _text(detail, known.text_id)
    yield _("Who it was"), said(PARTIES, known.party)
    yield _("What was done"), said(ACTS, *known.acts)
    yield _("What went before"), said(SITUATIONS, *known.before)
    yield _("Circumstances"), said(CIRCUMSTANCES, *known.circumstances)
    colleagues = ", ".join(detail.names.get(one, "") for one in known.witnesses_staff)
    yield _("Colleagues who saw it"), colleagues
    count = known.witnesses_clients
    yield _("Clients who saw it, how many"), str(count) if count else ""
    for name, grade in (
        (_("Bodily harm"), known.physical),
        (_("Harm to the mind"), known.psychological),
    ):
        yield name, "" if grade is Grade.UNKNOWN else said(GRADES, grade)
    yield _("Days not worked"), "" if known.lost_days is None else str(known.lost_days)
    euro = known.damage_euro
    yield _("Damage, about how many euros"), "" if euro is None else str(euro)
    yield _("How the service ended"), said(SERVICE_ENDS, known.service_end)
    yield _("Protection at once"), _text(detail, known.protection_id)
    yield _("Found by"), said(FOUND_BY, known.found_by)
    yield _("When it was made"), _when(known.made_at)
    service = env.services.get(known.service)
    yield _("Service"), service.name.get(language()) if service else ""


def _remedy(detail: IncidentDetail) -> Pairs:
    handling = detail.handling
    contact, apology, mended = handling.contact, handling.apology, handling.correction
    if contact is not None:
        channel = _(CHANNEL_TEXTS[contact.channel]) if contact.channel else ""
        parts = [said(CONTACTS, contact.need), channel, _when(contact.at)]
        parts.append(_text(detail, contact.why_id))
        yield _("Client told"), " · ".join(part for part in parts if part)
    if apology is not None:
        form, parts_ = said(APOLOGY_TEXTS, apology.form), said(PART_TEXTS, *apology.parts)
        when = datetime_text(apology.at)
        yield _("Apology"), " · ".join(part for part in (form, parts_, when) if part)
    yield _("Right to complain explained"), _when(handling.complaint_told_at)
    if mended is not None:
        yield _("Correction sent"), _when(mended.sent_at) or _("not yet")


def _breach(detail: IncidentDetail) -> Pairs:
    known = detail.handling.breach
    if known is None:
        return
    yield _("Known since"), datetime_text(known.aware_at)
    yield _("72 hours end"), datetime_text(known.aware_at + HOURS)
    yield _("What data"), said(DATA_TEXTS, *known.what)
    yield _("People"), "" if known.people is None else str(known.people)
    yield _("Contained"), _text(detail, known.contained_id)
    yield _("A risk to these people?"), _(ANSWER_TEXTS[known.risk])
    yield _("Why it was decided so"), _text(detail, known.decided_id)
    if known.officer is not None:
        yield _("Data-protection officer told"), datetime_text(known.officer.at)
    yield _("Inspectorate notified"), _when(known.reported_at)
    yield _("People told"), _when(known.told_at)
    if known.not_reported:
        yield _("Inspectorate notified"), _("not needed: no risk")


def _evidence(detail: IncidentDetail) -> Pairs:
    known = detail.handling.evidence
    if known is None:
        return
    yield _("Police called at"), _when(known.police_called_at)
    yield _("Police came at"), _when(known.police_came_at)
    yield _("Number given by the police"), _text(detail, known.reference_id)
    yield _("What the police did"), _text(detail, known.police_outcome_id)
    yield _("Is there a recording?"), _(ANSWER_TEXTS[known.cctv])
    ends = [_when(known.cctv_from), _when(known.cctv_to)]
    yield _("Keep from, to"), " – ".join(end for end in ends if end)
    asked = [_text(detail, known.asked_id), _when(known.asked_at)]
    yield _("Asked of whom"), ", ".join(part for part in asked if part)
    yield _("Kept until"), date_text(known.kept_until) if known.kept_until else ""


def _care(handling: Handling) -> Pairs:
    known = handling.care
    if known is None:
        return
    yield _("Given or offered"), said(SUPPORTS, *known.given)
    yield _("Talk"), _when(known.talked_at)
    yield _("Labour-protection specialist told"), _when(known.specialist_told_at)
    yield _("Ask again"), ", ".join(date_text(day) for day in known.next)


def _findings(detail: IncidentDetail) -> Pairs:
    known = detail.handling.findings
    if known is None:
        return
    yield _("Causes"), said(CAUSES, *known.causes)
    yield _("Legal steps"), said(LEGAL, *known.legal)
    yield _("Lesson"), _text(detail, known.lesson_id)
    yield _("Note"), _text(detail, known.note_id)


def _tasks(detail: IncidentDetail, env: Env) -> Pairs:
    today = local_day(env.clock())
    for task in detail.handling.tasks:
        owner = detail.names.get(task.owner_id, "")
        if task.done_at is not None:
            state = _("done {day}").format(day=date_text(local_day(task.done_at)))
        else:
            late = _("overdue since {day}") if task.due < today else _("until {day}")
            state = late.format(day=date_text(task.due))
        yield f"{owner} · {state}" if owner else state, _text(detail, task.text_id)


def _when(moment: datetime | None) -> str:
    return datetime_text(moment) if moment is not None else ""
