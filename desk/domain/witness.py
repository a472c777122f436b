"""Roots of the incident log that headquarters have seen and countersigned.

What is signed has the form of a C2SP cosignature (tlog-cosignature, version 1), so that other
tools can check it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from desk.domain.entry_log import Root


@dataclass(frozen=True, slots=True)
class WitnessedRoot:
    """What headquarters signed of the log.

    Args:
        root: size and hash; text: the checkpoint's; at: when they signed it, in whole seconds.
        signature: of `cosigned_text`, with headquarters' key.
    """

    root: Root
    text: str
    at: datetime
    signature: bytes

    @property
    def signed_text(self) -> str:
        """What the signature is of."""
        return cosigned_text(self.text, self.at)


@dataclass(frozen=True, slots=True)
class WitnessAlarm:
    """Headquarters refused the log as it stands: it contradicts what they had signed.

    Args:
        size: of the log that was refused; at: when.
    """

    size: int
    at: datetime


def cosigned_text(text: str, at: datetime) -> str:
    """What a witness signs of a checkpoint.

    Args:
        text: the checkpoint's; at: when; fractions of a second are left out.
    """
    return f"cosignature/v1\ntime {int(at.astimezone(UTC).timestamp())}\n{text}"
