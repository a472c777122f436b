"""Who appears in the demo.  All names are invented; numbers and addresses lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice

from desk.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the branch; `counter` is where they sit, "" for none."""

    login: str
    name: str
    role: Role
    position: str
    counter: str = ""


HEAD = Colleague("ilze", "Ilze Rozīte", Role.HEAD, "nodaļas vadītāja")
ANNA = Colleague("anna", "Anna Bērziņa", Role.CLERK, "vecākā referente", "3")
INESE = Colleague("inese", "Inese Kalniņa", Role.CLERK, "referente", "4")
MARTA = Colleague("marta", "Marta Vējkalne", Role.CLERK, "referente", "1")
IT = Colleague("it", "Nodaļas IT", Role.IT, "sistēmu administrators")
COLLEAGUES = (HEAD, ANNA, INESE, MARTA, IT)

_WOMEN = (
    "Zelma Rasaspura",
    "Aurora Mežvizule",
    "Olga Sinelesova",
    "Vizma Krastzvane",
    "Larisa Belozvonova",
    "Selga Dzintarvēja",
    "Irina Tihorečina",
    "Ausma Pūpolkalne",
    "Nadežda Zarečnova",
    "Madara Sniegroze",
    "Jeļena Vetrolugova",
    "Spodra Liepvalka",
    "Tamāra Lunovskaja",
    "Rasma Bišzieda",
    "Vera Morozvetova",
    "Mirdza Ogulāja",
)
_MEN = (
    "Gaitis Vētrasputns",
    "Oļegs Snegoljubs",
    "Tālis Ozolrags",
    "Viktors Tumanskis-Lugovojs",
    "Varis Miglkalns",
    "Igors Berezoljubs",
    "Dzintars Kadiķvalks",
    "Pāvels Zvezdoljotovs",
    "Uģis Rasupe",
    "Sergejs Ļesovodnijs",
    "Visvaldis Mārsils-Sils",
    "Antons Rečnojs",
    "Teodors Akmenszivs",
    "Maksims Vesnoljubs",
)


def clients(count: int) -> list[tuple[str, str, str]]:
    """Name, phone and e-mail of so many invented clients; every third gives no e-mail."""
    pairs = zip(cycle(_WOMEN), cycle(_MEN), strict=False)
    names = islice((name for pair in pairs for name in pair), count)
    return [
        (name, f"2000 {number:04}", f"klients{number}@example.com" if number % 3 else "")
        for number, name in enumerate(names, 1)
    ]
