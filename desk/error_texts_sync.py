"""Sentences about headquarters, and about the line to them."""

from __future__ import annotations

from desk.i18n import marked

SYNC: dict[str, str] = {
    "challenge.locked": marked(
        "Too many wrong answers. Try again in {minutes} min; headquarters' answer stays the same"
        " only for half an hour."
    ),
    "challenge.not_manager": marked(
        "Headquarters help branch heads and IT. Your branch head or IT gives you a new password."
    ),
    "challenge.over": marked(
        "The code that you read out counts no more. Go back and begin again with a new one."
    ),
    "challenge.wrong": marked(
        "This is not headquarters' answer to this code. Ask them to read it again."
    ),
    "courier.cut": marked("The file is not whole: copy it again, or have it written again."),
    "courier.damaged": marked(
        "The file is not as it was written, or somebody else wrote it. Nothing of it was taken;"
        " have it written again."
    ),
    "courier.exists": marked("{name} is another file. It was left alone: choose another name."),
    "courier.full": marked(
        "There is no room left on the stick. Nothing was lost; use another one."
    ),
    "courier.newer": marked("A newer program wrote this file. Update this one."),
    "courier.not_asked": marked(
        "This answers a file that this database did not write; perhaps a backup was put back"
        " since. Write another file for headquarters."
    ),
    "courier.not_one": marked("This is no file of the courier."),
    "courier.older": marked(
        "A newer file was taken in already, with everything that this one has. Use the newest one."
    ),
    "courier.other_hq": marked("This file belongs to other headquarters."),
    "courier.other_pc": marked("This file is for another PC. Nothing of it was taken."),
    "courier.other_reader": marked("This file was sealed for somebody else."),
    "courier.read_only": marked("{name} cannot be written there: the stick allows no writing."),
    "courier.repeated": marked(
        "This very file was taken in already. Was its answer lost? Then write another file at the"
        " branch."
    ),
    "courier.restored": marked(
        "This database was restored or copied since. It must reach headquarters over the line"
        " once before a stick can carry for it. Nothing is lost."
    ),
    "courier.unreachable": marked("{name} cannot be written: the stick does not answer."),
    "courier.unreadable": marked("{name} cannot be read."),
    "courier.wrong_way": marked(
        "This file goes the other way: one from a branch is for headquarters, an answer is for the"
        " branch."
    ),
    "hq.booking_over": marked(
        "The booking {reference} cannot be changed any more: it is {state} at the branch."
    ),
    "escrow.fingerprint": marked(
        "This is not the fingerprint of headquarters' recovery key. Ask them on the telephone;"
        " nothing was handed over."
    ),
    "escrow.none": marked("Headquarters have no recovery key yet; nothing was handed over."),
    "escrow.wrong_key": marked(
        "This is not the recovery key that the branch's key was sealed for."
    ),
    "hq.certificate": marked(
        "To be reached by branches the server needs a certificate and its key: --tls-cert and"
        " --tls-key. Without them it answers this machine alone."
    ),
    "hq.certificate_file": marked("The file {file} of the certificate is not there."),
    "hq.challenge": marked(
        "No PC of this branch asked so for this account. Have the code read again; ask for branch"
        " and login."
    ),
    "hq.code": marked(
        "Headquarters do not know this code: it was mistyped, used already, or is too old. Ask"
        " them for a new one."
    ),
    "hq.cursor": marked(
        "Headquarters were set back to an earlier state. Nothing is lost: what is here goes there"
        " again."
    ),
    "hq.database": marked("The database of headquarters does not answer. It is tried again."),
    "hq.database_url": marked(
        "Say where the database of headquarters is: --database, or DESK_HQ_DATABASE in the"
        " environment; postgresql://... or sqlite:///FILE."
    ),
    "hq.device_taken": marked(
        "Headquarters know this PC with another key. Their IT revokes it first."
    ),
    "hq.waiting": marked(
        "Headquarters have this PC's request; it waits for their approval. Tell them the"
        " fingerprint, and ask again when they have approved it."
    ),
    "hq.turned_away": marked(
        "Headquarters have turned this PC away. Ask their registrar why, and for a new code."
    ),
    "hq.no_applicant": marked("No PC of this id waits, or somebody has decided already."),
    "hq.token_size": marked("Between 1 and {most} PCs, and at most {days} days."),
    "hq.encoding": marked("What reached headquarters was damaged on the way. It is sent again."),
    "hq.epoch": marked(
        "Headquarters were set back to an earlier state and do not know where this PC stands. It"
        " compares again."
    ),
    "hq.escrow_alone": marked("Two different people open the escrow."),
    "hq.escrow_key": marked(
        "Headquarters have another recovery key than the one this PC sealed for. Look at the"
        " fingerprint and try again."
    ),
    "hq.escrow_made": marked(
        "The institution has a recovery key already. With --again there will be another one; what"
        " was sealed for the first one still needs that."
    ),
    "hq.escrow_none": marked("No database key of this PC is kept here."),
    "hq.folder": marked("The folder {folder} cannot be written to."),
    "hq.forked": marked(
        "Headquarters have something else under a number of this PC: perhaps a copy of it is at"
        " work elsewhere. Both are kept; IT has to decide."
    ),
    "hq.gap": marked("Something is missing at headquarters before what was sent. It is sent too."),
    "hq.internal": marked("Headquarters met an error of their own. It is tried again."),
    "hq.interrupted": marked("The line broke while something was sent. It is sent again."),
    "hq.method": marked("Headquarters do not understand this request: the versions do not match."),
    "hq.newer": marked("A newer program made the tables of headquarters. Update this one."),
    "hq.not_contiguous": marked("What was sent to headquarters was not in order."),
    "hq.not_installed": marked(
        "The server's part of the program is not installed here: {what} is missing. Install it"
        " with pip install 'branch-desk[hq]'."
    ),
    "hq.not_ready": marked("Headquarters are not set up: run `desk hq init` first."),
    "hq.not_your_stream": marked("Headquarters do not give this PC the data of another branch."),
    "hq.not_yours": marked("This belongs to headquarters and cannot be changed by a branch."),
    "hq.path": marked("Headquarters do not know this request: the versions do not match."),
    "hq.replayed": marked("Headquarters had this very request already."),
    "hq.port": marked("Another program listens on port {port}: choose one with --port."),
    "hq.request": marked(
        "Headquarters do not understand what was sent: the versions do not match."
    ),
    "hq.revoked": marked(
        "Headquarters hear this PC no more. Work goes on here; IT has to find out why."
    ),
    "hq.signature": marked("The signature is not that of this PC."),
    "hq.slot_closed": marked(
        "That time is not open for bookings on {day}: open the day first (appointments open)."
    ),
    "hq.slot_full": marked(
        "Every place of that time is sold, or left to the branch. Choose another time."
    ),
    "hq.slot_minutes": marked(
        "Days that are open already are cut into {minutes} minutes; that stays until they are over."
    ),
    "hq.slot_places": marked("Give a number of places up to {maximum}."),
    "hq.slot_plan": marked(
        "Minutes must divide an hour, the share is 0 to 100 per cent, days are up to 92, and"
        " contacts are kept up to ten years."
    ),
    "hq.stale": marked("The clock of this PC and that of headquarters differ."),
    "hq.stream": marked("Headquarters have no such branch."),
    "hq.superseded": marked(
        "A copy of this database has taken over, on this PC or another one. Work goes on here, but"
        " nothing is sent; IT has to decide which one stays."
    ),
    "hq.too_large": marked("This is more than headquarters take at once."),
    "hq.too_often": marked("This PC asked headquarters too often. It waits a while."),
    "hq.transaction": marked("What was sent to headquarters was not whole."),
    "hq.unknown_device": marked("Headquarters do not know this PC."),
    "hq.unsigned": marked("Headquarters answer signed requests alone."),
    "hq.branch_unknown": marked("Headquarters have no branch {branch}."),
    "hq.first_registrar": marked(
        "The first person at headquarters has to be a registrar, who can add the others."
    ),
    "hq.incident_not_ours": marked(
        "This report stays in the branch by its kind and level: the branch answers it."
    ),
    "hq.incident_twice": marked(
        "Two branches have a report of this number: name the branch with --branch."
    ),
    "hq.incident_unknown": marked("Headquarters have no report of this number."),
    "hq.no_devices": marked("{branch} has no PC yet for which it could be sealed."),
    "hq.no_right": marked("This is for somebody with the role {roles}."),
    "hq.nothing_sent": marked("Nothing of this id was sent, or it was long ago."),
    "hq.nothing_to_withdraw": marked("There is nothing to take back."),
    "hq.office_missing": marked(
        "Write the person's position, in 80 characters at most: branches read it."
    ),
    "hq.person_needed": marked(
        "There are people at headquarters: a registrar signs in with --login."
    ),
    "hq.person_unknown": marked("Nobody at headquarters has this login."),
    "hq.publication_changed": marked(
        "The published pack is not what it was. Publish it again; IT finds out why."
    ),
    "hq.publication_unknown": marked("No pack was published under this id."),
    "hq.reason": marked("Say why, in {maximum} characters at most."),
    "hq.rejected": marked(
        "This pack was rejected. `desk hq publications` says why; publish it again when it is"
        " mended."
    ),
    "hq.released": marked("This pack was released already."),
    "hq.roles": marked("Give at least one role: editor, releaser, duty_officer or registrar."),
    "hq.same_person": marked(
        "Whoever published a pack does not release it: another person has to look at it."
    ),
    "hq.staff_empty": marked("The list needs somebody, and {maximum} people at most."),
    "hq.staff_file": marked(
        "The list {file} cannot be used, line {line}: a heading with name, position, phone,"
        " email, then a name in each line, in UTF-8."
    ),
    "hq.text_missing": marked("Write the text in Latvian, in {maximum} characters at most."),
    "hq.until_past": marked("The last day is past already."),
    "bulletin.changed": marked(
        "Headquarters have changed or withdrawn this message meanwhile. Look at it again."
    ),
    "content.release_differs": marked(
        "The content pack (version {version}) is not the one that headquarters released. It was not"
        " installed."
    ),
    "opening.by_hq": marked(
        "Headquarters have set the hours of {day}. Ask them for others; a closure can be set at"
        " once."
    ),
    "sync.body": marked(
        "What headquarters sent ({kind}) cannot be read. It is kept, and they were told."
    ),
    "sync.changed_since": marked(
        "Something else was written in its place since the backup was put back. Both are at"
        " headquarters."
    ),
    "sync.incomplete": marked(
        "An earlier part of it is missing. It is kept, and is with headquarters."
    ),
    "sync.log_differs": marked(
        "The incident log went on differently since the backup was put back, so the earlier signed"
        " statement does not fit it. Headquarters keep that statement."
    ),
    "content.signature": marked(
        "The content pack (version {version}) is not signed by headquarters. It was not installed."
    ),
    "sync.address": marked(
        "The address of headquarters begins with https:// (or http:// on this machine)."
    ),
    "conflict.over": marked("This is settled already: the booking has its place, or is off."),
    "conflict.unknown": marked("There is no such conflict of bookings."),
    "lease.confirm": marked(
        "{free} places would be given back. If that is meant, confirm with --confirm {free}."
    ),
    "lease.promised": marked(
        "Nothing can be given back on {day}: the places that are left are kept for a provisional"
        " booking, until headquarters answer."
    ),
    "lease.nothing": marked("On {day} no place that headquarters left to the branch is free."),
    "sync.box": marked(
        "A sealed message of headquarters cannot be opened: it was made for another PC, or altered."
    ),
    "sync.box_key": marked("The key of a PC is damaged; nothing can be sealed for it."),
    "sync.hq_altered": marked(
        "A change of headquarters (number {seq}) is not what they once wrote. What came with it"
        " was not taken, and they were told."
    ),
    "sync.hq_missing": marked(
        "A change of headquarters before number {seq} was left out. What came after that was not"
        " taken, and they were told."
    ),
    "sync.hq_other_past": marked(
        "A change of headquarters (number {seq}) follows another past than this PC has read. It was"
        " not taken, and they were told."
    ),
    "sync.hq_reordered": marked(
        "A change of headquarters (number {seq}) came twice or out of order. It was not taken, and"
        " they were told."
    ),
    "sync.hq_set_back": marked(
        "Headquarters were set back: changes that this PC has read are not there any more."
    ),
    "sync.ca_file": marked("The file with the institution's certificates cannot be read."),
    "sync.enrolled": marked("Headquarters know this PC already."),
    "sync.nonsense": marked(
        "Something else than headquarters answered, perhaps a sign-in page of the network. It is"
        " tried again."
    ),
    "sync.proxy": marked(
        "The address of the proxy is not one: http://proxy.example:3128, for instance."
    ),
    "sync.stopped": marked("Synchronising was stopped. It goes on later."),
    "sync.unexpected": marked(
        "Something unexpected went wrong on the line to headquarters; IT finds it in the log. It is"
        " tried again."
    ),
    "sync.no_way": marked(
        "Say where headquarters are and the code that they gave: IT has set neither for this PC."
    ),
    "sync.not_enrolled": marked(
        "Headquarters do not know this PC yet: their IT gives a code, and `desk enrol` uses it."
    ),
    "sync.not_trusted": marked(
        "The certificate of headquarters is not trusted here. IT has to look at it; nothing was"
        " sent."
    ),
    "sync.skipped": marked(
        "Headquarters left something out of what they sent. Nothing of it was taken; it is asked"
        " for again."
    ),
    "sync.unknown_refusal": marked(
        "Headquarters refused for a reason that this version of the program does not know:"
        " {why}. Update it."
    ),
    "sync.offline": marked("Headquarters cannot be reached. Work goes on; it is tried again."),
    "spoken.group": marked("Group {group} of the code was misheard or mistyped."),
    "spoken.length": marked("The code has {expected} characters; {found} were typed."),
}
"""Every code of headquarters and of the line, with its sentence."""
