"""What goes into a frozen program, the same for a branch and for headquarters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PyInstaller.utils.hooks import collect_submodules

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("lv", "en", "ru")

NEVER = [
    "tkinter", "pydoc", "doctest", "lib2to3", "setuptools", "pip", "pytest", "hypothesis", "curses",
    "mypy", "IPython", "numpy", "matplotlib", "PIL.AvifImagePlugin", "PIL.ImageQt", "simplemma",
    "faker", "polyfactory", "pygments", "rich", "chardet", "watchfiles",
    "uvloop", "sqlalchemy.testing", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.mssql", "phonenumbers.geodata", "phonenumbers.carrierdata",
    "phonenumbers.tzdata", "PySide6.QtOpenGL",
]  # fmt: skip
"""Modules that libraries would take along and nobody calls."""

# What a front desk never shows: other platforms, image formats of cameras, other languages.
_UNUSED = re.compile(
    r"plugins/(generic|tls|egldeviceintegrations|wayland|position|sqldrivers"
    r"|platforms/(lib)?q(minimal|direct2d|vnc|linuxfb|eglfs|minimalegl|vkkhrdisplay|wayland)"
    r"|platformthemes/libqgtk3|imageformats/(lib)?q(tga|wbmp|icns|tiff|webp|gif|pdf|jpeg2000))"
    r"|(lib)?Qt6(Qml|Quick|Pdf|VirtualKeyboard|Wayland|Wl|Egl|EGL|Sql)"
    r"|opengl32sw|d3dcompiler|tzdata/zoneinfo/(?!Europe/Riga|UTC)|dateutil/zoneinfo/.*\.tar\.gz"
    r"|^resources/style/|plugins/styles/"
)
# Libraries that every Linux desktop has, in the version that its own drivers and themes want; the
# package depends on them.  Those of wheels (a hash in the name) are the wheels' own and stay.
_OF_THE_SYSTEM = re.compile(
    r"^lib(X|xcb-(?!cursor)|xcb(?=\.)|xkb|gtk|gdk|atk|pango|cairo|glib|gio|gobject|gmodule|gthread"
    r"|harfbuzz|freetype|fontconfig|fribidi|graphite|thai|datrie|pixman|png|jpeg|tiff|dbus|systemd"
    r"|selinux|mount|blkid|cap(?=\.)|gcrypt|gpg|gnutls|nettle|hogweed|gmp|tasn1|p11|idn2|unistring"
    r"|avahi|cups|krb5|k5crypto|gssapi|com_err|keyutils|expat|bsd|md(?=\.)|brotli|lz4|zstd|pcre2|epoxy"
    r"|wayland|stdc\+\+|gcc_s|z(?=\.)|uuid|EGL|GL|drm|gbm|xshm)[^/]*\.so"
)
_OF_A_WHEEL = re.compile(r"-[0-9a-f]{8}\.so")
_TRANSLATION = re.compile(r"translations/(\w+?)_(\w+)\.qm$")
_LOCALE = re.compile(r"babel/locale-data/(\w+)\.dat$")


def own_modules(without: tuple[str, ...]) -> list[str]:
    """Ours: screens, commands and migrations are named by strings, which nobody can follow."""
    found = collect_submodules("desk") + collect_submodules("db")
    return sorted(name for name in found if not name.startswith(without))


def migrations(side: str) -> list[tuple[str, str]]:
    """Alembic reads its steps as files: `branch` or `hq`."""
    steps = sorted((ROOT / "db/migrations" / side).rglob("*.py"))
    return [(str(path), str(path.parent.relative_to(ROOT))) for path in steps]


def wanted(entry: tuple[str, ...]) -> bool:
    """Whether a file that PyInstaller found is to go in."""
    name = entry[0].replace("\\", "/")
    if (found := _TRANSLATION.search(name)) is not None:
        return found[1] == "qtbase" and found[2] in LANGUAGES
    if (found := _LOCALE.search(name)) is not None:
        return found[1].split("_")[0] in (*LANGUAGES, "root")
    if _OF_THE_SYSTEM.match(name) and not _OF_A_WHEEL.search(name):
        return False
    if name.endswith(".po"):
        return False  # the catalogues that are read are the compiled ones
    return not _UNUSED.search(name)


def trim(analysis: Any) -> None:
    """Leave out what is not wanted."""
    analysis.binaries = [entry for entry in analysis.binaries if wanted(entry)]
    analysis.datas = [entry for entry in analysis.datas if wanted(entry)]


def note_sources(analysis: Any, workpath: str) -> None:
    """What went in, for the bill of materials and the licences (packaging/frozen/parts.py)."""
    tocs = (analysis.pure, analysis.binaries, analysis.datas)
    sources = {entry[1] for toc in tocs for entry in toc}
    text = "\n".join(sorted(filter(None, sources)))
    Path(workpath, "sources.txt").write_text(text, encoding="utf-8")
