"""The requirements A1-A22: each id with the document that it was taken from.

A digit stands for a document, the first for number 01 of the letters, and so on: 0 PMLP's standard
of 2018, 1 PMLP's standard of 2023, 2 PMLP's web page of 2019, 3 the handbook, 4 ATD's standard.
"""

from __future__ import annotations

from collections.abc import Iterator

SOURCES = {
    "OH": "00000002222222244440143301410",
    "AP": "10401200101410414443320",
    "WE": "333310433",
    "IP": "333333331043111333334431334333220004333343",
    "PH": "33310110111110333320000",
    "EM": "3333333101331143",
    "RF": "104100044342",
    "OS": "110140",
    "GF": "1104",
    "SE": "11110033310",
    "AG": "11111003344410434341434",
    "FM": "104444",
    "PD": "10033333443",
    "PY": "101111",
    "RR": "10310343",
    "LA": "1010431034",
    "FB": "104333333343222223323",
    "RD": "1103343",
    "EE": "100",
    "CH": "12110101101011444310420441",
    "VA": "11034310",
    "GV": "343101412",
}

NOT_FOR_PEOPLE = {
    "OH-04": "the list of the 30 branches: it is in branches.toml",
    "WE-06": "demand decides where branches are: the statistics that headquarters is sent",
    "RD-05": "dress where an institution has no rule of its own: both have one",
}
"""Requirements that no clerk or head acts on, and why."""


def requirements() -> Iterator[tuple[str, str]]:
    """Every id with its document's digit."""
    for letters, digits in SOURCES.items():
        for place, digit in enumerate(digits, 1):
            yield f"{letters}-{place:02}", digit
