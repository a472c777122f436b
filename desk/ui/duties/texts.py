"""The words of the Duties screen: topics, phases, kinds, channels."""

from __future__ import annotations

from desk.i18n import marked
from desk.services.content.schema import Kind

TOPIC_TEXTS = {
    "hours": marked("Opening hours"),
    "appointments": marked("Appointments and arrival"),
    "queue": marked("Walk-ins and queue"),
    "in_person": marked("At the counter"),
    "phone": marked("On the phone"),
    "email": marked("E-mail"),
    "refusal": marked("Refusals and complaints"),
    "oral_submission": marked("Oral submissions"),
    "gifts": marked("Gifts"),
    "errors": marked("Our own errors"),
    "aggression": marked("Aggressive clients"),
    "filming": marked("Filming"),
    "personal_data": marked("Personal data"),
    "payments": marked("Payments"),
    "referral": marked("Other institutions"),
    "language": marked("Language and access"),
    "feedback": marked("Feedback"),
    "dress": marked("Dress and name badge"),
    "email_error": marked("Error in an e-mail"),
    "contacts": marked("Channels and contacts"),
    "values": marked("Values"),
    "standard": marked("About the standard"),
}

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
