"""The machine of what goes wrong, on both databases.

DESK_SEED says which runs, DESK_RUNS how many times as many: `make soak` goes on for hours.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sync_rules import Machine

SEED = int(os.environ.get("DESK_SEED", "11"))
RUNS = int(os.environ.get("DESK_RUNS", "1"))


def _run(machine: type[Machine], examples: int) -> None:
    seed(SEED)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples * RUNS,
            stateful_step_count=20,
            deadline=None,
            derandomize=False,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_everything_heals_on_sqlite(database_template: Path, hq_file: Path) -> None:
    class OnSqlite(Machine):
        template = database_template

        @staticmethod
        def new_url(folder: Path) -> str:
            shutil.copyfile(hq_file, folder / "hq.db")
            return f"sqlite:///{folder / 'hq.db'}"

    _run(OnSqlite, examples=12)


def test_everything_heals_on_postgresql(database_template: Path, hq_postgres: str) -> None:
    class OnPostgres(Machine):
        template = database_template

        @staticmethod
        def new_url(folder: Path) -> str:
            return hq_postgres

    _run(OnPostgres, examples=8)
