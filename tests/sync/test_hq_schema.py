"""The tables that migrations make are those of the models; what is asked often goes by an index."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hq_device import Pc
from postgres_server import Postgres

from db.hq.database import open_hq, transaction
from db.hq.models import HQ_REVISION, hq_metadata
from db.hq.upgrade import revision_of, upgrade_hq
from desk.domain.errors import DeskError
from desk.hq.work import Work

TakeIn = Callable[..., Pc]


def test_migrations_make_the_models(work: Work) -> None:
    with transaction(work.engine) as connection:
        found = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(found, hq_metadata) == []
        assert revision_of(connection) == HQ_REVISION


def test_of_several_that_migrate_at_once_one_does_it(postgres: Postgres) -> None:
    url = postgres.new()
    engines = [open_hq(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(upgrade_hq, engines)) == [False, False, False, True]
    for engine in engines:
        engine.dispose()


def test_tables_of_a_newer_program_are_left_alone(work: Work) -> None:
    with transaction(work.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DeskError, match=r"hq\.newer"):
        upgrade_hq(work.engine)


_ASKED = {
    "the next page": "SELECT * FROM feed JOIN op ON op.stream = feed.stream AND op.device ="
    " feed.device AND op.epoch = feed.epoch AND op.seq = feed.op_seq WHERE feed.stream = 'riga-2'"
    " AND feed.seq > 400 ORDER BY feed.seq LIMIT 500",
    "whether it is there": "SELECT op_id FROM op WHERE stream = 'riga-2' AND op_id IN"
    " ('0199aaaa-0000-7000-8000-000000000001') AND state = 'accepted' LIMIT 1",
    "what is held": "SELECT * FROM op WHERE stream = 'riga-2' AND device ="
    " '0199aaaa-0000-7000-8000-000000000001' AND epoch = 1 AND state = 'held' ORDER BY seq",
}


@pytest.mark.parametrize("asked", list(_ASKED))
def test_questions_go_by_an_index(taken_in: TakeIn, work: Work, asked: str) -> None:
    pcs = [taken_in("riga-2"), taken_in("ogre")]
    for pc in pcs:
        for _ in range(300):
            pc.write(b"one", b"two")
        pc.push(1, 500)
    with transaction(work.engine) as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql("SET enable_seqscan = off")
        plan = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
        told = "\n".join(str(row) for row in connection.exec_driver_sql(plan + _ASKED[asked]))
    assert "Seq Scan" not in told, told
    assert "SCAN" not in told, told
