"""Sentences about the pictures and scans of a report."""

from __future__ import annotations

from desk.i18n import marked

ATTACHMENTS: dict[str, str] = {
    # The file that was chosen
    "attachment.not_there": marked(
        "The file is not there any more. Was the USB stick pulled out? Choose it again."
    ),
    "attachment.no_permission": marked("This PC does not let you read that file."),
    "attachment.unreadable": marked(
        "The file cannot be read to its end. Was the USB stick pulled out? Nothing was added."
    ),
    "attachment.not_a_file": marked("This is not a file. Choose a picture or a PDF."),
    "attachment.empty": marked("The file is empty."),
    "attachment.too_large": marked(
        "The file has {size} MB; at most {maximum} MB can be added. Take a smaller picture, or scan"
        " fewer pages."
    ),
    "attachment.kind": marked(
        "Only pictures (JPEG, PNG, WebP) and PDF files can be added. A phone's HEIC picture or a"
        " document has to be saved as one of these first."
    ),
    "attachment.broken": marked("The file is damaged: it cannot be shown, so it was not added."),
    "attachment.too_many_pixels": marked(
        "The picture is far too large to be shown. Take a smaller one."
    ),
    "attachment.locked": marked("The PDF is locked with a password. Print it and scan the print."),
    "attachment.pages": marked("The PDF has more than {maximum} pages. Choose those that matter."),
    "attachment.not_smaller": marked(
        "Even made smaller it does not fit into {maximum} MB. Add fewer pages or a simpler picture."
    ),
    "attachment.stopped": marked("The file could not be looked at. Nothing was added."),
    # The report
    "attachment.too_many": marked(
        "The report has {maximum} pictures and scans already. Take one out first."
    ),
    "attachment.there_already": marked("This picture or scan is in the report already."),
    "attachment.exists": marked("This picture or scan is in {number} already."),
    "attachment.unknown": marked("This picture or scan is not in the report any more."),
    "attachment.not_yours": marked("Who added it takes it out, or whoever reviews the report."),
    "attachment.removed": marked("It was taken out of the report."),
    "attachment.sealed": marked("It is sealed: open it with who it was, in the sealed part."),
    "attachment.erased": marked("It has been erased."),
    "attachment.damaged": marked("It was changed behind the program's back: tell IT."),
}
