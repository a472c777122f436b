"""The words of the Duties screen: phases, kinds, channels."""

from __future__ import annotations

from desk.i18n import _, marked
from desk.services.content.schema import Contact, Kind

PHASE_TEXTS = {
    "opening": marked("Before opening"),
    "greeting": marked("Greeting"),
    "serving": marked("Serving"),
    "refusing": marked("Refusing"),
    "closing": marked("Ending a visit"),
    "phone": marked("Phone call"),
    "email": marked("E-mail answer"),
    "aggression": marked("Aggression"),
    "error": marked("Error"),
    "filming": marked("Someone films"),
    "gift": marked("A gift is offered"),
    "end_of_day": marked("End of day"),
}

KIND_TEXTS = {
    Kind.DUTY: marked("Duty"),
    Kind.RIGHT: marked("Right"),
    Kind.EXPECTATION: marked("Expectation"),
}
KIND_TONES = {Kind.DUTY: "accent", Kind.RIGHT: "ok", Kind.EXPECTATION: "neutral"}

CONTACT_TEXTS = {
    "phone": marked("Phone"),
    "email": marked("E-mail"),
    "web": marked("Web page"),
    "post": marked("Postal address"),
    "social": marked("Social media"),
    "eaddress": marked("E-address"),
}

CHANNEL_TEXTS = {
    "in_person": marked("in person"),
    "phone": marked("by phone"),
    "email": marked("by e-mail"),
    "post": marked("by post"),
    "portal": marked("in the portal"),
    "eaddress": marked("by e-address"),
    "web": marked("on the web page"),
}

HELPER_LANGUAGES = (("ru", "RU"), ("en", "EN"), ("uk", "UK"))
"""Helper phrases beside the Latvian sentence, in this order."""


def value_text(contact: Contact) -> str:
    """The number or address itself; nobody has given some of them yet."""
    return contact.value or _("to come from headquarters")
