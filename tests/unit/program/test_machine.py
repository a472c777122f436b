"""Finding out whether a disk is encrypted, from what Linux tells about block devices."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.machine import below_crypt, mount_source

LUKS = "CRYPT-LUKS2-0123456789abcdef-disk"
LVM = "LVM-0123456789abcdef"


def device(root: Path, name: str, *made_of: Path, uuid: str = "") -> Path:
    """A block device as sysfs shows it."""
    folder = root / name
    (folder / "slaves").mkdir(parents=True)
    for part in made_of:
        (folder / "slaves" / part.name).symlink_to(part, target_is_directory=True)
    if uuid:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(uuid + "\n", encoding="ascii")
    return folder


def test_a_plain_partition_is_not_encrypted(tmp_path: Path) -> None:
    assert not below_crypt(device(tmp_path, "sda2"))


def test_a_volume_on_an_encrypted_partition_is(tmp_path: Path) -> None:
    crypt = device(tmp_path, "dm-0", device(tmp_path, "sda3"), uuid=LUKS)
    assert below_crypt(crypt)
    assert below_crypt(device(tmp_path, "dm-1", crypt, uuid=LVM))


def test_a_volume_that_is_partly_on_a_plain_disk_is_not(tmp_path: Path) -> None:
    crypt = device(tmp_path, "dm-0", device(tmp_path, "sda3"), uuid=LUKS)
    plain = device(tmp_path, "sdb1")
    assert not below_crypt(device(tmp_path, "dm-1", crypt, plain, uuid=LVM))


@pytest.mark.parametrize(
    ("number", "source"), [("0:35", "/dev/mapper/root"), ("8:2", "/dev/sda2"), ("9:9", "")]
)
def test_what_is_mounted(number: str, source: str) -> None:
    table = (
        "22 1 8:2 / /boot rw,relatime shared:1 - ext4 /dev/sda2 rw\n"
        "23 1 0:35 /@ / rw,relatime shared:2 master:1 - btrfs /dev/mapper/root rw,space_cache\n"
    )
    assert mount_source(table, number) == source
