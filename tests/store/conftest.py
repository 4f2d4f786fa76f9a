"""One store per backend: SQLite in a folder of the test's own, PostgreSQL in a database of the session's own."""

import asyncio
import getpass
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.events import Place
from bot.store import AnswerState, NewAnswer, Store
from bot.store.tables import metadata
from tests.conftest import migrate

SERVER = "127.0.0.1:5432"
BACKENDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
PLACE = Place("slack", "T1", "C1")


async def run_sql(url: str, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


def new_answer(message_id: str = "m1", **changes: Any) -> NewAnswer:  # noqa: ANN401 - any field of the answer
    new = NewAnswer(
        place=PLACE,
        message_id=message_id,
        thread_id=None,
        asker_id="U1",
        entry_id="python/module-not-found",
        state=AnswerState.ANSWERED,
        confidence=0.75,
        line="ModuleNotFoundError: No module named 'yaml'",
        locale="en",
        captures={"module": "yaml"},
        others=(("docker/oom", "Killed"),),
        first_fix_id="f1",
    )
    return replace(new, **changes)


@pytest.fixture(scope="session")
def server() -> str:
    """The URL of a PostgreSQL server, without a database."""
    problems = []
    for user in dict.fromkeys((getpass.getuser(), "postgres")):
        url = f"postgresql+asyncpg://{user}@{SERVER}"
        try:
            asyncio.run(run_sql(f"{url}/postgres", "SELECT 1"))
        except (OSError, DBAPIError) as error:
            problems.append(f"{user}: {error}")
        else:
            return url
    reason = f"no PostgreSQL server lets us in at {SERVER} ({'; '.join(problems)})"
    if os.environ.get("ERRFIX_TEST_REQUIRE_POSTGRES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The URL of a new, empty database, which is dropped afterwards."""
    name = f"errfix_test_{secrets.token_hex(4)}"
    asyncio.run(run_sql(f"{server}/postgres", f"CREATE DATABASE {name} TEMPLATE template0"))
    yield f"{server}/{name}"
    asyncio.run(run_sql(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def migrated_postgres(server: str) -> Iterator[str]:
    with new_database(server) as url:
        asyncio.run(migrate(url))
        yield url


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables and no rows."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "errfix.db")
        yield f"sqlite+aiosqlite:///{file}"
    else:
        postgres: str = request.getfixturevalue("migrated_postgres")
        yield postgres
        # DELETE, as TRUNCATE makes new files and takes five times as long.
        asyncio.run(run_sql(postgres, *(str(delete(table)) for table in reversed(metadata.sorted_tables))))


@pytest.fixture(scope="session")
def spare_postgres(server: str) -> Iterator[str]:
    with new_database(server) as url:
        yield url


@pytest.fixture
def empty_postgres(spare_postgres: str) -> str:
    asyncio.run(run_sql(spare_postgres, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"))
    return spare_postgres


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that errfix has never seen."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'errfix.db'}"
    postgres: str = request.getfixturevalue("empty_postgres")
    return postgres


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    store = await Store.open(url)
    yield store
    await store.close()
