"""The table of pack versions: a bundled pack that changed has to have a higher version.

    pack_versions.py update   note packs whose version was raised
    pack_versions.py redo     note changed packs of a version that no release has had yet
    pack_versions.py check    say what changed without a higher version; exit code 1 then

An installed database takes a newer version alone: changed texts under the old number reach nobody.
Comments and the order of files make no difference.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "resources" / "packs"
TABLE = ROOT / "packaging" / "dev" / "pack_versions.json"

Noted = dict[str, dict[str, Any]]


def of_pack(folder: Path) -> dict[str, Any]:
    """A pack's version, and the digest of everything else that it says or includes."""
    said = _said(folder)
    version = said["pack.toml"].pop("version")
    for part in said["pack.toml"].get("include", []):
        included = _said(PACKS / part["pack"])
        included["pack.toml"].pop("version")
        said[f"include {part['pack']}"] = included
    body = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
    return {"version": version, "sha256": hashlib.sha256(body.encode()).hexdigest()}


def _said(folder: Path) -> dict[str, Any]:
    return {
        path.relative_to(folder).as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in folder.rglob("*.toml")
    }


def of_packs() -> Noted:
    """All bundled packs by name."""
    return {folder.name: of_pack(folder) for folder in sorted(PACKS.iterdir()) if folder.is_dir()}


def noted() -> Noted:
    """As noted last."""
    found: Noted = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}
    return found


def problems(before: Noted, now: Noted) -> list[str]:
    """Packs that changed, or whose version was lowered, without a higher one; in English."""
    found = []
    for name, pack in now.items():
        known = before.get(name)
        if known is None or pack["version"] > known["version"]:
            continue
        if pack != known:
            found.append(f"{name}: changed since version {known['version']}: raise the version")
    return found


def main(action: str) -> int:
    """Do what the command line says; gives the exit code."""
    wrong = problems(noted(), of_packs())
    if action == "check" or (wrong and action != "redo"):
        print("\n".join(wrong))
        return int(bool(wrong))
    TABLE.write_text(json.dumps(of_packs(), indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
