import asyncio
import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import Store
from bot.store.tables import metadata
from tests.store.conftest import PLACE

START = """
import asyncio, sys
from bot.store import Store

async def start():
    store = await Store.open(sys.argv[1])
    await store.close()

asyncio.run(start())
"""


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrated_database_has_exactly_the_tables_in_the_code(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    await engine.dispose()
    assert found == []
    assert tables == {*metadata.tables, "alembic_version"}


async def test_replicas_that_start_at_once_all_get_a_store(empty_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(empty_url) for _ in range(4)))
    claims = [await store.claim(PLACE, "m1") for store in stores]
    await asyncio.gather(*(store.close() for store in stores))
    assert claims == [True, False, False, False]


async def test_processes_that_start_at_once_all_get_a_store(empty_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", START, empty_url, stderr=asyncio.subprocess.PIPE)
        for _ in range(2)
    ]
    results = await asyncio.gather(*(process.communicate() for process in processes))
    assert [(process.returncode, stderr) for process, (_, stderr) in zip(processes, results, strict=True)] == [
        (0, b"")
    ] * 2
