"""What the tests of every channel start from: the bundled entries, and a database of their own."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher
from bot.store import Store


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(load_entries([BUNDLED]).entries)


async def _migrate(file: Path) -> None:
    await (await Store.open(f"sqlite+aiosqlite:///{file}")).close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; copying it is quicker than migrating again."""
    file = tmp_path_factory.mktemp("database") / "errfix.db"
    asyncio.run(_migrate(file))
    return file


@pytest.fixture
async def store(empty_database: Path, tmp_path: Path) -> AsyncIterator[Store]:
    shutil.copy(empty_database, tmp_path / "errfix.db")
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'errfix.db'}")
    yield store
    await store.close()
