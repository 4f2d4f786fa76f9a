"""Every conversation on every platform that can have it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.base import outbox, refresh
from bot.decision import Decision, decide
from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher
from tests.adapters.discord import fake
from tests.contract.conversation import Conversation
from tests.contract.core import Core
from tests.contract.features import Feature, Platform, platforms_with
from tests.contract.on_discord import OnDiscord, on_discord
from tests.contract.on_slack import OnSlack, on_slack
from tests.contract.on_web import OnWeb, on_web

DRIVERS: dict[Platform, type[Conversation]] = {
    Platform.WEB: OnWeb,
    Platform.SLACK: OnSlack,
    Platform.DISCORD: OnDiscord,
}
_BEGIN = {Platform.WEB: on_web, Platform.SLACK: on_slack, Platform.DISCORD: on_discord}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs: features without which a platform cannot have the conversation")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "chat" in metafunc.fixturenames:
        needed: set[Feature] = {one for mark in metafunc.definition.iter_markers("needs") for one in mark.args}
        metafunc.parametrize("chat", platforms_with(needed), indirect=True)


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(load_entries([BUNDLED]).entries)


@pytest.fixture(scope="session")
def fairly_sure(matcher: Matcher) -> str:
    """An error that gets an offer: how sure the matcher is of which is its own affair."""
    shortened = (
        " ".join(words[:count])
        for entry in matcher.catalog
        for words in (entry.signature.split(),)
        for count in range(len(words), 0, -1)
    )
    return next(text for text in shortened if decide(matcher.match(text).confidence) is Decision.OFFER)


@pytest.fixture
def core(empty_database: Path, tmp_path: Path, matcher: Matcher) -> Core:
    shutil.copy(empty_database, tmp_path / "errfix.db")
    return Core(tmp_path / "errfix.db", matcher)


@pytest.fixture
async def chat(
    request: pytest.FixtureRequest, core: Core, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Conversation]:
    monkeypatch.setattr(outbox, "PAUSE_S", 0)
    monkeypatch.setattr(refresh, "PAUSE_S", 0)
    # Discord's own tests hold every body against its description, which takes longer than all of these conversations.
    monkeypatch.setattr(fake, "problems", lambda *_call: [])
    async with _BEGIN[request.param](core) as conversation:
        yield conversation
