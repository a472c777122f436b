"""One consistent look at the database, and one change of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, Engine

from db import erasure_record
from db.engine import lend
from db.stores.access_log import AccessLogReader, AccessLogStore
from db.stores.accounts import AccountReader, AccountStore
from db.stores.aggregates import AggregateStore
from db.stores.annex import AnnexReader, AnnexStore
from db.stores.appointments import AppointmentReader, AppointmentStore
from db.stores.attachments import AttachmentReader, AttachmentStore
from db.stores.base import Journal
from db.stores.challenges import ChallengeReader, ChallengeStore
from db.stores.content import ContentReader, ContentStore
from db.stores.drafts import DraftReader, DraftStore
from db.stores.entry_log import EntryLogReader, EntryLogStore
from db.stores.erasures import ErasureReader, ErasureStore
from db.stores.find import FindReader
from db.stores.from_hq import FromHqReader, FromHqStore
from db.stores.holders import HolderReader
from db.stores.imports import ImportReader, ImportStore
from db.stores.incidents import IncidentReader, IncidentStore
from db.stores.lane import LaneReader, LaneStore
from db.stores.leases import LeaseReader, LeaseStore
from db.stores.local import MetaReader, MetaStore, SettingReader, SettingStore
from db.stores.notice import NoticeReader, NoticeStore
from db.stores.outbox import OutboxReader
from db.stores.overlays import OverlayReader, OverlayStore
from db.stores.persons import PersonReader, PersonStore
from db.stores.received import ReceivedReader, ReceivedStore
from db.stores.restored import RestoredStore
from db.stores.sealed_parts import SealedPartReader, SealedPartStore
from db.stores.sessions import SessionReader, SessionStore
from db.stores.statistics import StatisticsReader
from db.stores.sync import SyncReader, SyncStore
from db.stores.visit_writes import VisitStore
from db.stores.visits import VisitReader
from db.stores.whole_day import (
    CallReader,
    CallStore,
    DayReader,
    DayStore,
    FollowUpReader,
    FollowUpStore,
)
from db.stores.witness import WitnessReader, WitnessStore
from desk.domain.clock import Clock, IdMaker
from desk.domain.topics import Topic


class Reader:
    """A look at one state of the database: `with database.reader() as reader: ...`.

    Whatever is committed meanwhile is not seen until the next one.
    """

    visits: VisitReader
    appointments: AppointmentReader
    persons: PersonReader
    erasures: ErasureReader
    holders: HolderReader
    accounts: AccountReader
    annex: AnnexReader
    attachments: AttachmentReader
    sessions: SessionReader
    challenges: ChallengeReader
    settings: SettingReader
    meta: MetaReader
    incidents: IncidentReader
    notices: NoticeReader
    entry_log: EntryLogReader
    drafts: DraftReader
    access_log: AccessLogReader
    content: ContentReader
    overlays: OverlayReader
    imports: ImportReader
    leases: LeaseReader
    calls: CallReader
    follow_ups: FollowUpReader
    days: DayReader
    outbox: OutboxReader
    sync: SyncReader
    lane: LaneReader
    sealed_parts: SealedPartReader
    witness: WitnessReader
    received: ReceivedReader
    from_hq: FromHqReader
    find: FindReader
    statistics: StatisticsReader

    def __init__(self, engine: Engine, device_id: UUID) -> None:
        self._engine = engine
        self._device_id = device_id

    def __enter__(self) -> Self:
        self._connection = lend(self._engine)
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        self._open(self._connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._transaction.is_active:
                self._transaction.rollback()
        finally:
            self._connection.close()

    def _open(self, connection: Connection) -> None:
        self.visits = VisitReader(connection)
        self.appointments = AppointmentReader(connection)
        self.persons = PersonReader(connection)
        self.erasures = ErasureReader(connection)
        self.holders = HolderReader(connection)
        self.accounts = AccountReader(connection, self.persons)
        self.annex = AnnexReader(connection)
        self.attachments = AttachmentReader(connection)
        self.sessions = SessionReader(connection, self._device_id)
        self.challenges = ChallengeReader(connection)
        self.settings = SettingReader(connection, self._device_id)
        self.meta = MetaReader(connection)
        self.incidents = IncidentReader(connection)
        self.notices = NoticeReader(connection)
        self.entry_log = EntryLogReader(connection)
        self.drafts = DraftReader(connection)
        self.access_log = AccessLogReader(connection)
        self.content = ContentReader(connection)
        self.overlays = OverlayReader(connection)
        self.imports = ImportReader(connection)
        self.leases = LeaseReader(connection)
        self.calls = CallReader(connection)
        self.follow_ups = FollowUpReader(connection)
        self.days = DayReader(connection)
        self.outbox = OutboxReader(connection)
        self.sync = SyncReader(connection)
        self.lane = LaneReader(connection)
        self.sealed_parts = SealedPartReader(connection)
        self.witness = WitnessReader(connection)
        self.received = ReceivedReader(connection)
        self.from_hq = FromHqReader(connection)
        self.find = FindReader(connection)
        self.statistics = StatisticsReader(connection)


class UnitOfWork(Reader):
    """One change, all of it or nothing; the only writer while it runs.

    `with database.unit_of_work() as uow: ...; uow.commit()`; without `commit` nothing is kept.
    What a Reader is asked, it can be asked too, its own changes included.
    """

    visits: VisitStore
    appointments: AppointmentStore
    persons: PersonStore
    erasures: ErasureStore
    accounts: AccountStore
    annex: AnnexStore
    attachments: AttachmentStore
    sessions: SessionStore
    challenges: ChallengeStore
    settings: SettingStore
    meta: MetaStore
    incidents: IncidentStore
    notices: NoticeStore
    entry_log: EntryLogStore
    drafts: DraftStore
    access_log: AccessLogStore
    content: ContentStore
    overlays: OverlayStore
    imports: ImportStore
    leases: LeaseStore
    calls: CallStore
    follow_ups: FollowUpStore
    days: DayStore
    sync: SyncStore
    lane: LaneStore
    aggregates: AggregateStore
    sealed_parts: SealedPartStore
    witness: WitnessStore
    received: ReceivedStore
    from_hq: FromHqStore
    restored: RestoredStore

    def __init__(
        self, engine: Engine, device_id: UUID, clock: Clock, new_id: IdMaker, folder: Path
    ) -> None:
        super().__init__(engine, device_id)
        self._clock = clock
        self._new_id = new_id
        self._folder = folder

    @property
    def topics(self) -> frozenset[Topic]:
        """What has been changed so far."""
        return frozenset(self._journal.topics)

    @property
    def now(self) -> datetime:
        """The present instant, by the clock of what is written."""
        return self._clock()

    def commit(self) -> None:
        """Keep everything; when this returns, it is on the disk.

        Erasures are recorded outside the database first: none happens without.

        Raises:
            DeskError: "erasure.record" when they cannot be; then nothing is kept.
        """
        if self._journal.erased:
            self._record_erasures()
        self._transaction.commit()

    def _record_erasures(self) -> None:
        erased = self._journal.erased
        days = {row_id: day for row_id, (day, _lasting) in erased.items()}
        lasting = [row_id for row_id, (_day, lasts) in erased.items() if lasts]
        erasure_record.append(self._folder, days, lasting=lasting)
        self.meta.note(erasure_record.MARK, erasure_record.mark(self._folder))
        for copies in (erasure_record.UNSETTLED, erasure_record.ELSEWHERE):
            self.meta.note(copies, erasure_record.STILL)
        erased.clear()

    def _open(self, connection: Connection) -> None:
        journal = Journal(connection, self._clock, self._new_id, self._device_id)
        self._journal = journal
        self.visits = VisitStore(journal)
        self.appointments = AppointmentStore(journal)
        self.persons = PersonStore(journal)
        self.erasures = ErasureStore(journal, self.persons)
        self.holders = HolderReader(connection)
        self.accounts = AccountStore(journal, self.persons)
        self.annex = AnnexStore(journal, self.accounts)
        self.attachments = AttachmentStore(journal)
        self.sessions = SessionStore(journal)
        self.challenges = ChallengeStore(journal)
        self.settings = SettingStore(journal)
        self.meta = MetaStore(journal)
        self.incidents = IncidentStore(journal)
        self.notices = NoticeStore(journal)
        self.entry_log = EntryLogStore(journal)
        self.drafts = DraftStore(journal)
        self.access_log = AccessLogStore(journal)
        self.content = ContentStore(journal)
        self.overlays = OverlayStore(journal)
        self.imports = ImportStore(journal)
        self.leases = LeaseStore(journal)
        self.calls = CallStore(journal)
        self.follow_ups = FollowUpStore(journal)
        self.days = DayStore(journal)
        self.outbox = OutboxReader(connection)
        self.sync = SyncStore(journal)
        self.lane = LaneStore(journal)
        self.aggregates = AggregateStore(journal)
        self.sealed_parts = SealedPartStore(journal, self.annex)
        self.witness = WitnessStore(journal)
        self.received = ReceivedStore(journal)
        self.from_hq = FromHqStore(journal)
        self.restored = RestoredStore(journal)
        self.find = FindReader(connection)
        self.statistics = StatisticsReader(connection, remembers=False)
