"""The demo's other incidents: days before its own and its morning, each in another state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk.demo.cast import ANNA, HEAD, INESE, MARTA, Colleague
from desk.demo.day import Stage
from desk.domain.annex import Identity
from desk.domain.clock import at_local
from desk.domain.incident import (
    Answer,
    Channel,
    FirstReport,
    Incident,
    IncidentKind,
    Place,
    Step,
    Told,
)
from desk.domain.incident_handling import (
    Act,
    ApologyForm,
    Before,
    Care,
    Cause,
    Circumstance,
    ContactNeed,
    FoundBy,
    Grade,
    Legal,
    Party,
    ServiceEnd,
    Support,
    TaskKind,
    WaitsFor,
)
from desk.domain.incident_typed import (
    ApologyTyped,
    BreachTyped,
    DetailTyped,
    EvidenceTyped,
    FindingsTyped,
)
from desk.domain.remedy import APOLOGY_PARTS
from desk.domain.roles import Actor
from desk.services import annex, incident_detail, incident_remedy, incident_review, incidents
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

DAYS_BEFORE = 3
"""Working days before the demo's own day, on the first of which people got their accounts."""


@dataclass(frozen=True, slots=True)
class IncidentLog:
    """Plays reports and what people do with them, through the services.

    Args:
        stage: the clock that `env` tells the time by.
        day: the demo's day; actors: everyone of the cast, by login.
    """

    uow: UnitOfWork
    env: Env
    stage: Stage
    day: date
    actors: dict[str, Actor]

    def play_days_before(self) -> None:
        """An insult closed with its lesson, damage that waits for the police, an error."""
        self._insult(self.days_before(DAYS_BEFORE))
        self._damage(self.days_before(2))
        self._error(self.days_before(1))

    def play_morning(self) -> None:
        """What was reported today; the threat has been read by nobody yet."""
        self._near_miss()
        self._filming()
        self._gift()
        self._sent_back()
        self._breach()
        self._threat()

    def days_before(self, count: int) -> date:
        """A working day before the demo's."""
        return self.env.calendar.add_working_days(self.day, -count)

    def _insult(self, day: date) -> None:
        """Level 1, closed: the head's note and the lesson stand beside it."""
        first = FirstReport(
            IncidentKind.AGGRESSION,
            self._at(day, 14, 2),
            triggers=("insulting", "provocative"),
            level="1",
            steps=(Step("warn", self._at(day, 14, 3, 20)), Step("calmed", self._at(day, 14, 6))),
            told=Told("supervisor", "in_person", self._at(day, 14, 15)),
            text="Kliedza par gaidīšanu; pēc brīdinājuma apsēdās, dokumentus pieņēmām.",
        )
        told = self._report(MARTA, first, self._at(day, 14, 21))
        self._now(day, 14, 48)
        self._do(HEAD, incident_review.begin, told)
        self._do(HEAD, incident_review.confirm_level, told, "1")
        found = FindingsTyped(
            causes=(Cause.INFORMATION, Cause.STAFFING),
            lesson="Ja rinda stāv, to pasaka zālē ik pēc divdesmit minūtēm.",
            share=True,
        )
        self._do(HEAD, incident_review.findings, told, found)
        task = self._task(
            HEAD, told, "Uzraksts zālē par gaidīšanas laiku", MARTA, self.days_before(2)
        )
        self._do(HEAD, incident_review.planned, told)
        self._now(day, 15, 30)
        given = Care(given=(Support.BREAK, Support.TALK), talked_at=self.stage.now)
        self._do(HEAD, incident_detail.care, told, given)
        self._now(self.days_before(2), 8, 20)
        self._do(MARTA, incident_remedy.task_done, told, task)
        self._now(self.days_before(2), 8, 40)
        note = "Paldies par ziņojumu. Uzraksts ir zālē; par gaidīšanu turpmāk paziņojam skaļi."
        self._do(HEAD, incident_review.close, told, note)

    def _damage(self, day: date) -> None:
        """Level 2, blocked: the police have not answered yet."""
        at = self._at(day, 11, 18)
        first = FirstReport(
            IncidentKind.AGGRESSION,
            at,
            place=Place.HALL,
            triggers=("aggressive", "threat"),
            level="2",
            steps=(
                Step("stop", self._at(day, 11, 18, 30)),
                Step("call_police", self._at(day, 11, 19, 10)),
                Step("police", self._at(day, 11, 34)),
            ),
            told=Told("supervisor", "in_person", self._at(day, 11, 21)),
            text="Sasita biļešu automāta ekrānu un draudēja atgriezties. Cietušo nav.",
        )
        told = self._report(INESE, first, self._at(day, 11, 52))
        who = Identity(
            name="Vīrietis ap 40 gadiem, sarkana jaka, runā krieviski",
            witnesses="Zelma Rasaspura, gaidīja pie 4. lodziņa",
        )
        self._do(INESE, annex.seal, told, who)
        detail = DetailTyped(
            party=Party.STRANGER,
            acts=(Act.DAMAGE, Act.THREAT_CONDITIONAL),
            before=(Before.QUEUE,),
            circumstances=(Circumstance.LOW_STAFFING,),
            witnesses_staff=(self.actors[MARTA.login].account_id,),
            witnesses_clients=6,
            physical=Grade.NONE,
            psychological=Grade.LOW,
            damage=Answer.YES,
            damage_euro=430,
            service_end=ServiceEnd.STOPPED,
            text="Pienāca pie automāta bez biļetes, sita ar dūri divas reizes.",
            protection="Zāli pie automāta norobežojām, apkalpošana 3. un 4. lodziņā apturēta.",
        )
        self._do(INESE, incident_detail.set_detail, told, detail)
        self._now(day, 12, 30)
        self._do(HEAD, incident_review.begin, told)
        hq = Told("headquarters", "phone", self._at(day, 12, 25))
        self._do(HEAD, incidents.told, told, hq, headquarters=True)
        proof = EvidenceTyped(
            police_called_at=self._at(day, 11, 19),
            police_came_at=self._at(day, 11, 31),
            reference="CL-2026-118 (izdomāts)",
            cctv=Answer.YES,
            cctv_from=self._at(day, 11, 10),
            cctv_to=self._at(day, 11, 40),
            asked="Ēkas apsardze",
            asked_at=self._at(day, 12, 10),
            kept_until=day + timedelta(days=60),
        )
        self._do(HEAD, incident_detail.evidence, told, proof)
        self._do(HEAD, incident_review.confirm_level, told, "2")
        care = Care(
            given=(Support.TALK, Support.PSYCHOLOGIST),
            talked_at=self.stage.now,
            specialist_told_at=self.stage.now,
            next=(self.day, self.day + timedelta(days=28)),
        )
        self._do(HEAD, incident_detail.care, told, care)
        found = FindingsTyped(causes=(Cause.LAYOUT,), legal=(Legal.POLICE_REPORT,))
        self._do(HEAD, incident_review.findings, told, found)
        self._now(day, 15, 5)
        why = "Gaidām policijas lēmumu par lietas ierosināšanu."
        self._do(HEAD, incident_review.block, told, WaitsFor.POLICE, why)

    def _error(self, day: date) -> None:
        """E2, under review: an apology was made, one task is open."""
        first = FirstReport(
            IncidentKind.ERROR,
            self._at(day, 13, 5),
            triggers=("wrong_fee",),
            level="E2",
            told=Told("superior_official", "phone", self._at(day, 13, 12)),
            text="Par steidzamu pasi iekasēta parastā nodeva; pasūtījums apstājās.",
        )
        told = self._report(INESE, first, self._at(day, 13, 24))
        self._now(day, 13, 40)
        self._do(
            INESE,
            incident_remedy.contact,
            told,
            ContactNeed.NEEDED,
            at=self.stage.now,
            channel=Channel.PHONE,
        )
        made = ApologyTyped(ApologyForm.PHONE, self.stage.now, APOLOGY_PARTS)
        self._do(INESE, incident_remedy.apology, told, made)
        self._do(INESE, incident_remedy.complaint, told, self.stage.now)
        detail = DetailTyped(
            found_by=FoundBy.CLERK,
            made_at=self._at(day, 11, 40),
            circumstances=(Circumstance.RUSHED,),
            text="Nodevu sarakstā blakus stāv abas rindas; steigā izvēlējos augšējo.",
        )
        self._do(INESE, incident_detail.set_detail, told, detail)
        self._now(day, 14, 10)
        self._do(HEAD, incident_review.begin, told)
        mended = self._task(INESE, told, "Sagatavot starpības rēķinu", INESE, day)
        self._do(HEAD, incident_review.confirm_level, told, "E2")
        found = FindingsTyped(causes=(Cause.INFORMATION, Cause.PROCEDURE))
        self._do(HEAD, incident_review.findings, told, found)
        kind, text = TaskKind.CORRECTIVE, "Nodevu lapā steidzamo maksu likt atsevišķi"
        self._task(HEAD, told, text, MARTA, self.day, kind=kind)
        self._now(day, 15, 12)
        self._do(INESE, incident_remedy.task_done, told, mended)
        said = "Klients samaksāja starpību, pasūtījums ir nosūtīts."
        self._do(HEAD, incident_review.update, told, said)

    def _near_miss(self) -> None:
        first = FirstReport(
            IncidentKind.NEAR_MISS,
            self._at(self.day, 8, 41),
            triggers=("wrong_document",),
            told=Told("superior_official", "in_person", self._at(self.day, 8, 44)),
            text="Uz galda divas vienāda uzvārda pases; pamanīts pirms izsniegšanas.",
        )
        self._report(MARTA, first, self._at(self.day, 8, 52))

    def _filming(self) -> None:
        """Acknowledged: there is not much more to do."""
        first = FirstReport(
            IncidentKind.FILMING,
            self._at(self.day, 8, 57),
            place=Place.HALL,
            triggers=("clients",),
            steps=(Step("stopped_filming", self._at(self.day, 8, 59)),),
            told=Told("supervisor", "in_person", self._at(self.day, 9, 0)),
            text="Filmēja rindu ar tālruni; pēc lūguma nefilmēt citus klientus pārtrauca.",
        )
        told = self._report(INESE, first, self._at(self.day, 9, 4))
        self._now(self.day, 9, 20)
        self._do(HEAD, incidents.acknowledge, told)

    def _gift(self) -> None:
        first = FirstReport(
            IncidentKind.GIFT,
            self._at(self.day, 9, 10),
            triggers=("souvenir",),
            steps=(Step("gift_refused", self._at(self.day, 9, 11)),),
            told=Told("supervisor", "in_person", self._at(self.day, 9, 12)),
            text="Konfekšu kārba par ātru apkalpošanu; pateicu paldies un nepieņēmu.",
        )
        self._report(MARTA, first, self._at(self.day, 9, 14))

    def _sent_back(self) -> None:
        """Sent back: what was said is missing."""
        first = FirstReport(
            IncidentKind.AGGRESSION,
            self._at(self.day, 9, 18),
            triggers=("contempt",),
            level="1",
            steps=(
                Step("warn", self._at(self.day, 9, 19)),
                Step("left", self._at(self.day, 9, 22)),
            ),
            told=Told("supervisor", "in_person", self._at(self.day, 9, 24)),
            text="Nepiedienīga izturēšanās pie lodziņa.",
        )
        told = self._report(MARTA, first, self._at(self.day, 9, 26))
        self._now(self.day, 9, 35)
        why = "Lūdzu, pieraksti, kas tika teikts un kas notika pirms tam."
        self._do(HEAD, incident_review.send_back, told, why)

    def _breach(self) -> None:
        """Papers in a wrong envelope: 72 hours run since this morning."""
        at = self._at(self.day, 9, 31)
        first = FirstReport(
            IncidentKind.DATA,
            at,
            place=Place.EMAIL,
            channel=Channel.EMAIL,
            triggers=("wrong_recipient",),
            level="E2",
            told=Told("superior_official", "in_person", self._at(self.day, 9, 36)),
            text="Izziņa par dzīvesvietu aizsūtīta uz cita klienta e-pasta adresi.",
        )
        told = self._report(ANNA, first, self._at(self.day, 9, 40))
        found = BreachTyped(
            aware_at=at,
            what=("contact", "document"),
            people=1,
            risk=Answer.YES,
            high_risk=Answer.NO,
            contained="Saņēmējs lūgts vēstuli dzēst un to apstiprināt.",
            told=Told("Datu aizsardzības speciālists", "phone", self._at(self.day, 9, 38)),
        )
        self._do(ANNA, incident_remedy.breach, told, found)
        self._now(self.day, 9, 55)
        self._do(HEAD, incidents.acknowledge, told)

    def _threat(self) -> None:
        """Level 2, new: the head was told by phone, and has not read it."""
        first = FirstReport(
            IncidentKind.AGGRESSION,
            self._at(self.day, 10, 3),
            triggers=("intoxication_suspected", "threat"),
            level="2",
            steps=(
                Step("warn", self._at(self.day, 10, 3, 40)),
                Step("stop", self._at(self.day, 10, 5)),
                Step("call_guard", self._at(self.day, 10, 5, 30)),
                Step("removed", self._at(self.day, 10, 11)),
            ),
            told=Told("supervisor", "phone", self._at(self.day, 10, 8)),
            text="Draudēja sagaidīt pēc darba, jo atteicu pieteikumu bez dokumenta.",
        )
        told = self._report(MARTA, first, self._at(self.day, 10, 16))
        who = Identity(
            name="Vīrietis ap 30 gadiem, zila cepure", document="rādīja vadītāja apliecību"
        )
        self._do(MARTA, annex.seal, told, who)

    def _report(self, who: Colleague, first: FirstReport, at: datetime) -> UUID:
        self.stage.now = at
        made: Incident = self._do(who, incidents.report, first)
        return made.id

    def _task(
        self,
        by: Colleague,
        incident_id: UUID,
        text: str,
        owner: Colleague,
        due: date,
        kind: TaskKind = TaskKind.REMEDY,
    ) -> UUID:
        owner_id = self.actors[owner.login].account_id
        given = self._do(by, incident_remedy.add_task, incident_id, kind, text, owner_id, due)
        task: UUID = given.handling.tasks[-1].id
        return task

    def _do(self, who: Colleague, use_case: Callable[..., Any], *values: Any, **named: Any) -> Any:
        return use_case(self.uow, self.env, self.actors[who.login], *values, **named)

    def _now(self, day: date, hour: int, minute: int) -> None:
        self.stage.now = self._at(day, hour, minute)

    def _at(self, day: date, hour: int, minute: int, second: int = 0) -> datetime:
        return at_local(day, time(hour, minute, second))
