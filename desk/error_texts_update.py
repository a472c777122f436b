"""Sentences about updates of the program, at a branch and at headquarters."""

from __future__ import annotations

from desk.i18n import marked

UPDATE: dict[str, str] = {
    "update.branch": marked("{branch} is no branch of any institution that this program knows."),
    "update.changed": marked(
        "{file} is not what it was when it came. It is fetched again at the next run."
    ),
    "update.entered_since": marked(
        "The update failed, but something has been entered since it came in, so the new program"
        " stays and nothing is lost. Tell IT of headquarters."
    ),
    "update.expired": marked(
        "What headquarters signed has run out, so no update is taken; work goes on. Look at this"
        " PC's clock; otherwise headquarters have to run `desk hq update refresh`."
    ),
    "update.file_name": marked(
        "{file} cannot be taken in: a .deb, .rpm or .msi whose name has {version} in it is wanted."
    ),
    "update.files": marked("Files of an update cannot be written: {reason}."),
    "update.forged": marked(
        "What the source of updates gives is not what headquarters signed, or is older than what"
        " was seen before. Nothing was taken. Tell headquarters."
    ),
    "update.hours": marked(
        "{hours} are no hours for updates; write them like 19:00-06:00 in the site file."
    ),
    "update.key_missing": marked("Too few of the keys that sign for {role} were given."),
    "update.key_password": marked("The password does not open the keys in {folder}."),
    "update.key_short": marked("A password for keys has at least {least} characters."),
    "update.no_backup": marked(
        "The database cannot be backed up, so no update was put in. `desk doctor` says more."
    ),
    "update.no_keys": marked("There are no keys in {folder}."),
    "update.no_put_back": marked(
        "The earlier program is in again, but the database could not be put back yet. It is tried"
        " again at the next run; the backup is whole. Tell IT of headquarters."
    ),
    "update.no_repository": marked(
        "{folder} holds no updates that are in order; `desk hq update init` makes the folder."
    ),
    "update.no_right": marked("Updates are the administrator's: {folder} cannot be written to."),
    "update.no_root": marked(
        "The root of what is trusted is not in {file}; name it as updates.root of the site file."
    ),
    "update.no_source": marked("No source of updates is set in the site file."),
    "update.no_such_backup": marked("There is no backup {name} here."),
    "update.no_way_back": marked(
        "The package of {version}, which is in, is not at hand, so there would be no way back."
        " Headquarters have to add it: `desk hq update add`."
    ),
    "update.no_way_back_now": marked(
        "{version} could not be put in again. It is tried again at the next run; installer.log"
        " says why. Tell IT of headquarters."
    ),
    "update.not_installed": marked(
        "This program was not installed from a package, so it cannot be updated."
    ),
    "update.repository_there": marked("{folder} holds updates already."),
    "update.running": marked("Updates are being worked on already. Wait until that is done."),
    "update.source": marked(
        "{source} is no safe source of updates; write https://... or a folder."
    ),
    "update.stage": marked("Say which branches: --branch, or --all."),
    "update.there": marked("A package of {version} for {kind} is there already."),
    "update.threshold": marked(
        "With {keys} keys not {threshold} can sign; give more keys or a lower threshold."
    ),
    "update.unknown_version": marked("There is no {version} here; `desk hq update add` adds it."),
    "update.unreachable": marked(
        "The source of updates cannot be reached; it is tried again at the next run."
    ),
    "update.version": marked("{version} is no version like 1.2.0."),
}
