"""Sentences about backups, restoring and the second place."""

from __future__ import annotations

from desk.i18n import marked

SAFETY: dict[str, str] = {
    "backup.damaged": marked(
        "{name} is damaged or cut short and cannot be restored. Take another backup; the present"
        " data stays as it is."
    ),
    "backup.differs": marked("The copy is not the same as the original ({what}). Make it again."),
    "backup.failed": marked(
        "The backup could not be made or does not verify. Nothing was changed. Tell IT."
    ),
    "backup.full": marked("The disk of {folder} became full; no backup was made. Free space."),
    "backup.newer": marked(
        "A newer program made this ({found}; this one knows {known}). Update the program."
    ),
    "backup.no_room": marked(
        "A backup needs {needed} MB in {folder}, {free} MB are free. Free space, then repeat."
    ),
    "backup.not_one": marked("{name} is not a backup of this program."),
    "backup.read_only": marked("Nothing may be written in {folder}. Ask IT for the right."),
    "backup.running": marked("A backup is being made already. Wait until it is done."),
    "backup.unreachable": marked("{folder} cannot be reached. Check the connection or the disk."),
    "backup.unreadable": marked("{name} cannot be read. Check where it lies."),
    "mirror.damaged": marked("What lies in the second place is damaged and cannot be used."),
    "mirror.empty": marked("{folder} holds no complete copy yet."),
    "mirror.full": marked("The second place is full. Free space there."),
    "mirror.gap": marked("The copy in the second place is begun anew."),
    "mirror.inside": marked(
        "This is the folder of the data itself. Choose another disk or a share."
    ),
    "mirror.lies": marked("The second place does not give back what is written there."),
    "mirror.none_here": marked("There is no backup and no second place's copy in {folder}."),
    "mirror.not_earlier": marked("{place} is not a place that was used before."),
    "mirror.read_only": marked("Nothing may be written in the second place. Ask IT for the right."),
    "mirror.several": marked("Several PCs have copies here. Choose one: {folders}."),
    "mirror.unreachable": marked(
        "The second place cannot be reached. Check the connection or the disk."
    ),
    "restore.code_needed": marked(
        "This PC does not have the key of this copy. Type the recovery code."
    ),
    "restore.demo": marked("{folder} is the demo. Choose the folder of a branch's data."),
    "restore.in_use": marked(
        "The database in {folder} is in use. Close the program on this PC, then repeat."
    ),
    "restore.running": marked("{folder} is being restored by another command. Wait for it."),
    "file.not_read": marked("{name} could not be read. Check the name and the folder."),
    "verify.interrupted": marked("Stopped before the end: nothing can be told from it."),
    "verify.no_pdf": marked("This file is no PDF that can be read."),
    "verify.not_ours": marked(
        "This is neither an incident's paper nor a closing sheet of this program."
    ),
}
