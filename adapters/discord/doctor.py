"""Looks at Discord from outside: the token, what it may hear, where the bot is and what it may do there."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.discord import setup
from adapters.discord.permissions import NAMES, PERMISSIONS, invite_url
from adapters.finding import Finding, broken, good, note, warning
from bot.errors import SettingsError
from bot.settings import Settings

_PATIENCE_S = 15
_PAGE = 200
_SHOWN = 8
"""Servers named in full; the others are counted."""
_PAGES = "https://discord.com/developers/applications"
_NEW_TOKEN = f"copy the token again: {_PAGES}, your application, Bot, Reset Token"
_FEW_STARTS = 50


@dataclass(frozen=True, slots=True)
class _Discord:
    session: ClientSession
    url: str

    async def ask(self, path: str, **query: str) -> Any:  # noqa: ANN401 - as in JSON
        """Raise ClientError, OSError, or _RefusedError for an answer that is none."""
        async with self.session.get(f"{self.url}{path}", params=query, allow_redirects=False) as response:
            is_json = response.content_type == "application/json"
            if not response.ok or not is_json:
                raise _RefusedError(response.status, response.content_type)
            return await response.json()


class _RefusedError(Exception):
    """Discord, or what stands in its place, answered otherwise."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(f"HTTP status {status}, {kind}")
        self.status = status


_FAILURES = (_RefusedError, ClientError, TimeoutError, OSError)


async def check(settings: Settings) -> AsyncIterator[Finding]:
    """The findings, one after the other as they come in."""
    if not setup.is_configured(settings):
        yield note("Discord is not set up", "docs/discord.md leads through it in five minutes")
        return
    try:
        setup.check(settings)
    except SettingsError as error:
        problem, _, advice = str(error).partition("; ")
        yield broken(problem, advice or "docs/discord.md says where to find it")
        return
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    async with ClientSession(
        headers={"Authorization": f"Bot {token}"}, timeout=ClientTimeout(total=_PATIENCE_S), trust_env=True
    ) as session:
        async for finding in _check_bot(_Discord(session, settings.discord_api_url), settings):
            yield finding


async def _check_bot(api: _Discord, settings: Settings) -> AsyncIterator[Finding]:
    try:
        me = await api.ask("/users/@me")
        application = await api.ask("/applications/@me")
    except _FAILURES as error:
        yield _failed(error, api)
        return
    yield good(f"The bot token works: @{me['username']} of the application {application['name']}")
    yield _content(application, settings)
    if application.get("interactions_endpoint_url"):
        text = "Discord sends commands and clicks to an address of the application, and not to errfix"
        yield broken(text, f"empty Interactions Endpoint URL under General Information on {_PAGES}")
    try:
        yield _gateway(await api.ask("/gateway/bot"), settings)
        for finding in _servers(await _guilds(api)):
            yield finding
    except _FAILURES as error:
        yield warning(f"More of the bot cannot be found out ({error})", "try again in a minute")
    yield note(f"Whoever manages a server lets errfix in at {invite_url(int(application['id']))}")


def _content(application: dict[str, Any], settings: Settings) -> Finding:
    flags = discord.ApplicationFlags._from_value(int(application.get("flags") or 0))  # noqa: SLF001 - its one way in
    may_read = flags.gateway_message_content or flags.gateway_message_content_limited
    advice = f"turn Message Content Intent on: {_PAGES}, your application, Bot"
    match settings.discord_message_content, may_read:
        case "off", _:
            return note("errfix does not read along (DISCORD_MESSAGE_CONTENT=off): it answers when it is asked")
        case _, True:
            return good("It may read messages (Message Content Intent)")
        case "on", _:
            return broken("It may not read messages, and DISCORD_MESSAGE_CONTENT=on insists", advice)
        case _:
            text = "It may not read messages: it hears mentions, direct messages, /errfix and the message menu only"
            return warning(text, advice)


def _gateway(said: dict[str, Any], settings: Settings) -> Finding:
    advised, limit = int(said["shards"]), said.get("session_start_limit") or {}
    shards = settings.discord_shards or advised
    if shards < advised:
        text = f"DISCORD_SHARDS={shards} is fewer than the {advised} shards that Discord advises"
        return warning(text, "leave DISCORD_SHARDS out, or set it to that or more")
    if (left := int(limit.get("remaining", _FEW_STARTS))) < _FEW_STARTS:
        hours = int(limit.get("reset_after", 0)) // 3_600_000 + 1
        text = f"Only {left} of today's starts are left"
        return warning(text, f"do not restart errfix over and over; in {hours} h there are more")
    own = len(settings.discord_shard_ids) or shards
    return good(f"The gateway answers; this process has {own} of {shards} {'shard' if shards == 1 else 'shards'}")


async def _guilds(api: _Discord) -> list[dict[str, Any]]:
    guilds: list[dict[str, Any]] = []
    after = "0"
    while page := await api.ask("/users/@me/guilds", limit=str(_PAGE), after=after):
        guilds += page
        after = str(page[-1]["id"])
        if len(page) < _PAGE:
            break
    return guilds


def _servers(guilds: Sequence[dict[str, Any]]) -> list[Finding]:
    if not guilds:
        return [warning("errfix is in no server yet", "open the address below, and choose a server")]
    findings = [good(f"In {_listed(sorted(str(guild['name']) for guild in guilds))}")]
    for guild in guilds[:_PAGE]:
        may = discord.Permissions(int(guild.get("permissions") or 0))
        # Who may everything may each of it.
        missing = [] if may.administrator else [name for name in PERMISSIONS if not getattr(may, name)]
        findings += [
            warning(
                f"In {guild['name']}, {NAMES[name]} is missing: without it errfix cannot {PERMISSIONS[name]}",
                "give its role the permission under Server Settings, Roles, or open the address below once more",
            )
            for name in missing
        ]
    return findings


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"{len(names):,} {'server' if len(names) == 1 else 'servers'}: {', '.join(names[:_SHOWN])}{more}"


def _failed(error: Exception, api: _Discord) -> Finding:
    if isinstance(error, _RefusedError):
        if error.status == 401:  # noqa: PLR2004 - HTTP's "unauthorized"
            return broken("Discord does not know this token (401)", _NEW_TOKEN)
        return broken(f"{api.url} answers, but not as Discord does ({error})", "correct DISCORD_API_URL")
    reason = str(error) or type(error).__name__
    advice = "see that this machine reaches Discord: DISCORD_API_URL, HTTPS_PROXY, firewall"
    return broken(f"{api.url} cannot be reached ({reason})", advice)
