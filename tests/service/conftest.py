from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Store
from tests.service.samples import ENTRIES


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'errfix.db'}")
    yield store
    await store.close()


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store, Matcher(ENTRIES), Settings(_env_file=None))
