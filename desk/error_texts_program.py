"""Sentences about the program itself: people and passwords, files, database, keys, content."""

from __future__ import annotations

from desk.i18n import marked

PROGRAM: dict[str, str] = {
    # What IT has set for this PC, and the check of an installed program
    "check.trusts_anyone": marked(
        "A server whose certificate nobody vouches for was trusted all the same."
    ),
    "site.broken": marked("The settings of this PC cannot be used: {file}: {reason}."),
    "site.no_answers": marked("The file with the settings cannot be read: {file}."),
    "site.not_writable": marked(
        "Nothing was set: {folder} cannot be written. This needs an administrator's rights."
    ),
    "site.refused": marked("Nothing was set."),
    "site.not_readable": marked(
        "The settings of this PC may not be read: {file}. IT has to add you to those who use it."
    ),
    # Who may what
    "access.no_right": marked("Your role does not permit this. Ask the branch head or IT."),
    "access.password_needed": marked(
        "You came back with the PIN. This needs your full password: give it first."
    ),
    "account.changed_meanwhile": marked(
        "Someone changed this account just now. Look at it again and repeat."
    ),
    "account.first_must_manage": marked(
        "The first account must be a branch head's or IT's, who can add the others."
    ),
    "account.last_manager": marked(
        "This is the last account that can manage the others. Add another one first."
    ),
    "account.login_form": marked(
        "A login has 2 to 32 small letters without marks, digits, dots or hyphens."
    ),
    "account.login_taken": marked("Someone has this login already. Choose another."),
    "account.name_missing": marked("Write the person's name, in 80 characters at most."),
    "account.no_one_time": marked("This password need not be replaced. Sign in with it."),
    "account.not_manager": marked(
        "The recovery code gives a new password to a branch head or IT; they help the others."
    ),
    "account.own": marked("You cannot close your own account."),
    "account.own_role": marked("You cannot change your own role. Ask another head or IT."),
    "account.role_not_yours": marked("You cannot manage accounts of this role. Ask IT."),
    "account.role_not_for_people": marked("Choose another role."),
    "account.unknown": marked("There is no such account any more."),
    "lock.minutes": marked("Choose one of the times offered."),
    "password.descriptor": marked("The password could not be read from descriptor {number}."),
    "password.differs": marked("The two passwords differ. Type them again."),
    "password.long": marked("The password is too long: {maximum} characters at most."),
    "password.obvious": marked("This password is easy to guess. Choose a few unrelated words."),
    "password.same": marked("This is the password you were given. Choose one of your own."),
    "password.short": marked("The password is too short: {minimum} characters at least."),
    "pin.dead": marked("Three wrong PINs. Now only your full password helps."),
    "pin.form": marked("A PIN has {shortest} to {longest} digits."),
    "pin.needs_password": marked("No PIN helps here now. Give your full password."),
    "pin.no_session": marked(
        "A PIN is for a PC where you signed in with the full password today. Sign in first."
    ),
    "pin.obvious": marked(
        "This PIN is tried first: no rows like 1234, no repeats, no dates or years."
    ),
    "pin.wrong": marked("The PIN is wrong. Tries left: {left}."),
    "session.counter_form": marked(
        "A counter has letters and digits only, {maximum} at most, as painted on it."
    ),
    "session.counter_missing": marked("Write the number of your counter."),
    "session.disabled": marked("This account is closed. Ask the branch head or IT."),
    "session.locked": marked(
        "Too many wrong passwords. Wait {minutes} min, or ask the branch head or IT to end the "
        "wait."
    ),
    "session.needed": marked("Sign in: give --login and the password by prompt or --password-fd."),
    "session.new_password_needed": marked(
        "This password was handed over to you. Choose one of your own to sign in."
    ),
    "session.no_password": marked(
        "Your account came back from headquarters, its password did not. The branch head or IT"
        " gives you a new one."
    ),
    "session.no_password_manager": marked(
        "Your account came back from headquarters, its password did not. Choose “I lost my"
        " password”."
    ),
    "session.wrong_password": marked("The name or the password is wrong."),
    # Setting up
    "app.branch_has_parent": marked(
        "{branch} is a sub-branch. Set the PC up for {parent}; the site is chosen at sign-in."
    ),
    "app.branch_unknown": marked("{institution} has no branch with the id {branch}."),
    "app.database_exists": marked("There is a database in {folder} already; it stays as it is."),
    "app.folder": marked("The folder {folder} cannot be used: check that you may write there."),
    "app.no_database": marked("There is no database in {folder}. Make one with `desk init`."),
    "app.no_display": marked(
        "There is no display to open the window on. `desk --help` lists what works without one."
    ),
    "app.open_already": marked(
        "Another window of yours is open already, but it does not answer. Wait, then try again."
    ),
    "app.set_up_running": marked("{folder} is being set up by another command just now."),
    "cli.unexpected": marked("Something unexpected happened; nothing more was done. See {log}."),
    "cli.unexpected_unlogged": marked(
        "Something unexpected happened ({kind}), and the log could not be written."
    ),
    "practice.script": marked(
        "The practice's script is missing or damaged. Install the program again."
    ),
    "demo.not_a_demo": marked("{folder} holds no demo; it stays as it is. Choose another folder."),
    "resources.missing": marked("The installation is incomplete: {folder} is missing."),
    "ui.not_open": marked("The data is not open yet. Wait a moment."),
    "ui.unexpected": marked(
        "Something unexpected happened; what you did last was not saved. IT finds it in the log."
    ),
    # Keys of the keyboard
    "shortcut.system": marked("{key} belongs to the system or to text fields. Take another key."),
    "shortcut.taken": marked("{key} is taken already: “{action}”. Take another key."),
    "shortcut.typed": marked(
        "Take a function key, or Ctrl or Alt with a letter A–Z or a digit: others are pressed by"
        " accident."
    ),
    # Files
    "statistics.days": marked("Give a month, or a first and a last day."),
    "statistics.span": marked("Choose days in their order, {maximum} of them at most."),
    "statistics.two_files": marked("Both files cannot be {name}: give two names."),
    "statistics.whole_months": marked(
        "Such a file is of whole months, so that no small number can be worked out of two files."
    ),
    "file.exists": marked("{name} exists already; it stays as it is. Choose another name."),
    "file.not_written": marked("{name} could not be written. Check the folder."),
    "printer.missing": marked(
        "The printer {name} is not there. Choose another one in the settings of slips."
    ),
    "printer.none": marked("This PC has no printer. The ticket is valid without paper."),
    "printer.out_of_order": marked(
        "The printer {name} did not take the paper. Look whether it is on and has paper."
    ),
    "paper.not_laid_out": marked("The PDF could not be made. IT finds the reason in the log."),
    "import.confirm_cancel": marked(
        "The file would cancel {count} bookings. To go on, type that number."
    ),
    "import.unreadable": marked("The file cannot be opened. Check where it lies."),
    "wizard.left": marked("Nothing was set up."),
    "watch.folder": marked(
        "The folder {folder} cannot be read. Check it in Branch, This PC, or import by hand."
    ),
    "watch.no_bookings": marked(
        "The day has no bookings yet. Enter those that are known by hand, or import the file."
    ),
    "dayfile.bad_covers": marked(
        "What the file covers must be a branch and a date, e.g. riga-2 2026-11-24."
    ),
    "dayfile.bad_email": marked("does not look like an e-mail address; kept as it is"),
    "dayfile.bad_line": marked("the line cannot be read"),
    "dayfile.bad_minutes": marked(
        "is not a length from 1 to {max} minutes; the usual one is taken"
    ),
    "dayfile.bad_phone": marked("does not look like a phone number; kept as it is"),
    "dayfile.bad_start": marked("is not a date and time"),
    "dayfile.cover_not_used": marked(
        "some lines cannot be read, so no booking is cancelled for being absent"
    ),
    "dayfile.duplicate_reference": marked("the same number is in line {first} already"),
    "dayfile.empty": marked("the file is empty"),
    "dayfile.encoding": marked("the file is not text; save it as CSV in UTF-8"),
    "dayfile.ics_method": marked("the calendar is not a list of bookings"),
    "dayfile.malformed": marked("the file is not built as a calendar is"),
    "dayfile.missing_column": marked("no column was found for this; choose one"),
    "dayfile.missing_reference": marked("the booking's number is missing"),
    "dayfile.no_such_time": marked("this time does not exist: clocks are moved forward then"),
    "dayfile.no_time": marked("a whole day is not a booking: the time is missing"),
    "dayfile.recurring": marked("a repeated event is not a booking"),
    "dayfile.spreadsheet": marked("this is a spreadsheet; save it as CSV first"),
    "dayfile.too_big": marked("the file is larger than {megabytes} MB"),
    "dayfile.too_long": marked("is longer than {limit} characters"),
    "dayfile.too_many_cells": marked("the line has more cells than the {columns} columns"),
    "dayfile.too_many_rows": marked("the file has more than {limit} bookings"),
    "dayfile.unclosed": marked("the event does not end"),
    "dayfile.unexpected_end": marked("something ends here that did not begin"),
    "dayfile.unknown_state": marked("is not a state that we know; taken as booked"),
    "dayfile.unknown_zone": marked("the time zone is not known"),
    # Database and keys
    "db.busy": marked("The database is busy. Try again in a moment."),
    "db.damaged": marked("The database file is damaged. Do not go on; tell IT."),
    "db.disk": marked("The disk cannot be read or written. Tell IT."),
    "db.full": marked("The disk is full: nothing can be saved. Free space or tell IT."),
    "db.missing": marked("The database file is missing. Tell IT."),
    "db.newer": marked(
        "A newer program made this database ({found}; this one knows {known}). Update the program."
    ),
    "db.read_only": marked("The database cannot be written to. Tell IT."),
    "db.wrong_key": marked("The key does not open this database. Tell IT."),
    "keys.code_group": marked("Group {group} of the recovery code is mistyped."),
    "keys.code_length": marked("The recovery code has {expected} characters; {found} were typed."),
    "keys.damaged": marked("The key file is damaged. Restore it from a backup."),
    "keys.exist_already": marked(
        "{folder} has the keys of a database that is not there. Put the database back, or choose "
        "another folder."
    ),
    "keys.missing": marked("The key file is missing. Restore it from a backup."),
    "keys.no_machine_key": marked(
        "This machine does not hold the database's key. The recovery code opens it."
    ),
    "keys.no_recovery": marked("This key file has no recovery code."),
    "keys.not_readable": marked(
        "The key in {folder} cannot be read. Ask IT for the right to read it."
    ),
    "keys.not_writable": marked(
        "The key cannot be kept in {folder}. Ask IT for the right to write there."
    ),
    "keys.wrong_code": marked("This is the recovery code of another database."),
    "person.damaged": marked("Personal data in this record cannot be read. Tell IT."),
    "person.empty": marked("Something has to stand there; to take it all away, erase it."),
    "person.erased": marked("The personal data of this record has been erased."),
    "person.not_here": marked("This cannot be put right here; change it where it was entered."),
    "person.nothing_asked": marked("Type a name, a phone number, an e-mail or a reference first."),
    # Erasing
    "erasure.ground_missing": marked("Choose on what ground it is erased."),
    "erasure.not_confirmed": marked(
        "Nothing was erased. To confirm, type “{word}” exactly as it stands."
    ),
    "erasure.nothing": marked("There is nothing here that may be erased."),
    "erasure.record": marked(
        "Nothing was erased: the record of erasures in the data folder cannot be written. Tell IT."
    ),
    # Content
    "content.damaged": marked("The content pack cannot be read: {reason}."),
    "content.home_missing": marked("The new content pack does not know {branch}."),
    "content.invalid": marked(
        "The content pack has {count} faults; first {file}, {path}: {reason}."
    ),
    "content.no_institution": marked("{pack} is a part of other packs and cannot be used alone."),
    "content.no_policy": marked("The content pack {pack} has no policy."),
    "content.none": marked("The database has no content pack. Tell IT."),
    "content.older": marked("The pack ({given}) is not newer than the one in force ({own})."),
    "content.other_institution": marked("The pack is for {given}; this PC works for {own}."),
    "content.too_large": marked("The content pack is larger than {limit} bytes."),
    "content.unknown_institution": marked("There is no content for {institution}. Known: {known}."),
    "rules.unknown": marked("There is no rule {id}."),
}
