"""Bill of materials and licences of what was frozen: exactly the distributions whose files went in.

parts.py SOURCES VERSION OUT [PACKAGE]      writes OUT/sbom.cdx.json and OUT/copyright
"""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[2]
_NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")


def frozen(sources: Path) -> list[Distribution]:
    """The distributions that own the files that went in, by name."""
    went_in = set(sources.read_text(encoding="utf-8").splitlines())
    found = []
    for dist in distributions():
        files = {str(dist.locate_file(file)) for file in dist.files or ()}
        if files & went_in and dist.name != "branch-desk":
            found.append(dist)
    return sorted(found, key=lambda dist: dist.name.lower())


def licence(dist: Distribution) -> str:
    """What a distribution says its licence is, in a few words."""
    said = dist.metadata.get("License-Expression") or ""
    classed = [
        text.rpartition(" :: ")[2]
        for text in dist.metadata.get_all("Classifier") or ()
        if text.startswith("License ::")
    ]
    plain = (dist.metadata.get("License") or "").strip().partition("\n")[0]
    return said or ", ".join(classed) or plain[:80] or "see its text"


def texts(dist: Distribution) -> list[str]:
    """The licence texts that a distribution brings."""
    paths = [
        file
        for file in dist.files or ()
        if file.name.upper().startswith(_NAMES) and file.suffix.lower() not in (".py", ".pyc")
    ]
    read = (Path(str(dist.locate_file(path))) for path in sorted(paths, key=str))
    return list(dict.fromkeys(path.read_text("utf-8", "replace").strip() for path in read))


def bill(dists: list[Distribution], version: str, package: str) -> str:
    """CycloneDX 1.6 as JSON, the same for the same commit."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, f"{package} {version}"))
    bom.metadata.timestamp = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    bom.metadata.component = Component(
        name=package,
        version=version,
        type=ComponentType.APPLICATION,
        licenses=[DisjunctiveLicense(id=project["license"])],
        bom_ref=package,
    )
    for dist in dists:
        part = Component(
            name=dist.name,
            version=dist.version,
            type=ComponentType.LIBRARY,
            purl=PackageURL("pypi", name=dist.name.lower(), version=dist.version),
            licenses=[DisjunctiveLicense(name=licence(dist))],
            bom_ref=f"{dist.name}=={dist.version}",
        )
        bom.components.add(part)
        bom.register_dependency(bom.metadata.component, [part])
    return JsonV1Dot6(bom).output_as_string(indent=1)


def copyright_file(dists: list[Distribution]) -> str:
    """Debian's copyright file: ours, then everybody's whose work is inside."""
    own = (ROOT / "LICENSE").read_text("utf-8")
    said = [
        "Branch Desk is licensed under the EUPL-1.2, whose text stands first.",
        "The package holds works of others; the licence of each follows, with its text.",
        own,
    ]
    for dist in dists:
        head = f"{dist.name} {dist.version}: {licence(dist)}"
        said += ["=" * 80, head, "", *texts(dist)]
    return "\n\n".join(said) + "\n"


def main(sources: Path, version: str, out: Path, package: str = "branch-desk") -> None:
    """Write both."""
    dists = frozen(sources)
    out.mkdir(parents=True, exist_ok=True)
    (out / "sbom.cdx.json").write_text(bill(dists, version, package) + "\n", encoding="utf-8")
    (out / "copyright").write_text(copyright_file(dists), encoding="utf-8")
    print(f"{len(dists)} distributions are inside")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *sys.argv[4:5])
