"""Keeps the catalogues in resources/i18n complete: `update`, `check`, `compile FILE.po`.

Texts are English in the code, inside `_()`, `ngettext()` or `marked()`; Latvian and Russian lie in
`lv.po` and `ru.po`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from text_calls import wrong_calls

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("lv", "ru")
KEYWORDS = {"_": None, "marked": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"\{\w+\}")


def extracted() -> Catalog:
    """All texts of the code, in the order of their files."""
    catalogue = Catalog(
        project="Branch Desk", copyright_holder="the Branch Desk authors", charset="utf-8"
    )
    found = extract_from_dir(ROOT / "desk", [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, text, _comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalogue.add(text, None, [(f"desk/{file}", None)], context=context)
    return catalogue


def path_of(language: str) -> Path:
    return FOLDER / f"{language}.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Branch Desk", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> int:
    """Bring each catalogue up to the code: new texts come in empty, gone ones leave."""
    template = extracted()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)
        empty = sum(1 for message in catalogue if message.id and not complete(message))
        print(f"{language}: {len(catalogue)} texts, {empty} to translate")
    return 0


def complete(message: Message) -> bool:
    """Whether the message has a text in every plural form."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms)


def wrong_placeholders(message: Message) -> bool:
    """Whether a translation names a placeholder that the text does not give, or drops one."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    given = set(PLACEHOLDER.findall(ids[-1]))
    if isinstance(message.id, tuple):  # "one client" may leave the number out
        return any(set(PLACEHOLDER.findall(form)) - given for form in forms)
    return any(set(PLACEHOLDER.findall(form)) != given for form in forms)


def check() -> int:
    """Say what is missing, left over, doubtful or wrong; 0 only when nothing is."""
    wanted = {message.id for message in extracted() if message.id}
    problems = wrong_calls(ROOT, wanted)
    for language in LANGUAGES:
        catalogue = read(language)
        have = {message.id: message for message in catalogue if message.id}
        problems += [f"{language}: not in the catalogue: {text!r}" for text in wanted - set(have)]
        problems += [f"{language}: no longer in the code: {text!r}" for text in set(have) - wanted]
        for text, message in have.items():
            if not complete(message):
                problems.append(f"{language}: not translated: {text!r}")
            elif message.fuzzy:
                problems.append(f"{language}: marked fuzzy: {text!r}")
            elif wrong_placeholders(message):
                problems.append(f"{language}: other placeholders than the text: {text!r}")
    for problem in sorted(problems):
        print(problem)
    print(f"translations: {len(wanted)} texts, {len(problems)} problems")
    return 1 if problems else 0


def compile_file(path: Path) -> int:
    """Write the .mo beside a .po."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            return update()
        case ["check"]:
            return check()
        case ["compile", path]:
            return compile_file(Path(path))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
