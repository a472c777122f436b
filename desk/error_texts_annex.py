"""Sentences about the sealed annex: who it was."""

from __future__ import annotations

from desk.i18n import marked

ANNEX: dict[str, str] = {
    "annex.damaged": marked(
        "What is sealed here was altered or damaged and cannot be opened. The report itself is"
        " whole; `desk verify` says what was changed."
    ),
    "annex.empty": marked("Nothing is written yet that could be sealed."),
    "annex.erased": marked(
        "Who it was has been erased: its time was over. The report itself stays."
    ),
    "annex.fingerprint": marked(
        "The fingerprint is another one. Look at who waits again, and compare it with the person."
    ),
    "annex.giver_waits": marked(
        "You wait for keys yourself: a colleague who has them all gives them."
    ),
    "annex.holder_doubtful": marked(
        "The incident log does not know these keys: this program did not make them. Do not give"
        " them anything; tell headquarters and IT."
    ),
    "annex.key_lost": marked(
        "Who it was cannot be read any more: nobody who holds keys now can open it. The report"
        " itself is whole and goes on; who it was can be sealed anew. If a password of yours was"
        " replaced, IT runs `desk annex earlier-password` with you and the earlier password."
    ),
    "annex.level_low": marked(
        "At this level it is opened for the police, a complaint, a remedy or the person's own"
        " request alone."
    ),
    "annex.no_earlier": marked("That earlier password opens nothing that is sealed."),
    "annex.no_keys": marked(
        "You have no keys of the sealed parts yet. Sign out and in with your full password; if a"
        " head has left you out, talk to the head."
    ),
    "annex.nobody": marked(
        "Nobody here could open it yet: the branch head signs in once with the full password."
        " The report itself is kept; add who it was after that."
    ),
    "annex.not_waiting": marked("Nobody of this name waits for keys any more."),
    "annex.not_deputy": marked("Only deputies are left out: a head always opens sealed parts."),
    "annex.nothing": marked("Nothing is sealed with this report."),
    "annex.waiting": marked(
        "Your keys for this are still to come. A colleague who opens sealed parts gives them to"
        " you: in People, with the full password."
    ),
    "annex.words_missing": marked("Write in a few words what it is opened for."),
}
"""Every code of the annex, with its sentence."""
