"""A lost password: a question to headquarters that is open for a short time, and wrong answers.

Time is the PC's own counter: another wall clock lengthens nothing, and a restart ends the question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desk.domain.lockout import Lockout, lockout_after
from desk.domain.uptime import Uptime

OPEN_SECONDS: Final = 1800
"""So long a question can be answered."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """How an account stands.

    Args:
        nonce: of the open question; None when there is none.
        boot, since: when it was asked, by the PC's counter (whole seconds).
        failed: wrong answers in a row, to all questions; lockout: the wait after them.
    """

    nonce: bytes | None = None
    boot: str = ""
    since: int = 0
    failed: int = 0
    lockout: Lockout | None = None

    def is_open(self, now: Uptime) -> bool:
        """Whether the question can still be answered; a counter that went back is another start."""
        age = int(now.seconds) - self.since
        return self.nonce is not None and self.boot == now.boot and 0 <= age < OPEN_SECONDS

    def waits(self, now: Uptime) -> int:
        """Minutes to wait still, rounded up; 0 = none."""
        return -(-self.lockout.left(now) // 60) if self.lockout else 0

    def asked(self, nonce: bytes, now: Uptime) -> Challenge:
        """A new question; wrong answers to earlier ones stay counted."""
        return replace(self, nonce=nonce, boot=now.boot, since=int(now.seconds))

    def missed(self, now: Uptime) -> Challenge:
        """One more wrong answer."""
        failed = self.failed + 1
        return replace(self, failed=failed, lockout=lockout_after(failed, now))

    def carried_over(self, now: Uptime) -> Challenge:
        """The same wait by the counter of this start of the PC."""
        return replace(self, lockout=self.lockout.carried_over(now)) if self.lockout else self
