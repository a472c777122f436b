"""What was done about an error of our own while reporting it; anything may be left for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desk.domain.incident_handling import ApologyForm, ContactNeed
from desk.domain.incident_words import Answer, Channel

APOLOGY_PARTS: tuple[str, ...] = ("acknowledged", "responsibility", "explanation", "regret")
"""What a whole apology has (S10)."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as typed: what is to be done, and by which day."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Remedy:
    """The remedy as ticked beside the first report (SE-02 to SE-04, SE-10, EE-01).

    Args:
        need: whether the client is to be told; None = not decided yet.
        contacted: how the client was told just now; None = not yet.
        why: why the client need not be told.
        apology, parts: how it was made, and of `APOLOGY_PARTS` what it had; None = undecided.
        complaint: the right to complain was explained.
        tasks: what puts the error right.
        corrected: the correction of an e-mail, with the apology, was sent; None = no e-mail error.
        personal_data: whether data of other people could have reached the wrong hands.
    """

    need: ContactNeed | None = None
    contacted: Channel | None = None
    why: str = ""
    apology: ApologyForm | None = None
    parts: tuple[str, ...] = ()
    complaint: bool = False
    tasks: tuple[NewTask, ...] = ()
    corrected: bool | None = None
    personal_data: Answer = Answer.NO
