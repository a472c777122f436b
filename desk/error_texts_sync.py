"""Sentences about headquarters, and about the line to them."""

from __future__ import annotations

from desk.i18n import marked

SYNC: dict[str, str] = {
    "hq.certificate": marked(
        "To be reached by branches the server needs a certificate and its key: --tls-cert and"
        " --tls-key. Without them it answers this machine alone."
    ),
    "hq.certificate_file": marked("The file {file} of the certificate is not there."),
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
    "hq.encoding": marked("What reached headquarters was damaged on the way. It is sent again."),
    "hq.epoch": marked(
        "Headquarters were set back to an earlier state and do not know where this PC stands. It"
        " compares again."
    ),
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
    "hq.request": marked(
        "Headquarters do not understand what was sent: the versions do not match."
    ),
    "hq.revoked": marked(
        "Headquarters hear this PC no more. Work goes on here; IT has to find out why."
    ),
    "hq.signature": marked("The signature is not that of this PC."),
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
    "sync.address": marked(
        "The address of headquarters begins with https:// (or http:// on this machine)."
    ),
    "sync.ca_file": marked("The file with the institution's certificates cannot be read."),
    "sync.enrolled": marked("Headquarters know this PC already."),
    "sync.nonsense": marked(
        "Something else than headquarters answered, perhaps a sign-in page of the network. It is"
        " tried again."
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
}
"""Every code of headquarters and of the line, with its sentence."""
