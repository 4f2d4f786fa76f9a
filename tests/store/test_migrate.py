import asyncio
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

import bot.store
from bot.store import Store
from bot.store.tables import metadata
from tests.store.conftest import PLACE

MIGRATIONS = Path(bot.store.__file__).with_name("migrations")

START = """
import asyncio, sys
from bot.store import Store

async def start():
    store = await Store.open(sys.argv[1])
    await store.close()

asyncio.run(start())
"""


OLD_ANSWER = """
INSERT INTO answers (sequence, answer_id, platform, workspace, channel, message_id, asker_id, entry_id, state,
                     confidence, line, locale, captures, others, created_at)
VALUES (1, 'old', 'web', 'local', 'general', 'm1', 'U1', 'python/module-not-found', 'answered',
        0.9, 'boom', 'en', '{}', '[]', '2026-01-01 12:00:00+00:00')
"""


def upgrade_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


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


async def test_an_answer_of_the_first_release_is_kept_and_led_with_no_fix_known(empty_url: str) -> None:
    engine = create_async_engine(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade_to, "001")
        await connection.execute(text(OLD_ANSWER))
    await engine.dispose()

    store = await Store.open(empty_url)
    answer = await store.answer("old")
    await store.close()

    assert (answer.entry_id, answer.first_fix_id) == ("python/module-not-found", None)


async def test_replicas_that_start_at_once_all_get_a_store(empty_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(empty_url) for _ in range(4)))
    claims = [await store.claim(PLACE, "m1") for store in stores]
    await asyncio.gather(*(store.close() for store in stores))
    assert claims == [True, False, False, False]


@pytest.mark.e2e
async def test_processes_that_start_at_once_all_get_a_store(empty_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", START, empty_url, stderr=asyncio.subprocess.PIPE)
        for _ in range(2)
    ]
    results = await asyncio.gather(*(process.communicate() for process in processes))
    assert [(process.returncode, stderr) for process, (_, stderr) in zip(processes, results, strict=True)] == [
        (0, b"")
    ] * 2
