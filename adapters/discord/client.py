"""The connection to Discord: what it listens to, where it goes, and how fast."""

import logging
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.pace import Pace
from adapters.discord.problems import is_dead_token
from bot.settings import Settings

log = logging.getLogger(__name__)

_READY_S = 2.0
_BARRED_S = 60.0
_TOO_MANY = 429
_VITAL = {"READY", "RESUMED"}


def intents(*, content: bool) -> discord.Intents:
    """What Discord is asked to tell; the texts of messages only where it is allowed."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    wanted.guild_reactions = wanted.dm_reactions = True
    wanted.message_content = content
    return wanted


class Client(discord.AutoShardedClient):
    """A client for the configured shards. What it hears goes to the coroutines that `event` got."""

    def __init__(self, settings: Settings, *, content: bool) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # errfix does not speak
        # For the process: discord.py has no other way to say where Discord is, and knows the address by this alone.
        Route.BASE = settings.discord_api_url
        shards: dict[str, Any] = {"shard_count": settings.discord_shards}
        if settings.discord_shard_ids:
            shards["shard_ids"] = list(settings.discord_shard_ids)
        super().__init__(
            intents=intents(content=content),
            # Nothing is looked up in messages or members that came before: they would only take memory.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=_READY_S,
            proxy=_proxy_for(settings.discord_api_url),
            **shards,
        )
        self.content = content
        self._refusal: discord.HTTPException | None = None
        """Of the token: Discord need not say it twice."""
        self.tree: app_commands.CommandTree[Any] = app_commands.CommandTree(self)
        self._gateway_url = settings.discord_gateway_url
        if self._gateway_url is not None:
            self._go_by(self._gateway_url)
        self._pace()
        self._forgive()

    async def setup_hook(self) -> None:
        if self._gateway_url is None:
            # discord.py asks for it only where it asks for the number of shards, too.
            _, url, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = URL(url)

    def _go_by(self, gateway_url: str) -> None:
        """Connect and reconnect by the configured gateway, whatever Discord says of others."""
        split = urlsplit(gateway_url)
        connect = self.http.ws_connect

        def elsewhere(url: str, *arguments: Any, **options: Any) -> Awaitable[Any]:  # noqa: ANN401 - passed on
            there = URL(url).with_scheme(split.scheme).with_host(split.hostname or "").with_port(split.port)
            return connect(str(there.with_path(split.path or "/").with_query(URL(url).query)), *arguments, **options)

        self.http.ws_connect = elsewhere  # type: ignore[method-assign,assignment]  # its one door to the gateway

    def _forgive(self) -> None:
        """Leave out an event that discord.py cannot read; on its own it would end the connection for good."""
        parsers = self._connection.parsers
        for name in parsers.keys() - _VITAL:
            parsers[name] = _forgiving(name, parsers[name])

    def _pace(self) -> None:
        """Stay below what Discord takes of a bot in a second; discord.py only reacts once it was too much."""
        request: Callable[..., Awaitable[Any]] = self.http.request
        pace = Pace()

        async def paced(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
            await pace.turn()
            if self._refusal is not None:
                raise self._refusal
            try:
                return await request(*arguments, **options)
            except discord.HTTPException as error:
                if is_dead_token(error):
                    self._refusal = error
                elif error.status == _TOO_MANY:
                    # discord.py waits where Discord says so; this is the wall in front of it, which counts every knock.
                    seconds = _retry_after(error)
                    log.warning("Discord lets this machine make no more calls for %.0f s", seconds)
                    pace.hold(seconds)
                raise

        self.http.request = paced  # type: ignore[method-assign]  # its one door to the API, but for interactions


def _retry_after(error: discord.HTTPException) -> float:
    said = error.response.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else _BARRED_S


def _forgiving(name: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    def attempt(data: Any) -> None:  # noqa: ANN401 - as in JSON
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it
            log.warning("an event of Discord's cannot be read: %s (%r)", name, error)

    return attempt


def _proxy_for(url: str) -> str | None:
    """The environment's proxy for an address, if any; discord.py does not look for it."""
    split = urlsplit(url)
    if urllib.request.proxy_bypass(split.hostname or ""):
        return None
    return urllib.request.getproxies().get(split.scheme)
