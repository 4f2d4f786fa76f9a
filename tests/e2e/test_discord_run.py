"""`errfix run` as a process, connected to a Discord on loopback."""

import asyncio
import signal
from collections.abc import AsyncIterator
from functools import partial

import pytest

from tests.adapters.discord.conftest import PASTE
from tests.adapters.discord.fake import FakeDiscord, fake_discord
from tests.adapters.discord.gateway_fake import TOKEN
from tests.adapters.discord.payloads import ADA, CHANNEL, GUILD, guild, member, message, user
from tests.e2e.conftest import Start

pytestmark = pytest.mark.e2e


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with fake_discord() as discord:
        discord.gateway.guilds = {GUILD: guild()}
        yield discord
        assert discord.complaints == []


@pytest.fixture
def start(discord: FakeDiscord, start_bot: Start) -> Start:
    return partial(start_bot, DISCORD_API_URL=discord.url, DISCORD_TOKEN=TOKEN)


def paste(message_id: str) -> dict[str, object]:
    return message(message_id, CHANNEL, user(ADA), PASTE, guild_id=GUILD, member=member(ADA))


async def test_it_says_what_is_connected_answers_and_stops(discord: FakeDiscord, start: Start) -> None:
    process, lines = await start()
    assert lines[0] == "errfix: connected to Discord as errfix in 1 server, with 1 shard"
    assert lines[1].startswith("errfix: listening on http://127.0.0.1:")
    await discord.gateway.send("MESSAGE_CREATE", paste("1400000000000000001"), guild_id=GUILD)
    (posted,) = await discord.until("POST", "/messages")
    assert "yaml" in posted.text
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in errors.decode()
    assert "warning" not in errors.decode().lower()


async def test_stopping_waits_until_the_card_is_out(discord: FakeDiscord, start: Start) -> None:
    process, _ = await start()
    discord.held = asyncio.Event()
    await discord.gateway.send("MESSAGE_CREATE", paste("1400000000000000001"), guild_id=GUILD)
    await discord.until("POST", "/threads")
    process.send_signal(signal.SIGTERM)
    assert process.stdout is not None
    assert b"stopping" in await process.stdout.readline()
    discord.held.set()
    await process.communicate()
    assert process.returncode == 0
    assert len(discord.messages) == 1


async def test_a_token_that_discord_refuses_ends_in_one_line(discord: FakeDiscord, start: Start) -> None:
    discord.refuse("GET", "/users/@me", 0, status=401)
    process, lines = await start()
    _, errors = await process.communicate()
    assert lines == []
    assert process.returncode == 1
    assert "errfix: Discord refuses DISCORD_TOKEN; `errfix doctor` says more" in errors.decode()
    assert "Traceback" not in errors.decode()
