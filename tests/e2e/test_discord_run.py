"""`errfix run` as a process, connected to a Discord on loopback."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.adapters.discord.conftest import PASTE
from tests.adapters.discord.fake import FakeDiscord, fake_discord
from tests.adapters.discord.gateway_fake import TOKEN
from tests.adapters.discord.payloads import ADA, CHANNEL, GUILD, guild, member, message, user

pytestmark = pytest.mark.e2e
Start = Callable[..., Awaitable[tuple[Process, list[str]]]]


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with fake_discord() as discord:
        discord.gateway.guilds = {GUILD: guild()}
        yield discord
        assert discord.complaints == []


@pytest.fixture
async def start(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts the bot; the process, and what it said until it was ready or gone."""
    started = []

    async def _start(**changes: str) -> tuple[Process, list[str]]:
        own = {"DISCORD_API_URL": discord.url, "DISCORD_TOKEN": TOKEN, "ERRFIX_WEB_PORT": "0"}
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "SLACK_", "ERRFIX_"))
        }
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("errfix"),
            "run",
            cwd=tmp_path,
            env={**kept, **own, **changes, "PYTHONUNBUFFERED": "1"},
            stdout=PIPE,
            stderr=PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        lines: list[str] = []
        while (line := (await process.stdout.readline()).decode().strip()) and "Ctrl-C" not in line:
            lines.append(line)
        return process, lines

    yield _start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


def paste(message_id: str) -> dict[str, object]:
    return message(message_id, CHANNEL, user(ADA), PASTE, guild_id=GUILD, member=member(ADA))


async def test_it_says_what_is_connected_answers_and_stops(discord: FakeDiscord, start: Start) -> None:
    process, lines = await start()
    assert lines == ["errfix: connected to Discord as errfix in 1 server, with 1 shard"]
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
