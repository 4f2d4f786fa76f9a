from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Store
from tests.service.samples import ENTRIES


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'errfix.db'}")
    yield Service(store, Matcher(ENTRIES), Settings(_env_file=None))
    await store.close()


@pytest.fixture
def desk(service: Service) -> Desk:
    return Desk(service)
