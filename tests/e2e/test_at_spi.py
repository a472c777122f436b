"""The program as a screen reader has it: from outside, over AT-SPI, on an unseen display."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.i18n import _, set_language
from desk.ui.call_announcer import call_text

ROOT = Path(__file__).parents[2]
OBSERVER = Path(__file__).with_name("at_spi_observer.py")
PYTHON = Path("/usr/bin/python3")
PATIENCE = 90
_DISPLAY, _STAY = 30, "-noreset"


def _missing() -> str:
    """Which of the Debian packages that are needed is not there."""
    if sys.platform != "linux":
        return "AT-SPI is Linux's"
    programs = {"Xvfb": "xvfb", "dbus-run-session": "dbus-daemon"}
    lacking = [package for name, package in programs.items() if shutil.which(name) is None]
    if not Path("/usr/libexec/at-spi-bus-launcher").exists():
        lacking.append("at-spi2-core")
    asks = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    found = PYTHON.exists() and subprocess.run([PYTHON, "-c", asks], capture_output=True).returncode
    if found != 0:
        lacking.append("python3-gi gir1.2-atspi-2.0")
    return f"not installed: {' '.join(lacking)}" if lacking else ""


pytestmark = pytest.mark.skipif(bool(_missing()), reason=_missing() or "everything is there")


@pytest.fixture
def display(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The surroundings of a program on a display that nobody sees."""
    read, write = os.pipe()
    server = subprocess.Popen(
        # -noreset: whoever leaves last would make it start anew, and turn others away
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1366x900x24",
            "-nolisten",
            "tcp",
            _STAY,
        ],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answers:
        number = answers.readline().strip()
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    yield {
        **os.environ,
        "DISPLAY": f":{number}",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(runtime),
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    server.terminate()
    server.wait(_DISPLAY)


def test_a_screen_reader_finds_presses_and_hears(tmp_path: Path, display: dict[str, str]) -> None:
    set_language("lv")
    names = {
        "finish": _("Finish"),
        "call": _("Call next"),
        "came": _("Client came"),
        "said": call_text("", "3").strip(),
    }
    desk = [sys.executable, "-m", "desk", "demo", "--data-dir", str(tmp_path / "demo")]
    made = subprocess.run([*desk, "--no-window"], env=display, capture_output=True, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    observer = [str(PYTHON), str(OBSERVER), str(PATIENCE), json.dumps(names)]
    script = '"$@" & program=$!; shift $#; eval "$OBSERVER"; code=$?; kill $program; exit $code'
    seen = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, "sh", *desk],
        env={**display, "OBSERVER": shlex.join(observer)},
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        cwd=ROOT,
        check=False,
    )
    assert seen.returncode == 0, seen.stdout + seen.stderr[-2000:]
    found = [json.loads(line) for line in seen.stdout.splitlines() if line.startswith("{")]
    window, finish, call, came = found
    assert window["role"] == "frame"
    assert (finish["name"], finish["role"]) == (names["finish"], "push button")
    assert (call["name"], call["role"]) == (names["call"], "push button")
    assert came["said"].endswith(names["said"])
    assert came["said"].split()[0] in came["numbers"]
    assert came["numbers"] != finish["numbers"]
