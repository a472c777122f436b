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
    "queue.on_hold": marked("This counter rests until you say that you are ready."),
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
    "visit.interrupted_already": marked("{number} is interrupted by a call already."),
    "visit.issued_already": marked("{number} was issued already."),
    "visit.last_service": marked("{number} needs one service at least."),
    "visit.meant_for_other": marked("{number} was handed to counter {counter}."),
    "visit.not_called": marked("{number} has not been called."),
    "visit.not_correctable_to": marked(
        "A ticket can be corrected to waiting, served, did not come, stopped or left."
    ),
    "visit.not_interrupted": marked("No call interrupts {number}."),
    "visit.not_refused": marked("{number} was not refused, so nothing is missing."),
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
    "undo.from_paper": marked(
        "The last step here was entered from paper. If it is wrong, correct the ticket."
    ),
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
    # Telephone calls
    "call.changed_meanwhile": marked("Someone changed this call just now. Try once more."),
    "call.ended": marked("This call has ended already."),
    "call.running": marked("A call is going on at this counter already. End it first."),
    "call.too_late": marked("Five minutes are over; the call stays as it was noted."),
    "call.topic_unknown": marked("This topic is not on the list any more. Choose another."),
    "call.unknown": marked("This call is not here any more."),
    # Follow-ups
    "followup.changed_meanwhile": marked(
        "Someone changed this just now. Look at the list again and repeat."
    ),
    "followup.done_already": marked("This has been done already."),
    "followup.in_past": marked("Choose a term that is still to come."),
    "followup.not_by_hand": marked("This ends by itself once its cause is settled."),
    "followup.not_done": marked("This is still open."),
    "followup.not_typed": marked("This kind is not typed; it appears by itself."),
    "followup.text_missing": marked("Write what is to be done, in {maximum} characters at most."),
    "followup.too_late": marked("Five minutes are over. Add it as a new task instead."),
    "followup.unknown": marked("This is not on the list any more. Look at the list again."),
    "notice.not_deputy": marked("Only deputies of this branch have a place in the order."),
    "notice.not_for_you": marked(
        "Report {number} is your own or concerns you: somebody else reads it."
    ),
    "notice.seen_already": marked("You have read this report already."),
    "followup.why_missing": marked("Write why it is put off."),
    # The day itself
    "day.changed_meanwhile": marked("Someone noted something of this day just now. Try again."),
    "day.closed": marked("The day {day} is closed. The branch head can open it again."),
    "day.closed_already": marked("This day is closed already."),
    "day.in_future": marked("That day is still to come."),
    "day.item_unknown": marked("This is not on the checklist any more."),
    "day.not_closed": marked("This day is not closed."),
    "day.people_wait": marked("The day cannot be closed yet. Still here: {numbers}."),
    "day.reason_missing": marked("Write why the day is opened again."),
    "day.unknown": marked("Nothing is noted of this day."),
    # Papers for clients, and visits entered from paper
    "paper.booking": marked("This booking was served already, or stands in another line."),
    "paper.counter": marked("Write the number of the counter."),
    "paper.day": marked("Lines can be entered for today and for the 31 days before."),
    "paper.in_future": marked("This time is still to come."),
    "paper.lines": marked("A paper log has from 1 to {maximum} lines."),
    "paper.number": marked("Write the number that the client had on paper."),
    "paper.number_taken": marked("{number} was entered already."),
    "paper.number_twice": marked("{number} stands in another line too."),
    "paper.order": marked("This time is before the one that comes first."),
    "paper.overlap": marked("This counter was serving {number} at the same time."),
    "paper.service": marked("Choose the service."),
    "paper.time_form": marked("This is no time. Type it like 10.45."),
    "paper.time_missing": marked("This time is missing."),
    "referral.unknown": marked("This is not in the directory any more. Choose again."),
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
    "capacity.nothing_set": marked("The branch has set no places of its own for {day}."),
    "capacity.places": marked("At once there can be from 0 to {maximum} bookings."),
    "opening.intervals": marked("Each interval must end after it begins."),
    "opening.nothing_proposed": marked("No shorter day is proposed for {day}."),
    "opening.nothing_set": marked("The branch has set no hours of its own for {day}."),
    "opening.past_day": marked("That day is over; its hours cannot be changed."),
    "opening.range": marked("Give a first and a last day, at most {maximum} days in all."),
    "opening.reason_missing": marked(
        "Write why the hours differ, in {maximum} characters at most."
    ),
    "opening.shut_anyway": marked("The doors would stay shut on all of these days anyway."),
    "site.not_permitted": marked("This PC does not work for {site}."),
    "site.unknown": marked("No branch has the id {site}."),
}
