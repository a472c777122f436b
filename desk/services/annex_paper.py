"""An opened annex in words: on the screen, on its own paper, in the answer to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from desk.domain.annex import Identity, OpenedEntry, OpenPurpose
from desk.domain.annex_paper import AnnexPaper
from desk.domain.roles import Actor, Right
from desk.formats import datetime_text
from desk.i18n import _, language, marked
from desk.services.access import Look, looked
from desk.services.annex_open import OpenedAnnex
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

PURPOSES: Final = {
    OpenPurpose.POLICE: marked("Police"),
    OpenPurpose.COMPLAINT: marked("A complaint"),
    OpenPurpose.REMEDY: marked("Putting right what went wrong"),
    OpenPurpose.COURT: marked("A court or another institution"),
    OpenPurpose.PERSON: marked("The person's own request"),
}


def purpose_text(purpose: OpenPurpose) -> str:
    """A purpose in words, in the language in force."""
    return _(PURPOSES[purpose])


def pairs_of(who: Identity) -> Iterator[tuple[str, str]]:
    """What identifies people, as label and value; what is empty is left out."""
    values = (
        (_("Name or description"), who.name),
        (_("Contact"), who.contact),
        (_("Document"), who.document),
        (_("Witnesses"), who.witnesses),
        (_("Anything else"), who.text),
        (_("Ticket"), who.ticket),
    )
    yield from ((label, value) for label, value in values if value)


def sealed_text(opened: OpenedAnnex, entry: OpenedEntry) -> str:
    """When an entry was sealed, and by whom."""
    name = opened.names.get(entry.by, "")
    return " · ".join(part for part in (datetime_text(entry.at), name) if part)


def paper(
    uow: UnitOfWork, env: Env, actor: Actor, opened: OpenedAnnex, words: str = ""
) -> AnnexPaper:
    """The paper of an annex that this person has opened just now; logged as a print of its own.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.OPEN_ANNEX)
    looked(uow, env, actor, Look.PRINT, "annex", opened.incident_id, opened.purpose.value)
    name = env.pack.info.institution_name or env.pack.info.title
    return AnnexPaper(
        institution=name.get(language()),
        branch=env.branch(actor.site).name,
        number=opened.number,
        purpose=": ".join(part for part in (purpose_text(opened.purpose), words) if part),
        entries=tuple(
            (sealed_text(opened, one), tuple(pairs_of(one.who))) for one in opened.entries
        ),
        printed_at=env.clock(),
        printed_by=actor.name,
    )
