"""What the tests of every channel start from: the bundled entries."""

import pytest

from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(load_entries([BUNDLED]).entries)
