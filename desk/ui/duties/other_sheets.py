"""A service of the catalogue and a contact of the directory in full."""

from __future__ import annotations

from desk.domain.clock import local_day
from desk.domain.hours import Origin
from desk.formats import date_text, intervals_text
from desk.i18n import _, ngettext
from desk.services.calendar import site_hours
from desk.services.content.schema import Contact, Service
from desk.services.env import Env
from desk.ui.duties.catalogue import Catalogue
from desk.ui.duties.rule_sheet import order_text
from desk.ui.duties.sheet import Sheet
from desk.ui.duties.texts import CHANNEL_TEXTS, CONTACT_TEXTS, value_text


def show_service(sheet: Sheet, service: Service, catalogue: Catalogue) -> None:
    """Fill a sheet with a service: what to bring, how long it takes, how it is asked for."""
    language = catalogue.language
    sheet.wipe()
    sheet.pills(_service_pills(service))
    sheet.text(service.name.get(language), "heading")
    sheet.section(_("What to bring"))
    if service.bring:
        sheet.bullets([item.get(language) for item in service.bring])
    else:
        sheet.text(_("Nothing is listed."), tone="dim")
    sheet.section(_("About the service"))
    minutes = ngettext("about {n} minute", "about {n} minutes", service.minutes)
    channels = ", ".join(_(CHANNEL_TEXTS[channel]) for channel in service.channels)
    pairs = [
        (_("Usual length"), minutes.format(n=service.minutes)),
        (_("How to ask for it"), channels),
        (_("Payment"), _("card only when urgent") if service.urgent_card_only else ""),
        (_("Governing act"), service.act),
    ]
    sheet.pairs(pairs)
    if service.default:
        text = _("Length and papers are the program's own until headquarters gives its figures.")
        sheet.text(text, "small", "dim")
    sheet.end()


def _service_pills(service: Service) -> list[tuple[str, str]]:
    pills = [(_("Service"), "neutral")]
    if service.bookable:
        pills.append((_("By appointment"), "accent"))
    if service.id_document:
        pills.append((_("Identity document needed"), "neutral"))
    pills.append((_("Paid"), "neutral") if service.paid else (_("Free of charge"), "ok"))
    if service.consultation:
        pills.append((_("Consultation"), "neutral"))
    return pills


def show_contact(sheet: Sheet, contact: Contact, catalogue: Catalogue, env: Env) -> None:
    """Fill a sheet with a contact; one that is superseded says what to use instead."""
    language = catalogue.language
    old = bool(contact.superseded_by) or not contact.active
    sheet.wipe()
    kind = _(CONTACT_TEXTS.get(contact.kind, contact.kind))
    state = (_("Superseded"), "warn") if old else (_("In use"), "ok")
    sheet.pills([(kind, "neutral"), state])
    sheet.text(contact.name.get(language), "heading")
    known = bool(contact.value) and not old
    role = "title" if contact.value else "body"
    value = sheet.text(value_text(contact), role, "" if known else "dim")
    font = value.font()
    font.setStrikeOut(old)
    value.setFont(font)
    newer = next((c for c in catalogue.pack.contacts if c.id == contact.superseded_by), None)
    if newer is not None:
        sheet.box(_("Use instead"), f"{newer.name.get(language)}: {value_text(newer)}")
    if contact.matter:
        sheet.text(contact.matter.get(language), tone="ink2")
    sheet.section(_("Source"))
    sheet.pairs(_contact_pairs(contact, catalogue, env))
    sheet.end()


def _contact_pairs(contact: Contact, catalogue: Catalogue, env: Env) -> list[tuple[str, str]]:
    cited = catalogue.document(contact.document)
    return [
        (_("Answers today"), hours_today(contact.hours, env) if contact.hours else ""),
        (_("Document"), cited.title.get(catalogue.language) if cited else contact.document),
        (_("Order"), order_text(cited) if cited else ""),
        (_("As of"), date_text(contact.as_of) if contact.as_of else ""),
    ]


def hours_today(site: str, env: Env) -> str:
    """When a branch or the phone line answers today, by the content pack."""
    today = local_day(env.clock())
    hours = site_hours(env.pack, env.calendar, site, today)
    if hours.origin is Origin.NONE:
        return ""
    text = intervals_text(hours.intervals) or _("no")
    return text if hours.confirmed else _("{hours} (not confirmed)").format(hours=text)
