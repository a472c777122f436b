"""What a client gives of name, phone and e-mail, brought into one form."""

from __future__ import annotations

import re

from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.domain.typed_text import cleaned, tidied

_COUNTRY = "LV"
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_MAX_NAME = 120
_MAX_EMAIL = 254


def tidy(person: Person) -> Person:
    """The same person with tidy spaces, an international phone number and a plausible e-mail.

    Raises:
        DeskError: "contact.phone", "contact.email", "contact.name_long" (maximum).
    """
    name = " ".join(cleaned(person.name).split())
    if len(name) > _MAX_NAME:
        raise DeskError("contact.name_long", maximum=_MAX_NAME)
    return Person(name, phone(person.phone), email(person.email), tidied(person.text))


def phone(text: str) -> str:
    """A phone number as +37120000000; eight digits are Latvian, "" stays "".

    Raises:
        DeskError: "contact.phone" when it cannot be a number.
    """
    import phonenumbers

    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, _COUNTRY)
    except phonenumbers.NumberParseException:
        raise DeskError("contact.phone") from None
    if not phonenumbers.is_possible_number(number):
        raise DeskError("contact.phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """An e-mail address without spaces around it, "" stays "".

    Raises:
        DeskError: "contact.email" when it cannot be an address.
    """
    address = text.strip()
    if address and (len(address) > _MAX_EMAIL or not _EMAIL.fullmatch(address)):
        raise DeskError("contact.email")
    return address
