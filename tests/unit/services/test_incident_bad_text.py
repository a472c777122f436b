"""Whatever is pasted into a report: kept whole or refused whole, and the same on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from branch_at_work import Branch, refuses
from incident_people import INSULT, Reviewing, desk

from desk.domain.annex import Identity
from desk.domain.incident import IncidentKind, Told
from desk.domain.incident_typed import DetailTyped, FindingsTyped
from desk.domain.paper_compare import differences
from desk.domain.typed_text import MAX_TEXT
from desk.reports import incident as report
from desk.reports.reading import pages_unlike, read_pdf
from desk.services import annex, incident_detail, incident_review, incidents
from desk.services.incident_paper import incident_paper
from desk.services.incident_paper_remade import remade

__all__ = ["desk"]

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
PASTED = {
    "emoji": (f"{FAMILY} \U0001f621\u2764\ufe0f", f"{FAMILY} \U0001f621\u2764\ufe0f"),
    "astral": ("\U00020b9f\U0001d54f", "\U00020b9f\U0001d54f"),
    "hebrew": (
        "teica \u05e9\u05dc\u05d5\u05dd un aizgāja",
        "teica \u05e9\u05dc\u05d5\u05dd un aizgāja",
    ),
    "arabic": ("\u0633\u0644\u0627\u0645", "\u0633\u0644\u0627\u0645"),
    "turned round": ("pielikums\u202efdp.exe\u202c", "pielikumsfdp.exe"),
    "isolates": ("\u2067abc\u2069", "abc"),
    "nul": ("a\x00b", "ab"),
    "half a pair": ("a\ud83d b\ude00", "a\ufffd b\ufffd"),
    "without width": ("pa\u200bse\ufeff 3\u200d2", "pase 32"),
    "many marks": ("k" + "\u0301" * 60, "\u1e31" + "\u0301" * 4),
    "decomposed": ("u\u0304dens", "ūdens"),
    "markup": ("<b>&amp;</b><br/>]]>", "<b>&amp;</b><br/>]]>"),
    "lines": ("viens\r\ndivi\u2028trīs", "viens\ndivi\ntrīs"),
}


@pytest.mark.parametrize(("typed", "kept"), PASTED.values(), ids=PASTED)
def test_a_report_keeps_what_one_sees(desk: Reviewing, typed: str, kept: str) -> None:
    told = Told(typed, "phone", INSULT.occurred_at)
    made = desk.reported(INSULT, text=typed, told=told)
    opened = desk.opened(made)
    assert (opened.text, opened.told.whom) == (kept, kept)
    desk.do(incident_review.begin, made)
    desk.do(incident_detail.set_detail, made, DetailTyped(text=typed), by=desk.anna)
    desk.do(incident_review.findings, made, FindingsTyped(note=typed, lesson=typed))
    assert set(desk.opened(made).texts.values()) >= {kept}


@pytest.mark.parametrize(("typed", "kept"), PASTED.values(), ids=PASTED)
def test_its_paper_says_it_and_is_made_again_alike(desk: Reviewing, typed: str, kept: str) -> None:
    made = desk.reported(INSULT, text=typed)
    paper = desk.do(incident_paper, made)
    again = desk.do(remade, paper.proof.made)
    assert paper.text == again.paper.text == kept
    one, other = report.pdf(paper), report.pdf(again.paper)
    found = read_pdf(one)
    assert differences(found.pages, read_pdf(other).pages) == ((), frozenset())
    assert pages_unlike(one, other) == []
    assert "\u202e" not in found.text and "\0" not in found.text


def test_signs_that_paper_lacks_are_named(desk: Reviewing) -> None:
    made = desk.reported(INSULT, text=f"{FAMILY} un \u05e9\u05dc")
    text = read_pdf(report.pdf(desk.do(incident_paper, made))).text.replace("\n", " ")
    assert "[woman][woman][girl][boy] un □□" in text
    assert "□ stands for a letter that this paper cannot show" in text
    plain = desk.reported(INSULT, text="Ēčā: ёї – 100 €")
    text = read_pdf(report.pdf(desk.do(incident_paper, plain))).text
    assert "Ēčā: ёї – 100 €" in text and "□" not in text


@pytest.mark.parametrize("typed", ["\u200b\u202e", "\x00", " \u2060 \ufeff"])
def test_signs_that_nobody_sees_are_no_words(desk: Reviewing, typed: str) -> None:
    made = desk.reported(INSULT, text=typed)
    assert desk.get(made).text_id is None
    with refuses("incident.why_missing"):
        desk.do(incident_review.void, made, typed)
    with refuses("incident.told_whom"):
        desk.do(incidents.told, made, Told(typed, "phone", INSULT.occurred_at))


def test_a_personal_code_hides_behind_no_sign(desk: Reviewing) -> None:
    made = desk.reported()
    with refuses("text.personal_code"):
        desk.do(annex.seal, made, Identity(name="3200\u200b00-100\u200d02"), by=desk.anna)


def test_100000_characters_are_refused_whole(desk: Reviewing) -> None:
    before = len(desk.read(incidents.rows))
    with refuses("incident.text_long"):
        desk.reported(INSULT, text="x" * 100_000)
    with refuses("incident.text_long"):
        desk.reported(INSULT, told=Told("x" * 100_000, "phone", INSULT.occurred_at))
    made = desk.reported(INSULT, text="paliek")
    with refuses("incident.text_long"):
        desk.do(incidents.amend, made, replace(INSULT, text="x" * 100_000), by=desk.anna)
    with refuses("incident.text_long"):
        desk.do(incident_review.void, made, "x" * 100_000)
    assert desk.opened(made).text == "paliek"
    assert len(desk.read(incidents.rows)) == before + 1


def test_as_many_characters_as_fit_are_kept_and_printed_whole(desk: Reviewing) -> None:
    words = " ".join(f"vārds{number}" for number in range(1000))[: MAX_TEXT - 1] + "."
    made = desk.reported(INSULT, text=words)
    assert desk.opened(made).text == words
    found = read_pdf(report.pdf(desk.do(incident_paper, made)))
    assert set(words.split()) <= set(found.text.split())
    one_word = "ā" * MAX_TEXT
    made = desk.reported(INSULT, text=one_word)
    assert report.pdf(desk.do(incident_paper, made)).startswith(b"%PDF")
    assert desk.opened(made).text == one_word


def test_the_cap_counts_signs_as_they_are_kept(desk: Reviewing) -> None:
    desk.reported(INSULT, text="a\u0304" * MAX_TEXT)
    desk.reported(INSULT, text="\U0001f600" * MAX_TEXT + "\u200b" * 50)
    with refuses("incident.text_long"):
        desk.reported(INSULT, text="ā" * (MAX_TEXT + 1))


def test_a_draft_of_anything_is_there_again(branch: Branch) -> None:
    aggression = IncidentKind.AGGRESSION
    told = Told("half \ud83d", "phone", INSULT.occurred_at)
    draft = replace(INSULT, text="x\ud83d" + "y" * 100_000, told=told)
    branch.do(incidents.save_draft, aggression, draft, by=branch.anna)
    again = branch.read(incidents.load_draft, aggression, by=branch.anna)
    assert again.text == "x\ufffd" + "y" * 100_000
    assert again.told.whom == "half \ufffd"


def test_long_texts_do_not_slow_the_list(desk: Reviewing) -> None:
    """No row of the list reads a text at all: long or short, it asks for the same rows."""
    short = [desk.reported(INSULT) for _ in range(3)]
    before = desk.read(incidents.rows)
    long = [desk.reported(INSULT, text="ā" * MAX_TEXT) for _ in range(3)]
    after = desk.read(incidents.rows)
    assert len(after) == len(short) + len(long) == len(before) + 3
    assert all("āāā" not in repr(row) for row in after)
