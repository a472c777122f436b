"""Everything that can be done with a report after it was filed, with marked words in each text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from branch_at_work import DAY, Branch

from desk.domain.attachment import CleanFile, FileKind
from desk.domain.incident import FirstReport, IncidentKind, Told
from desk.domain.incident_handling import (
    ApologyForm,
    Care,
    Cause,
    ContactNeed,
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
from desk.domain.roles import Role
from desk.services import (
    attachments,
    incident_detail,
    incident_moves,
    incident_remedy,
    incident_review,
    incidents,
)

WALKED = (incident_detail, incident_remedy, incident_review)
DETAIL_WORDS = {
    *("qqaccount", "qqshield", "qqpolice", "qqcourt", "qqcamera", "qqneedless", "qqmend"),
    *("qqprevent", "qqcontained", "qqdecided", "qqlesson", "qqnote", "qqlevel", "qqback"),
    *("qqwaits", "qqsame", "qqagain", "qqmistake", "qqstands", "qqlate", "qqneatly"),
}
TOLD_WORDS = {"qqofficial", "qqofficer", "qqsupervisor"}
STEPS = {incident_detail.as_stored, incident_moves.happened}
"""Parts of these use cases."""


def handle(do: Callable[..., Any], branch: Branch) -> None:
    """Do everything once; two reports are closed or merged, one is handed up."""
    head, at, error = branch.head, branch.clock(), _error(branch)
    made = do(incidents.report, error).id
    do(incidents.told, made, Told("Qqsupervisor", "phone", at))
    do(incident_review.begin, made, by=head)
    do(incident_review.set_concerned, made, [], by=head)
    do(incident_review.send_back, made, "Qqback", by=head)
    do(incident_review.resume, made)
    do(incident_review.block, made, WaitsFor.POLICE, "Qqwaits", by=head)
    do(incident_review.resume, made, by=head)
    do(incident_detail.set_detail, made, DetailTyped(text="Qqaccount", protection="Qqshield"))
    proof = EvidenceTyped(reference="Qqpolice", police_outcome="Qqcourt", asked="Qqcamera")
    do(incident_detail.evidence, made, proof)
    do(incident_detail.care, made, Care((Support.TALK,), talked_at=at))
    picture = CleanFile(FileKind.PNG, b"pixels", 1, 1)
    file = do(attachments.attach, made, picture, "Qqbroken").handling.attachments[0].id
    do(attachments.detach, made, file, "Qqneatly")
    do(incident_remedy.contact, made, ContactNeed.NOT_NEEDED, "Qqneedless")
    do(incident_remedy.apology, made, ApologyTyped(ApologyForm.PHONE, at, ("regret",)))
    do(incident_remedy.correction, made, at, at)
    do(incident_remedy.complaint, made, at)
    told = Told("Qqofficer", "phone", at)
    lost = BreachTyped(at, not_reported=True, contained="Qqcontained", decided="Qqdecided")
    do(incident_remedy.breach, made, replace(lost, told=told))
    _tasks(do, branch, made)
    found = FindingsTyped(causes=(Cause.IT,), lesson="Qqlesson", note="Qqfirst")
    do(incident_review.findings, made, found, by=head)
    do(incident_review.confirm_level, made, "E2", "Qqlevel", by=head)
    do(incident_review.update, made, "Qqstands", by=head)
    do(incident_review.missed, made, "review", "Qqlate", by=head)
    do(incident_review.planned, made, by=head)
    other = do(incidents.report, error).id
    do(incident_review.merge, other, made, "Qqsame", by=head)
    do(incident_review.close, made, "Qqnote", by=head)
    do(incident_review.reopen, made, "Qqagain", by=head)
    do(incident_review.void, made, "Qqmistake", by=head)
    own = do(incidents.report, error, by=head).id
    with branch.database.reader() as reader:
        heads = [one.id for one in reader.accounts.all() if one.role is Role.HEAD]
    do(incident_review.set_concerned, own, heads, by=head)
    do(incident_review.hand_up, own, Told("Qqofficial", "phone", at), by=head)


def _tasks(do: Callable[..., Any], branch: Branch, made: Any) -> None:
    due, head = DAY + timedelta(days=1), branch.head
    for kind, text in ((TaskKind.REMEDY, "Qqmend"), (TaskKind.CORRECTIVE, "Qqprevent")):
        after = do(incident_remedy.add_task, made, kind, text, head.account_id, due, by=head)
        task = after.handling.tasks[-1].id
        do(incident_remedy.task_done, made, task, by=head)
    do(incident_remedy.task_checked, made, task, True, by=head)


def _error(branch: Branch) -> FirstReport:
    return FirstReport(IncidentKind.ERROR, branch.clock(), level="E1")
