"""The numbers that Windows compares follow the order of versions."""

from __future__ import annotations

import subprocess
import sys

import pytest
from under_wine import ROOT

_IN_ORDER = [
    "0.0.15",
    "0.1.0~dev1.g1a2b3c4",
    "0.1.0~dev57.g1a2b3c4",
    "0.1.0~dev3998.g1a2b3c4.edited",
    "0.1.0",
    "0.1.1~dev4.g1a2b3c4",
    "0.1.1",
    "0.2.0",
    "1.0.0",
    "1.0.15",
]


def _numbers(version: str) -> tuple[int, ...]:
    script = ROOT / "packaging/windows/version_numbers.py"
    said = subprocess.run(
        [sys.executable, str(script), version], capture_output=True, text=True, check=True
    )
    return tuple(map(int, said.stdout.split(".")))


def test_the_later_the_greater() -> None:
    numbers = [_numbers(version) for version in _IN_ORDER]
    assert numbers == sorted(set(numbers))
    assert all(number[0] <= 255 and number[1] <= 255 and number[2] <= 65535 for number in numbers)


@pytest.mark.parametrize("version", ["0.1", "0.1.16", "256.0.0", "0.1.0~dev3999.g1", "x"])
def test_what_windows_cannot_count_is_refused(version: str) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        _numbers(version)
