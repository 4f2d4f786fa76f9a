"""How much waits in memory, and what goes first where too much would."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.base import messages, outbox
from bot.events import ChannelMode
from tests.adapters.discord.conftest import PASTE, PLACE, NewServer, Server, until
from tests.adapters.discord.payloads import BOT_USER, GUILD
from tests.adapters.discord.test_files import attach

ASKED = f"<@{BOT_USER}> {PASTE}"
LIMIT, AT_ONCE = 3, 4


@pytest.fixture
async def busy(new_server: NewServer, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server where no more than three messages may wait, and the files of four may be in memory."""
    monkeypatch.setattr(messages, "LIMIT", LIMIT)
    monkeypatch.setattr(messages, "WITH_FILES", AT_ONCE)
    return await new_server()


@asynccontextmanager
async def held_database(tmp_path: Path) -> AsyncIterator[None]:
    """Nobody else writes to it meanwhile."""
    connection = sqlite3.connect(tmp_path / "errfix.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def paste(server: Server, text: str = PASTE, **changes: Any) -> str:  # noqa: ANN401 - as in JSON
    """Somebody writes; returns at once."""
    written = server.written(text, **changes)
    await server.discord.gateway.send("MESSAGE_CREATE", written, guild_id=written.get("guild_id"))
    return str(written["id"])


async def test_of_messages_that_wait_to_be_looked_at_the_oldest_unasked_go_first(
    busy: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with held_database(tmp_path):
        taken_up = [await paste(busy) for _ in range(4)]
        await paste(busy)
        asked = await paste(busy, ASKED)
        kept = [await paste(busy) for _ in range(2)]
        await busy.arrived()
        assert busy.adapter.messages.looking.dropped == 1
    await busy.settle()
    answered = {call.path.split("/")[4] for call in busy.discord.of("POST", "/threads")}
    assert answered == {*taken_up, asked, *kept}
    assert "messages come faster than errfix can look at them: 3 wait, 1 were dropped so far" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_what_was_dropped_is_answered_when_it_comes_again(busy: Server, tmp_path: Path) -> None:
    async with held_database(tmp_path):
        for _ in range(4):
            await paste(busy)
        dropped = busy.written(PASTE)
        await busy.discord.gateway.send("MESSAGE_CREATE", dropped, guild_id=GUILD)
        for _ in range(3):
            await paste(busy)
        await busy.arrived()
        assert busy.adapter.messages.looking.dropped == 1
    await busy.settle()
    await busy.event("MESSAGE_CREATE", dropped)
    assert (await busy.answer_to(dropped["id"])).posted_id is not None


async def test_of_messages_with_files_no_more_wait_than_there_is_room_for(busy: Server) -> None:
    busy.discord.held_files = asyncio.Event()
    files = [attach(busy, f"{number}.log", PASTE.encode()) for number in range(AT_ONCE + LIMIT + 2)]
    sent = [await paste(busy, "", attachments=[file]) for file in files]
    await busy.arrived()
    assert busy.adapter.messages.reading.dropped == 2
    assert len(busy.discord.of("FILE")) <= AT_ONCE
    busy.discord.held_files.set()
    await busy.settle()
    answered = [call.path.split("/")[4] for call in busy.discord.of("POST", "/threads")]
    assert sorted(answered) == sorted([*sent[:AT_ONCE], *sent[AT_ONCE + 2 :]])


async def test_a_message_without_files_does_not_wait_for_those_with_files(busy: Server) -> None:
    busy.discord.held_files = asyncio.Event()
    for number in range(AT_ONCE):
        await paste(busy, "", attachments=[attach(busy, f"{number}.log", PASTE.encode())])
    message_id = await paste(busy)
    await busy.discord.until("POST", f"/messages/{message_id}/threads")
    busy.discord.held_files.set()
    await busy.settle()


async def test_deliveries_of_one_message_wait_in_no_greater_number(busy: Server, tmp_path: Path) -> None:
    written = busy.written(PASTE)
    async with held_database(tmp_path):
        for _ in range(50):
            await busy.discord.gateway.send("MESSAGE_CREATE", written, guild_id=GUILD)
        await busy.arrived()
        assert busy.adapter.running.under_way == 1 + LIMIT
    await busy.settle()
    assert len(busy.discord.posted) == 1


async def test_offers_wait_like_cards_and_the_oldest_go_first(
    new_server: NewServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outbox, "LIMIT", LIMIT)
    server = await new_server()
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    server.discord.held, server.discord.holds = asyncio.Event(), "/@me"
    first = await paste(server)
    await server.discord.until("PUT", "/@me")
    others = []
    box = server.adapter.outbox
    for number in range(1, LIMIT + 3):
        others.append(await paste(server))
        await until(lambda number=number: box.waiting + box.dropped == number)  # type: ignore[misc]
    server.discord.held.set()
    await server.settle()
    bulbs = [call.path.split("/")[4] for call in server.discord.of("PUT", "/@me")]
    assert bulbs == [first, *others[2:]]
    assert await server.service.store.answer_to(PLACE, others[0]) is None
    assert "Discord takes messages slower than they come" in caplog.text


async def test_an_offer_for_a_message_that_is_gone_is_not_made(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    server.discord.refuse("PUT", "/@me", 10008, status=404)
    await server.message(PASTE)
    assert len(server.discord.of("PUT", "/@me")) == 1


async def test_files_of_commands_wait_for_their_turn_too(busy: Server) -> None:
    busy.discord.held_files = asyncio.Event()
    for number in range(AT_ONCE + 1):
        file = attach(busy, f"{number}.log", PASTE.encode())
        options = [{"name": "file", "type": 11, "value": file["id"]}]
        data = {"id": "1", "name": "errfix", "type": 1, "options": [{"name": "ask", "type": 1, "options": options}]}
        event = busy.interaction(2, data | {"resolved": {"attachments": {file["id"]: file}}}, token=f"t{number}")
        await busy.discord.gateway.send("INTERACTION_CREATE", event, guild_id=GUILD)
    await until(lambda: busy.adapter.messages.reading.waiting == 1)
    assert len(busy.discord.of("FILE")) <= AT_ONCE
    busy.discord.held_files.set()
    await busy.settle()
    assert all("yaml" in busy.discord.told(f"t{number}")[0].text for number in range(AT_ONCE + 1))
