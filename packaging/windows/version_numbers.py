"""The package's version as Windows counts: numbers only, the later the greater.

version_numbers.py VERSION         prints the version of the installers, 0.1.3999
version_numbers.py VERSION FILE    also writes what the programs say of themselves, for PyInstaller

Windows Installer compares three numbers, the first two to 255, the third to 65535.  A build on the
way to a release must be less than the release: 0.1.2~dev57 is 0.1.8057, 0.1.2 is 0.1.11999.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:~dev(\d+)\..*|\.edited)?")
_STEPS = 4_000
_GREATEST = (255, 255, 15)

_SAID = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "Branch Desk"),
      StringStruct("ProductName", "Branch Desk"),
      StringStruct("FileDescription", "Branch Desk"),
      StringStruct("ProductVersion", "{version}"),
      StringStruct("FileVersion", "{dotted}"),
      StringStruct("LegalCopyright", "EUPL-1.2"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def three(version: str) -> tuple[int, int, int]:
    """The numbers of the installers.

    Raises:
        ValueError: a version that Windows Installer could not compare.
    """
    if (found := _VERSION.fullmatch(version)) is None:
        raise ValueError(f"{version}: neither 1.2.3 nor 1.2.3~dev4.g5")
    major, minor, patch = (int(text) for text in found.groups()[:3])
    step = _STEPS - 1 if found[4] is None else int(found[4])
    if any(number > most for number, most in zip((major, minor, patch), _GREATEST, strict=True)):
        raise ValueError(f"{version}: more than Windows Installer can count")
    if found[4] is not None and step >= _STEPS - 1:
        raise ValueError(f"{version}: too far from its release")
    return major, minor, patch * _STEPS + step


def said(version: str) -> str:
    """What the programs say of themselves."""
    numbers = three(version)
    return _SAID.format(
        four=(*numbers, 0), dotted=".".join(map(str, (*numbers, 0))), version=version
    )


if __name__ == "__main__":
    print(".".join(map(str, three(sys.argv[1]))))
    for file in sys.argv[2:]:
        Path(file).write_text(said(sys.argv[1]), encoding="utf-8")
