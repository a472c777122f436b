"""Fills in what wixl and msibuild make the MSI of.

msi.py FOLDER VERSION NUMBERS OUT     writes OUT/msi.wxs, OUT/msi.sql and OUT/package-code

Every identifier follows from a name: the same program gives the same database, and a file keeps its
component from version to version.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from string import Template
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

_HERE = Path(__file__).resolve().parent
_OWN = UUID("8d1c3f0e-6f0b-5d0a-9a53-27c8d2f6a1b4")


def _id(kind: str, path: str) -> str:
    return f"{kind}{sha256(path.encode()).hexdigest()[:24]}"


def _guid(name: str) -> str:
    return str(uuid5(_OWN, name)).upper()


def _elements(folder: Path, root: Path) -> list[str]:
    """What is in a folder, its files before its folders, in the order of their names."""
    lines = []
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            lines.append(f'<Directory Id="{_id("d", name)}" Name={quoteattr(path.name)}>')
            lines += [*_elements(path, root), "</Directory>"]
            continue
        source = quoteattr(f"{root.name}/{name}")
        lines += [
            f'<Component Id="{_id("c", name)}" Guid="{_guid(name)}" Win64="yes">',
            f'<File Id="{_id("f", name)}" Source={source} KeyPath="yes"',
            f"Name={quoteattr(path.name)}/>",
            "</Component>",
        ]
    return lines


def main(folder: Path, version: str, numbers: str, out: Path) -> None:
    """Write what is needed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    words = {
        "version": escape(version),
        "numbers": numbers,
        "product": _guid(f"product {version}"),
        "upgrade": _guid("branch-desk"),
        "menu": _guid("menu"),
        "files": "\n".join(_elements(folder, folder)),
        "refs": "\n".join(f'<ComponentRef Id="{_id("c", name)}"/>' for name in names),
        "prepare": _id("f", "setup/prepare.exe"),
        "desk": _id("f", "desk.exe"),
    }
    content = sha256()
    for name in ("msi.wxs", "msi.sql"):
        text = Template((_HERE / name).read_text("utf-8")).substitute(words)
        kept = text if name == "msi.wxs" else _statements(text)
        (out / name).write_text(kept, encoding="utf-8")
        content.update(kept.encode())
    for path in files:
        content.update(path.read_bytes())
    code = f"{{{_guid(content.hexdigest())}}}"
    (out / "package-code").write_text(code, encoding="utf-8")


def _statements(text: str) -> str:
    lines = (line for line in text.splitlines() if line and not line.startswith("--"))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
