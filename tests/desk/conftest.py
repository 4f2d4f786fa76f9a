import pytest

from bot.desk import Desk
from bot.service import Service
from bot.settings import Settings
from bot.store import Store
from tests.service.samples import matcher


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store, matcher(), Settings(_env_file=None))


@pytest.fixture
def desk(service: Service) -> Desk:
    return Desk(service)
