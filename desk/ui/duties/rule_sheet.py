"""One rule in full: what to do, what to say, where it stands, what 2018 said."""

from __future__ import annotations

from collections.abc import Callable

from desk.formats import date_text
from desk.i18n import _
from desk.services.content.schema import Document, Helper, Rule
from desk.ui.duties.catalogue import Catalogue
from desk.ui.duties.sheet import Sheet
from desk.ui.duties.texts import HELPER_LANGUAGES, KIND_TEXTS, KIND_TONES, PHASE_TEXTS


def show_rule(sheet: Sheet, rule: Rule, catalogue: Catalogue, spoken: Callable[[str], str]) -> None:
    """Fill a sheet with a rule; `spoken` names who speaks in a sentence to say."""
    language = catalogue.language
    sheet.wipe()
    sheet.pills(_pills(rule))
    sheet.text(rule.text.get(language), "heading")
    if rule.detail:
        sheet.text(rule.detail.get(language), tone="ink2")
    if rule.note:
        sheet.box(_("Caution"), rule.note.get(language))
    if rule.say:
        show_sentence(sheet, rule.say, spoken)
    sheet.section(_("Source"))
    sheet.pairs(_source(rule, catalogue))
    if rule.earlier:
        cited = catalogue.document(rule.earlier.document)
        name = cited.short.get(language) if cited else rule.earlier.document
        title = _("What an earlier document said: {name}").format(name=name)
        sheet.box(title, rule.earlier.text.get(language), "soft")
    sheet.end()


def show_sentence(sheet: Sheet, say: Helper, spoken: Callable[[str], str]) -> None:
    """The Latvian sentence to say, and unofficial helper phrases."""
    sheet.section(_("What to say"))
    sheet.say(spoken(say.lv))
    helpers = [(mark, getattr(say, key)) for key, mark in HELPER_LANGUAGES]
    if any(sentence for _mark, sentence in helpers):
        sheet.text(_("Helper phrases, unofficial"), "small", "dim")
    for mark, sentence in helpers:
        if sentence:
            sheet.say(spoken(sentence), mark)


def _pills(rule: Rule) -> list[tuple[str, str]]:
    pills = [(_(KIND_TEXTS[rule.kind]), KIND_TONES[rule.kind])]
    if rule.superseded_by:
        pills.append((_("Superseded"), "warn"))
    else:
        pills.append((_("In force"), "neutral"))
    if rule.to_be_confirmed:
        pills.append((_("Headquarters has still to say whether it binds"), "warn"))
    if rule.roles == ["head"]:
        pills.append((_("For the branch head"), "neutral"))
    return pills


def _source(rule: Rule, catalogue: Catalogue) -> list[tuple[str, str]]:
    cited = catalogue.document(rule.document)
    phases = " · ".join(_(PHASE_TEXTS[phase]) for phase in rule.phases)
    return [
        (_("Document"), cited.title.get(catalogue.language) if cited else rule.document),
        (_("Order"), order_text(cited) if cited else ""),
        (_("Section"), rule.section),
        (_("Status"), _status(rule, catalogue)),
        (_("Topic"), catalogue.topic(rule.topic)),
        (_("When"), phases),
        (_("Number"), ", ".join([rule.id, *rule.also])),
    ]


def order_text(document: Document) -> str:
    """The order's number and date: "No 106/2023 of 21.04.2023."; "" when undated."""
    if document.order and document.dated:
        text = _("No {number} of {date}")
        return text.format(number=document.order, date=date_text(document.dated))
    if document.order:
        return _("No {number}").format(number=document.order)
    return date_text(document.dated) if document.dated else ""


def _status(rule: Rule, catalogue: Catalogue) -> str:
    if rule.superseded_by:
        return _("superseded by {rule}").format(rule=rule.superseded_by)
    cited = catalogue.document(rule.document)
    newer = catalogue.document(cited.superseded_by) if cited else None
    if newer is not None:
        text = _("in force; its document is superseded by {document}")
        return text.format(document=newer.short.get(catalogue.language))
    return _("in force")
