"""What the window can do when the database cannot be used, and what it remembers for that day."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from msgspec.structs import replace

from db.layout import database_path, keys_path
from desk import crash
from desk.clocks import system_clock, system_uptime
from desk.data_folder import traces_dir
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.uptime import UptimeClock
from desk.i18n import language, speaking
from desk.instance import Claim
from desk.known import Known, Seen, read_known, write_known
from desk.version import VERSION

if TYPE_CHECKING:
    from desk.app import App
    from desk.crash import CrashReport
    from desk.services.content.schema import Pack
    from desk.services.env import Env

_LINES: Final = 52
_IT: Final = "it"
_OFFICIAL: Final = "lv"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that the database can be restored from.

    Args:
        made: the instant that it holds; mirror: it lies in the second place.
    """

    path: Path
    made: datetime
    mirror: bool = False


class WaysOn:
    """The ways on of one data folder.

    Args:
        folder: the data folder, None for the default.
        clock, uptime: the real ones but in tests.
        claim: this window's right to be the only one of its person.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        clock: Clock = system_clock,
        uptime: UptimeClock = system_uptime,
        claim: Claim | None = None,
    ) -> None:
        self.folder = folder or traces_dir()
        self._clock, self._uptime = clock, uptime
        self._claim = claim or Claim(self.folder)
        self._known = read_known(self.folder)

    @property
    def known(self) -> Known:
        """What is known without the database."""
        return self._known

    def clock(self) -> datetime:
        """The real time."""
        return self._clock()

    def was_set_up(self) -> bool:
        """Whether there was a database here: then it is missing, and not still to be made."""
        return keys_path(self.folder).exists() or bool(self._known.institution)

    def remember(self, env: Env) -> None:
        """The database is open: keep what would be missed without it."""
        self._keep(language=language(), institution=env.institution, branch=env.home_branch)

    def seen(self) -> None:
        """The program runs, and nothing is odd about the clock."""
        up = self._uptime()
        self._keep(seen=Seen(self._clock(), up.boot, up.seconds))

    def accept_clock(self, newest: datetime | None) -> None:
        """A person says that the clock is right, whatever the newest entry says."""
        self._keep(accepted=newest)
        self.seen()

    def others(self) -> int:
        """How many other persons of this PC have a window open on this folder."""
        return self._claim.others()

    def crashes(self) -> tuple[CrashReport, ...]:
        """Reports of earlier runs, newest first; those that are too old are gone."""
        crash.expire(self.folder, self._clock())
        return crash.reports(self.folder)

    def mark_read(self, report: CrashReport) -> None:
        """Somebody has seen it."""
        crash.mark_read(report)

    def delete_crash(self, report: CrashReport) -> None:
        """Somebody does not want it kept."""
        crash.delete(report)

    def copies(self) -> tuple[Copy, ...]:
        """What the database can be restored from, newest first; a share may take long to answer."""
        return tuple(sorted(self._copies(), key=lambda copy: copy.made, reverse=True))

    def restore(self, copy: Copy, login: str, password: str, code: str) -> None:
        """Put a copy in the place of the present database, which is kept beside it.

        Args:
            login, password: of a head or IT as the copy knows them; or else
            code: the recovery code.

        Raises:
            DeskError: "restore.code_needed" when this PC's key does not open the copy, and as
                `desk.restoring.restore`.
        """
        from db.keys import prove_paper
        from desk.app import unlocked_key
        from desk.restoring import restore

        def allow(app: App) -> None:
            if code:
                prove_paper(app.folder, code, unlocked_key(app.folder))
            else:
                _require_keeper(app, login, password)

        restore(copy.path, self.folder, code=_given(code), allow=allow, clock=self._clock)

    def recover(self, code: str) -> None:
        """Let this PC open the database again; a key file that is lost comes from a backup.

        Raises:
            DeskError: as `desk.app.recover`.
        """
        from desk.app import recover  # with the database's engine: not needed for the first frames

        self._bring_keys_back()
        recover(self.folder, code)

    def paper(self) -> bytes:
        """The blank log for work on paper, as a PDF in Latvian."""
        from desk.domain.back_entry import paper_number
        from desk.domain.slips import PaperLog
        from desk.i18n import _
        from desk.reports import paper_log
        from desk.services.paper_door import ENDED_TEXTS

        pack = self._pack()
        with speaking(_OFFICIAL):
            log = PaperLog(
                institution=_institution(pack),
                branch=self._branch(pack),
                numbers=tuple(paper_number(place) for place in range(1, _LINES + 1)),
                services=_services(pack),
                outcomes=tuple(_(text) for text in ENDED_TEXTS.values()),
                printed_at=self._clock(),
            )
            return paper_log.pdf(log)

    def helpers(self) -> tuple[tuple[str, str], ...]:
        """Whom to call: IT's contacts in the shipped directory, each with its number or address."""
        pack = self._pack()
        ours = (one for one in pack.contacts if one.active) if pack else ()
        return tuple(
            (one.name.get(language()), one.value)
            for one in ours
            if one.id == _IT or one.id.startswith(f"{_IT}-")
        )

    def details(self, error: DeskError) -> str:
        """What IT wants to know, without anybody's data: no folder, no name, no message."""
        cause: BaseException | None = error
        kinds = []
        while cause is not None:
            kinds.append(crash.kind_of(cause))
            cause = cause.__cause__
        lines = [
            f"Branch Desk {VERSION}, {platform.system()} {platform.release()}",
            f"{self._clock():%Y-%m-%d %H:%M:%S}Z, {self._known.institution} {self._known.branch}",
            " < ".join(kinds),
            *self._files(),
        ]
        return "\n".join(lines)

    def _files(self) -> Iterator[str]:
        database = database_path(self.folder)
        beside = (database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm"))
        for path in (*beside, keys_path(self.folder)):
            with suppress(OSError):
                yield f"{path.name}: {path.stat().st_size} bytes" if path.exists() else path.name
        with suppress(OSError):
            import shutil

            may = os.access(self.folder, os.W_OK)
            free = shutil.disk_usage(self.folder).free >> 20
            yield f"disk: {free} MB free, folder {'can' if may else 'cannot'} be written to"

    def _copies(self) -> Iterator[Copy]:
        from db.backup_make import BACKUPS
        from db.backup_shelf import shelf
        from db.mirror_state import read_state

        for kept in shelf(self.folder / BACKUPS):
            yield Copy(kept.path, kept.created)
        state = read_state(self.folder)
        if state is not None and state.point is not None and Path(state.place).is_dir():
            yield Copy(Path(state.place), state.point.at, mirror=True)

    def _bring_keys_back(self) -> None:
        """Every copy carries the slots that the recovery code opens."""
        from db.keys import ring_of

        with suppress(DeskError):
            ring_of(self.folder)
            return
        own = keys_path(self.folder)
        for copy in self.copies():
            with suppress(OSError):
                kept = keys_path(copy.path).read_bytes()
                if own.exists():
                    own.replace(own.with_name(f"{own.name}.damaged"))
                own.write_bytes(kept)
                return

    def _pack(self) -> Pack | None:
        from desk.services.content.bundled import bundled_pack

        try:
            return bundled_pack(self._known.institution)
        except DeskError:
            return None

    def _branch(self, pack: Pack | None) -> str:
        known = pack.branches if pack else ()
        return next((one.name for one in known if one.id == self._known.branch), "")

    def _keep(self, **facts: Any) -> None:
        known = replace(self._known, **facts)
        if known != self._known:
            self._known = known
            write_known(self.folder, known)


def _require_keeper(app: App, login: str, password: str) -> None:
    from desk.services import safety, session

    with app.database.reader() as reader:
        verified = session.check_password(reader, app.env, login, password)
    with app.database.unit_of_work() as uow:
        actor = session.begin_command(uow, app.env, verified)
        uow.commit()
    safety.may_back_up(actor)


def _given(code: str) -> Callable[[], str]:
    def refuse() -> NoReturn:
        raise DeskError("restore.code_needed")

    return (lambda: code) if code else refuse


def _institution(pack: Pack | None) -> str:
    if pack is None:
        return ""
    return (pack.info.institution_name or pack.info.title).get(language())


def _services(pack: Pack | None) -> tuple[str, ...]:
    known = pack.services if pack else ()
    quick = sorted((one for one in known if one.quick), key=lambda one: one.quick)
    return tuple(f"{one.quick} {one.name.get(language())}" for one in quick[:9])
