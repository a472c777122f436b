"""Sentences about the day's work: bookings, tickets, incidents, hours, files of the day."""

from __future__ import annotations

from desk.i18n import marked

WORK: dict[str, str] = {
    # Bookings
    "appointment.arrived_already": marked("This client has already arrived."),
    "appointment.cancelled": marked(
        "This booking is cancelled. If the client comes after all, press “Expect again”."
    ),
    "appointment.changed_meanwhile": marked(
        "Someone changed this booking just now. Look at it again and repeat."
    ),
    "appointment.closed_day": marked("The branch is closed on that day. Book nevertheless?"),
    "appointment.exists": marked("This booking exists already."),
    "appointment.expected_before_slot": marked(
        "The new time must be later than the booked one, on the same day."
    ),
    "appointment.hours_unknown": marked(
        "The opening hours of that day are not known. Book nevertheless?"
    ),
    "appointment.in_past": marked("That time is over. Choose a later one."),
    "appointment.in_proposed_cut": marked(
        "That hour may be cut because a holiday follows. Book nevertheless?"
    ),
    "appointment.minutes": marked("A booking lasts from 1 to {maximum} minutes."),
    "appointment.name_missing": marked("Write the client's name."),
    "appointment.no_capacity": marked(
        "{taken} clients are already booked for that time. Book nevertheless?"
    ),
    "appointment.no_show": marked(
        "This client did not come. When the client is here, press “Take in”."
    ),
    "appointment.not_arrived": marked("This client has not arrived yet."),
    "appointment.not_bookable": marked(
        "This service is usually given without a booking. Book nevertheless?"
    ),
    "appointment.not_ended": marked("This client is expected already, or has come."),
    "appointment.other_day": marked("This booking is for another day: {day}."),
    "appointment.other_site": marked("This booking is for another branch."),
    "appointment.outside_hours": marked("The branch is closed at that time. Book nevertheless?"),
    "appointment.reference_taken": marked(
        "Another booking has this number already. Try once more."
    ),
    "appointment.runs_over": marked("The visit would last beyond closing. Book nevertheless?"),
    "appointment.served_already": marked("This client has already been served."),
    "appointment.unknown": marked("This booking is not here any more. Look at the list again."),
    # What a client leaves to be reached by
    "contact.email": marked("This does not look like an e-mail address. Check it."),
    "contact.name_long": marked("The name is too long: {maximum} characters at most."),
    "contact.phone": marked("This does not look like a phone number. Check it."),
    # Queue and tickets
    "queue.appointments_only": marked(
        "This branch serves by appointment only. The branch head may allow an exception."
    ),
    "queue.closed": marked(
        "It is past closing time: new tickets only if the branch head allows it. "
        "Those who wait are served."
    ),
    "queue.closed_unconfirmed": marked(
        "By unconfirmed hours the branch is closed. Take the client in nevertheless?"
    ),
    "queue.empty": marked("Nobody is waiting whom this counter may call."),
    "queue.no_counter": marked("You are not at a counter. Sign in again with its number."),
    "queue.nobody_called": marked("No client is called to your counter or served there."),
    "queue.reason_missing": marked("Choose why this client comes before the others."),
    "visit.already_called": marked("{number} is already called to counter {counter}."),
    "visit.already_parked": marked("{number} is already parked."),
    "visit.already_serving": marked("{number} is already being served."),
    "visit.already_waiting": marked("{number} is already waiting."),
    "visit.assistance_unknown": marked("This kind of assistance is not on the list any more."),
    "visit.at_other_counter": marked("{number} is at counter {counter}."),
    "visit.call_again": marked(
        "{number} was called {calls} of {limit} times. Call again before noting a no-show."
    ),
    "visit.changed_meanwhile": marked(
        "Someone changed this ticket just now. Look at it again and repeat."
    ),
    "visit.counter_busy": marked("Finish or park {number} first."),
    "visit.ended": marked("{number} has ended. If that was a mistake, correct it."),
    "visit.issued_already": marked("{number} was issued already."),
    "visit.last_service": marked("{number} needs one service at least."),
    "visit.meant_for_other": marked("{number} was handed to counter {counter}."),
    "visit.not_called": marked("{number} has not been called."),
    "visit.not_correctable_to": marked(
        "A ticket can be corrected to waiting, served, did not come, stopped or left."
    ),
    "visit.not_serving": marked("{number} is not being served. Begin serving first."),
    "visit.nothing_to_correct": marked("That is how {number} stands already."),
    "visit.number_taken": marked("This ticket number was just given out. Try once more."),
    "visit.other_site": marked("{number} belongs to another branch."),
    "visit.outcome_missing": marked("Choose how serving {number} ended."),
    "visit.park_instead": marked("{number} is being served. Park it instead."),
    "visit.reason_unknown": marked("This reason is not on the list any more. Choose another."),
    "visit.refusal_incomplete": marked("A refusal needs its reason and the provision of law."),
    "visit.served_already": marked("{number} has been served. If it was a mistake, correct it."),
    "visit.service_missing": marked("Choose a service."),
    "visit.tick_unknown": marked("This check is not on the list any more."),
    "visit.transfer_target": marked("Choose the counter or the service to hand the client to."),
    "visit.unknown": marked("This ticket is not here any more. Look at the list again."),
    "visit.why_missing": marked("Write why {number} is corrected."),
    "undo.called_out": marked("A call that was heard cannot be taken back."),
    "undo.corrected": marked("A correction cannot be undone. Correct it once more."),
    "undo.nothing": marked("There is nothing to undo at this counter."),
    "undo.too_late": marked("Five minutes are over. Correct the ticket instead."),
    "undo.touched_since": marked(
        "Something else has happened to this ticket since. Correct it instead."
    ),
    "undo.undone_already": marked("The last step has been undone already."),
    "text.personal_code": marked(
        "This looks like a personal code. Leave it out: it must not be kept here."
    ),
    "text.too_long": marked("The text is too long: {maximum} characters at most."),
    "service.unknown": marked("This service is not in the catalogue any more. Choose another."),
    # Incidents
    "incident.acknowledged_already": marked("{number} has been acknowledged already."),
    "incident.changed_meanwhile": marked(
        "Someone changed this report just now. Look at it again and repeat."
    ),
    "incident.exists": marked("{number} exists already."),
    "incident.in_future": marked("The time of the incident is still to come. Check it."),
    "incident.level_unknown": marked("This level is not on the list any more. Choose another."),
    "incident.not_reporter": marked("Only the person who reported {number} can put it right."),
    "incident.not_yours": marked("You can open your own reports only."),
    "incident.number_taken": marked("This report number was just given out. Try once more."),
    "incident.own_report": marked("{number} is your own report: someone else acknowledges it."),
    "incident.text_long": marked("The description is too long: {maximum} characters at most."),
    "incident.trigger_unknown": marked("One of the choices is not on the list any more."),
    "incident.unknown": marked("There is no such report."),
    # Opening hours and terms
    "calendar.year_unknown": marked("The calendar is known from {first} to {last} only."),
    "deadline.no_term": marked("No term was in force on that day."),
    "deadline.not_in_days": marked("This term is not counted in days."),
    "deadline.unknown_unit": marked("The content pack has a term in an unknown unit: {unit}."),
    "hours.changed_meanwhile": marked(
        "Someone changed that day's hours just now. Look at them again and repeat."
    ),
    "hours.unknown_branch": marked("No branch has the id {branch}."),
    "opening.intervals": marked("Each interval must end after it begins."),
    "opening.nothing_proposed": marked("No shorter day is proposed for {day}."),
    "opening.past_day": marked("That day is over; its hours cannot be changed."),
    "opening.reason_missing": marked(
        "Write why the hours differ, in {maximum} characters at most."
    ),
    "site.not_permitted": marked("This PC does not work for {site}."),
    "site.unknown": marked("No branch has the id {site}."),
}
