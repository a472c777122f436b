"""`desk verify` as it answers after the walk: the log, the closing sheet, an incident's paper."""

from __future__ import annotations

import subprocess
from pathlib import Path

from desk.demo import PASSWORD
from desk.program import own_command

_PAPERS = (("slegsanas-zinojums", ""), ("incidenta-zinojums", "ilze"))
"""Papers of the walk, and who signs in to have them compared."""


def verified(data_dir: Path, out: Path) -> None:
    """Leave what it says in verify.txt.

    Raises:
        ValueError: it found something, or could not look.
    """
    said = [_run(data_dir)]
    for name, login in _PAPERS:
        said.append(_run(data_dir, "--pdf", str(out / f"{name}.pdf"), login=login))
    (out / "verify.txt").write_text("\n".join(text for text, _code in said), encoding="utf-8")
    if any(code for _text, code in said):
        raise ValueError([code for _text, code in said])


def _run(data_dir: Path, *options: str, login: str = "") -> tuple[str, int]:
    by = ("--login", login, "--password-fd", "0") if login else ()
    command = own_command("--data-dir", str(data_dir), "verify", *options, *by)
    done = subprocess.run(  # noqa: S603 - the program itself
        command, input=f"{PASSWORD}\n", capture_output=True, text=True, check=False
    )
    shown = " ".join(["desk verify", *(Path(one).name for one in options), *by[:2]])
    return f"$ {shown}\n{done.stdout}{done.stderr}(exit code {done.returncode})\n", done.returncode
