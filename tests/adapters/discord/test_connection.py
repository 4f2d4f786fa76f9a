"""Coming in, being cut off, coming back, several shards, and being sent away."""

import asyncio
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.desk import Desk
from bot.errors import ChannelError
from bot.events import Place
from bot.matching import Matcher
from bot.service import Service
from bot.store import Store
from tests.adapters.discord.conftest import PASTE, PLACE, NewServer, Server, settings_for, until
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


@pytest.mark.parametrize(
    ("code", "said"),
    (
        (4004, "Discord refuses DISCORD_TOKEN (4004); `errfix doctor` says more"),
        (4010, "Discord does not know these shards (4010); compare DISCORD_SHARD_IDS with DISCORD_SHARDS"),
        (4011, "Discord wants the servers divided into more shards (4011); raise DISCORD_SHARDS, or leave it out"),
        (4012, "Discord does not know this version of its gateway any more (4012); update errfix"),
        (4013, "Discord does not know what errfix asks to hear (4013); update errfix"),
    ),
)
async def test_a_gateway_that_does_not_let_errfix_in_is_not_asked_again(
    discord: FakeDiscord, new_server: NewServer, code: int, said: str
) -> None:
    discord.gateway.close_with = code
    with pytest.raises(ChannelError, match=f"^{re.escape(said)}$"):
        await new_server()
    assert len(discord.gateway.identified) == 1


async def test_a_gateway_that_refuses_even_what_needs_no_permission_is_not_asked_again(
    discord: FakeDiscord, new_server: NewServer
) -> None:
    discord.gateway.close_with = 4014
    with pytest.raises(ChannelError, match=r"does not let errfix in \(4014\)"):
        await new_server()
    assert len(discord.gateway.identified) == 2  # with the texts of messages, and without


async def test_an_api_that_forbids_all_is_one_sentence(discord: FakeDiscord, new_server: NewServer) -> None:
    discord.refuse("GET", "/users/@me", 0, status=403)
    with pytest.raises(ChannelError, match=r"^cannot connect to Discord: Discord refused: no \(403\)$"):
        await new_server()
    assert len(discord.calls) == 1


async def test_a_connection_that_discord_ends_while_errfix_runs_is_one_sentence_in_the_log(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    session = server.discord.gateway.sessions[0]
    assert session.socket is not None
    await session.socket.close(code=4004)
    await until(lambda: "errfix has left Discord" in caplog.text)
    assert "errfix has left Discord: Discord refuses DISCORD_TOKEN (4004)" in caplog.text
    assert server.adapter.client.is_closed()
    assert len(server.discord.gateway.identified) == 1
    assert not server.discord.gateway.resumed


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


async def test_the_wall_in_front_of_discord_is_not_knocked_at_again(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.discord.bar("POST", "/threads")
    await server.message(PASTE)
    for _ in range(5):
        await server.discord.gateway.send("MESSAGE_CREATE", server.written(PASTE), guild_id=GUILD)
    await server.arrived()
    await until(lambda: server.adapter.outbox.waiting > 0)
    assert len(server.discord.of("POST", "/threads")) == 1
    assert "Discord lets this machine make no more calls for 3600 s" in caplog.text
    server.adapter.running.stop()


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
    server.discord.held, server.discord.holds = asyncio.Event(), "/threads"
    written = [server.written(PASTE) for _ in range(30)]
    for one in written:
        await server.discord.gateway.send("MESSAGE_CREATE", one, guild_id=GUILD)
    await server.discord.until("POST", "/threads")
    server.discord.held.set()
    await until(server.adapter.client.is_closed)
    await server.adapter.running.drain(20)
    complaints = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert complaints == ["Discord refuses DISCORD_TOKEN: errfix stops there; correct it and restart errfix"]
    assert len(server.discord.of("POST", "/threads")) == 1
    assert not server.discord.posted
    later = datetime.now(UTC) + timedelta(minutes=1)
    for one in written:
        assert await server.service.store.claim(PLACE, one["id"], now=later)  # another process may have it


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
