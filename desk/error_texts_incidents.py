"""Sentences about the handling of incidents: who may do what when, and what is still missing."""

from __future__ import annotations

from desk.i18n import marked

INCIDENTS: dict[str, str] = {
    # Where the report stands
    "incident.not_acknowledged": marked("{number} has to be acknowledged first."),
    "incident.not_in_review": marked("The review of {number} has not begun yet."),
    "incident.in_review": marked("{number} is still under review."),
    "incident.planned_already": marked("The review of {number} is done already."),
    "incident.returned": marked(
        "{number} was sent back for detail. It goes on when it is handed in."
    ),
    "incident.blocked": marked("{number} waits for somebody outside. Let it go on first."),
    "incident.closed": marked("{number} is closed. Open it again if something has to change."),
    "incident.merged": marked("{number} was merged. It goes on in the other report."),
    "incident.voided": marked("{number} was marked as entered by mistake."),
    "incident.goes_on": marked("{number} does not stand still."),
    "incident.open_still": marked("{number} is not closed."),
    # Who
    "incident.lead_only": marked("Only the branch head or a deputy does that with {number}."),
    "incident.concerned": marked("{number} concerns you: someone else reviews it."),
    "incident.own_merged": marked(
        "A report merged into {number} is yours or concerns you: someone else reviews it."
    ),
    "incident.concerned_less": marked(
        "{number} concerns you: you can add people to it, not take them out."
    ),
    "incident.head_can_review": marked("The branch head can review {number}."),
    "incident.handed_up_already": marked("Headquarters reviews {number} already."),
    "incident.person_unknown": marked("This colleague has no account here, or it is switched off."),
    # What was typed
    "incident.why_missing": marked("Write the reason."),
    "incident.text_missing": marked("Write the text."),
    "incident.too_long_ago": marked("That is more than a year ago. Check the date."),
    "incident.time_absurd": marked("This time or day cannot be right. Check it."),
    "incident.time_order": marked("The times are in the wrong order. Check them."),
    "incident.number_absurd": marked("This number cannot be right. Check it."),
    "incident.told_how": marked("Somebody is told in person or by phone."),
    "incident.told_whom": marked("Write who was told."),
    "incident.apology_parts": marked("One of the apology's parts is not on the list any more."),
    "incident.level_below_facts": marked(
        "A weapon, an injury or a threat makes it level {level} at least."
    ),
    # Tasks
    "incident.task_text_missing": marked("Write what is to be done."),
    "incident.due_past": marked("That day is over. Choose a later one."),
    "incident.task_unknown": marked("This task is not here any more. Look at the report again."),
    "incident.task_exists": marked("This task exists already."),
    "incident.task_done_already": marked("This task is done already."),
    "incident.task_open_still": marked("This task is not done yet."),
    "incident.task_not_yours": marked("This task is somebody else's."),
    "incident.task_not_corrective": marked(
        "Only tasks that prevent a repetition are checked for their effect."
    ),
    "incident.no_task": marked("{number} has no task for that."),
    # Merging
    "incident.merge_itself": marked("{number} cannot be merged into itself."),
    "incident.merge_circle": marked("The other report was merged into {number}."),
    "incident.merge_ended": marked(
        "{number} is closed, merged or entered by mistake: choose another."
    ),
    "incident.merge_other_site": marked("{number} belongs to another branch."),
    # What is missing before closing
    "incident.close_tasks": marked("{number} cannot be closed yet: a task is still open."),
    "incident.close_level": marked("{number} cannot be closed yet: its level is not confirmed."),
    "incident.close_level_low": marked(
        "{number} cannot be closed yet: by the facts of a merged report its level is higher."
    ),
    "incident.close_detail": marked("{number} cannot be closed yet: the detail is missing."),
    "incident.close_apology": marked(
        "{number} cannot be closed yet: nobody has apologised or noted that the client cannot be "
        "reached."
    ),
    "incident.close_contact": marked(
        "{number} cannot be closed yet: the client is still to be told."
    ),
    "incident.close_correction": marked(
        "{number} cannot be closed yet: the corrected e-mail is not sent."
    ),
    "incident.close_cause": marked(
        "{number} cannot be closed yet: it is not noted how it could happen."
    ),
    "incident.close_corrective": marked(
        "{number} cannot be closed yet: there is no task that prevents a repetition."
    ),
    "incident.close_breach": marked(
        "{number} cannot be closed yet: it is not decided whether the data breach is reported."
    ),
}
