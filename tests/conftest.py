"""Settings and databases for all tests."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.store import Store

# Where a run must not depend on luck, the same examples every time; elsewhere new ones, to find more.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

STAND_INS = {"slack", "discord", "chat"}
"""Fixtures that start a stand-in for a platform. Their tests run with the end-to-end tests, so `make test` is quick."""


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is marked
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if STAND_INS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.e2e)


async def migrate(url: str) -> None:
    await (await Store.open(url)).close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; copying it is quicker than migrating again."""
    file = tmp_path_factory.mktemp("database") / "errfix.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
async def store(empty_database: Path, tmp_path: Path) -> AsyncIterator[Store]:
    shutil.copy(empty_database, tmp_path / "errfix.db")
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'errfix.db'}")
    yield store
    await store.close()
