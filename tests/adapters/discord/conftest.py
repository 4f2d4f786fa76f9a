"""The real adapter with the real discord.py on a real store, a Discord on loopback, and people who write in it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from discord import Permissions
from pydantic import SecretStr

from adapters.base import outbox, refresh
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import Client
from bot.desk import Desk
from bot.events import Place
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Answer, Store
from tests.adapters.discord.fake import FakeDiscord, fake_discord
from tests.adapters.discord.gateway_fake import TOKEN
from tests.adapters.discord.payloads import (
    ADA,
    ALL,
    APPLICATION,
    BOB,
    CHANNEL,
    DIRECT,
    GUILD,
    channel,
    guild,
    member,
    message,
    user,
)

PLACE = Place("discord", GUILD, CHANNEL)
PASTE = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'yaml'"
PORT = "Error: listen EADDRINUSE: address already in use :::3000"
WRITES = Permissions(send_messages=True, send_messages_in_threads=True).value
_SETTLED_S = 20


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that nobody tells of."""
    async with asyncio.timeout(_SETTLED_S):
        while not condition():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.001)


@dataclass
class Server:
    """A server: what people do there reaches the adapter as Discord would send it."""

    discord: FakeDiscord
    adapter: DiscordAdapter
    service: Service
    connected: str
    """What the adapter said when it started."""

    async def event(self, name: str, data: dict[str, Any]) -> None:
        """Discord says something; returns when all is done about it."""
        await self.discord.gateway.send(name, data, guild_id=data.get("guild_id"))
        await self.settle()

    async def message(self, text: str, **changes: Any) -> str:  # noqa: ANN401 - as in JSON
        """Somebody writes; returns when all is done. The result is the message's id."""
        written = self.written(text, **changes)
        await self.event("MESSAGE_CREATE", written)
        return str(written["id"])

    def written(self, text: str, *, author: str = ADA, where: str = CHANNEL, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
        in_guild = {} if where == DIRECT else {"guild_id": GUILD, "member": member(author)}
        message_id = str(changes.pop("id", "") or self.discord.new_id())
        sent = message(message_id, where, user(author), text, **in_guild)
        return {name: value for name, value in {**sent, **changes}.items() if value is not ...}

    async def edit(self, message_id: str, text: str, **changes: Any) -> None:  # noqa: ANN401 - as in JSON
        edited = {"edited_timestamp": f"2026-01-01T12:00:{int(self.discord.new_id()) % 60:02}+00:00"}
        await self.event("MESSAGE_UPDATE", self.written(text, id=message_id, **{**edited, **changes}))

    async def delete(self, message_id: str, where: str = CHANNEL) -> None:
        await self.event("MESSAGE_DELETE", {"id": message_id, "channel_id": where, "guild_id": GUILD})

    async def react(
        self, emoji: str, message_id: str, *, where: str = CHANNEL, author: str = BOB, removed: bool = False
    ) -> None:
        data = {
            "user_id": author,
            "channel_id": where,
            "message_id": message_id,
            "guild_id": GUILD,
            "emoji": {"id": None, "name": emoji},
            "type": 0,
            "burst": False,
        }
        if not removed:
            data["member"] = member(author)
        await self.event("MESSAGE_REACTION_REMOVE" if removed else "MESSAGE_REACTION_ADD", data)

    async def interact(self, kind: int, data: dict[str, Any], **changes: Any) -> str:  # noqa: ANN401 - as in JSON
        """Somebody uses a command, a menu or a button; the result is the interaction's token."""
        event = self.interaction(kind, data, **changes)
        await self.event("INTERACTION_CREATE", event)
        return str(event["token"])

    def interaction(self, kind: int, data: dict[str, Any], *, author: str = BOB, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
        """What Discord says of it."""
        permissions = changes.pop("permissions", WRITES)
        whole = {
            "id": self.discord.new_id(),
            "application_id": APPLICATION,
            "type": kind,
            "data": data,
            "guild_id": GUILD,
            "guild_locale": "en-US",
            "channel_id": CHANNEL,
            "channel": channel(CHANNEL, 0, name="support", guild_id=GUILD),
            "member": member(author, permissions=str(permissions)),
            "token": f"token-{self.discord.new_id()}",
            "version": 1,
            "app_permissions": str(ALL),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
            "attachment_size_limit": 10_000_000,
        }
        return {key: value for key, value in {**whole, **changes}.items() if value is not ...}

    async def command(self, name: str, **changes: Any) -> str:  # noqa: ANN401 - as in JSON
        """`/errfix …`; options by name."""
        options = [{"name": key, "type": 3, "value": value} for key, value in changes.pop("options", {}).items()]
        sub = {"name": name, "type": 1, "options": options}
        data = {"id": "1", "name": "errfix", "type": 1, "options": [sub], **changes.pop("data", {})}
        return await self.interact(2, data, **changes)

    async def menu(self, target: dict[str, Any], **changes: Any) -> str:  # noqa: ANN401 - as in JSON
        data = {
            "id": "2",
            "name": "Find a fix",
            "type": 3,
            "target_id": target["id"],
            "resolved": {"messages": {target["id"]: target}},
        }
        return await self.interact(2, data, **changes)

    async def click(self, custom_id: str, shown: dict[str, Any], **changes: Any) -> str:  # noqa: ANN401 - as in JSON
        """Click on a button of a message as Discord shows it."""
        data = {"custom_id": custom_id, "component_type": 2}
        return await self.interact(3, data, message=shown, **changes)

    async def settle(self) -> None:
        """Wait until everything sent has arrived, and nothing is under way any more."""
        await self.arrived()
        assert await self.adapter.running.drain(_SETTLED_S) == 0

    async def arrived(self) -> None:
        """Wait until everything sent has arrived, and what it brings has begun."""
        await until(self._has_all)
        for _ in range(10):  # from the library's event to our task there are a few steps
            await asyncio.sleep(0)

    def _has_all(self) -> bool:
        client = self.adapter.client
        for number, session in self.discord.gateway.sessions.items():
            shard = client.get_shard(number)
            if client.shard_ids and number not in client.shard_ids:
                continue  # another process has it
            if shard is None or shard._parent.ws.sequence != len(session.sent):  # noqa: SLF001 - nothing else tells
                return False
        return True

    async def answer_to(self, message_id: str, place: Place = PLACE) -> Answer:
        answer = await self.service.store.answer_to(place, message_id)
        assert answer is not None
        return answer

    def shown(self, number: int = -1) -> dict[str, Any]:
        """One of the messages that were posted, as Discord shows it."""
        return list(self.discord.messages.values())[number]


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with fake_discord() as discord:
        discord.gateway.guilds = {GUILD: guild()}
        yield discord
        assert discord.complaints == []


def settings_for(discord: FakeDiscord, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    own = {
        "discord_api_url": discord.url,
        "discord_gateway_url": None,
        "discord_token": SecretStr(TOKEN),
        "discord_message_content": "auto",
        "discord_shards": None,
        "discord_shard_ids": (),
    }
    return Settings(_env_file=None).model_copy(update={**own, **changes})


NewServer = Callable[..., Awaitable[Server]]


async def _at_once(_client: Client, shard_id: int | None, *, initial: bool = False) -> None:
    """Between two shards discord.py waits for five seconds."""


@pytest.fixture
async def new_server(
    discord: FakeDiscord, store: Store, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[NewServer]:
    """Starts an adapter with some settings; two of them are two replicas on one database."""
    monkeypatch.setattr(outbox, "PAUSE_S", 0)
    monkeypatch.setattr(refresh, "PAUSE_S", 0)
    monkeypatch.setattr(Client, "before_identify_hook", _at_once)
    adapters = []

    async def _new(**changes: Any) -> Server:  # noqa: ANN401 - any setting
        settings = settings_for(discord, **changes)
        service = Service(store, matcher, settings)
        adapter = DiscordAdapter(service, Desk(service), settings)
        adapters.append(adapter)
        server = Server(discord, adapter, service, await adapter.start())
        await server.settle()
        return server

    yield _new
    for adapter in adapters:
        await adapter.close()


@pytest.fixture
async def server(new_server: NewServer) -> Server:
    return await new_server()
