"""Coming in, being cut off, coming back, several shards, and being sent away."""

import asyncio
import logging

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.desk import Desk
from bot.errors import ChannelError
from bot.events import Place
from bot.matching import Matcher
from bot.service import Service
from bot.store import Store
from tests.adapters.discord.conftest import PASTE, PLACE, NewServer, Server, settings_for
from tests.adapters.discord.fake import FakeDiscord
from tests.adapters.discord.payloads import CHANNEL, GUILD, OTHER_GUILD, channel, guild

ELSEWHERE = "840000000000000001"


async def test_it_says_what_is_connected(server: Server) -> None:
    assert server.connected == "Discord as errfix in 1 server, with 1 shard"
    (identified,) = server.discord.gateway.identified
    assert identified["intents"] == 1 | 1 << 9 | 1 << 10 | 1 << 12 | 1 << 13 | 1 << 15


async def test_reading_along_can_be_left_out(new_server: NewServer) -> None:
    server = await new_server(discord_message_content="off")
    assert "without reading along" in server.connected
    assert not server.discord.gateway.identified[0]["intents"] & 1 << 15


async def test_a_wrong_token_is_one_sentence(discord: FakeDiscord, new_server: NewServer) -> None:
    discord.refuse("GET", "/users/@me", 0, status=401)
    with pytest.raises(ChannelError, match="Discord refuses DISCORD_TOKEN"):
        await new_server()
    assert len(discord.calls) == 1


async def test_a_gateway_that_does_not_know_the_token_is_not_asked_again(
    discord: FakeDiscord, new_server: NewServer
) -> None:
    discord.gateway.close_with = 4004
    with pytest.raises(ChannelError, match=r"refuses DISCORD_TOKEN \(4004\)"):
        await new_server()
    assert len(discord.gateway.identified) == 1


async def test_whoever_insists_on_reading_along_is_told_that_it_is_not_allowed(
    discord: FakeDiscord, new_server: NewServer
) -> None:
    discord.gateway.allows_content = False
    with pytest.raises(ChannelError, match="turn Message Content Intent on"):
        await new_server(discord_message_content="on")


async def test_a_discord_that_cannot_be_reached_is_one_sentence(new_server: NewServer) -> None:
    with pytest.raises(ChannelError, match=r"cannot reach Discord at http://127\.0\.0\.1:1/api"):
        await new_server(discord_api_url="http://127.0.0.1:1/api/v10")


async def test_after_a_cut_connection_nothing_is_lost_and_nothing_answered_twice(server: Server) -> None:
    first = await server.message(PASTE)
    await server.discord.gateway.cut(again=3)
    second = server.written(PASTE)
    await server.discord.gateway.send("MESSAGE_CREATE", second, guild_id=GUILD)
    await server.discord.gateway.until(resumed=1)
    await server.settle()
    (resumed,) = server.discord.gateway.resumed
    assert resumed["session_id"] == "session-1"
    assert [call.path for call in server.discord.posted] == [
        f"/channels/{first}/messages",
        f"/channels/{second['id']}/messages",
    ]


async def test_a_limit_is_waited_for_and_the_card_posted_once(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.discord.slow_down("POST", "/messages", times=2)
    with caplog.at_level(logging.ERROR):
        message_id = await server.message(PASTE)
    assert len(server.discord.posted) == 3
    assert len(server.discord.messages) == 1
    assert (await server.answer_to(message_id)).posted_id is not None


async def test_two_shards_hear_their_own_servers(discord: FakeDiscord, new_server: NewServer) -> None:
    discord.gateway.guilds[OTHER_GUILD] = guild(OTHER_GUILD, channels=[channel(ELSEWHERE, 0)])
    server = await new_server(discord_shards=2)
    await discord.gateway.until(identified=2)
    await server.settle()
    assert [data["shard"] for data in discord.gateway.identified] == [[0, 2], [1, 2]]
    await server.message(PASTE)
    there = await server.message(PASTE, where=ELSEWHERE, guild_id=OTHER_GUILD)
    assert len(discord.posted) == 2
    assert await server.service.store.answer_to(Place("discord", OTHER_GUILD, ELSEWHERE), there) is not None


async def test_two_processes_share_the_shards_and_one_tells_the_commands(
    discord: FakeDiscord, new_server: NewServer
) -> None:
    first = await new_server(discord_shards=2, discord_shard_ids=(0,))
    second = await new_server(discord_shards=2, discord_shard_ids=(1,))
    assert first.connected.endswith("with 1 shard")
    assert second.connected.endswith("with 1 shard")
    assert [data["shard"] for data in discord.gateway.identified] == [[0, 2], [1, 2]]
    assert len(discord.of("PUT", "/commands")) == 1


async def test_the_gateways_address_can_be_another_than_discord_says(
    discord: FakeDiscord, new_server: NewServer
) -> None:
    here, discord.gateway.url = discord.gateway.url, "ws://127.0.0.1:1/"
    server = await new_server(discord_gateway_url=here)
    await discord.gateway.cut()
    await discord.gateway.until(resumed=1)
    await server.message(PASTE)
    assert len(discord.posted) == 1


async def test_a_token_that_dies_stops_errfix_there(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.discord.refuse("POST", "/threads", 0, status=401)
    for _ in range(3):
        await server.discord.gateway.send("MESSAGE_CREATE", server.written(PASTE), guild_id=GUILD)
    await server.discord.until("POST", "/threads")
    while not server.adapter.client.is_closed():  # noqa: ASYNC110 - the library sets no event
        await asyncio.sleep(0.001)
    await server.adapter.running.drain(20)
    assert "correct it and restart errfix" in caplog.text
    assert len(server.discord.of("POST", "/threads")) <= 3
    assert not server.discord.posted


async def test_a_server_that_removes_errfix_is_forgotten(server: Server) -> None:
    message_id = await server.message(PASTE)
    await server.event("GUILD_DELETE", {"id": GUILD, "guild_id": GUILD, "unavailable": True})
    assert await server.service.store.answer_to(PLACE, message_id) is not None  # an outage
    await server.event("GUILD_CREATE", {**guild(), "guild_id": GUILD, "unavailable": False})
    await server.event("GUILD_DELETE", {"id": GUILD, "guild_id": GUILD})
    assert await server.service.store.answer_to(PLACE, message_id) is None


async def test_closing_waits_for_the_card_and_hears_nothing_new(server: Server) -> None:
    server.discord.held = asyncio.Event()
    await server.discord.gateway.send("MESSAGE_CREATE", server.written(PASTE), guild_id=GUILD)
    await server.discord.until("POST", "/threads")
    closing = asyncio.create_task(server.adapter.close())
    await asyncio.sleep(0)
    await server.discord.gateway.send("MESSAGE_CREATE", server.written(PASTE), guild_id=GUILD)
    server.discord.held.set()
    await closing
    assert len(server.discord.posted) == 1


async def test_settings_that_cannot_work_are_refused(discord: FakeDiscord, store: Store, matcher: Matcher) -> None:
    settings = settings_for(discord, discord_shard_ids=(0,))
    service = Service(store, matcher, settings)
    with pytest.raises(Exception, match="DISCORD_SHARDS is not"):
        DiscordAdapter(service, Desk(service), settings)
    assert CHANNEL
