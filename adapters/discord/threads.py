"""Where an answer goes: to the thread of its question, which is made if need be and may be, else under the question."""

from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.access import Access
from adapters.discord.events import DIRECT
from adapters.discord.problems import THREAD_EXISTS, NoAccessError
from bot.events import Place

_NAME = 100
_CANNOT_BE = 400
"""The HTTP status for a message that can have no thread, or a server that has too many."""
_THREADED = (discord.ChannelType.text, discord.ChannelType.news)
_POSTS = (discord.ChannelType.forum, discord.ChannelType.media)


@dataclass(frozen=True, slots=True)
class Spot:
    """A channel or thread to write to, and the message to reply to, if any."""

    channel: Any
    """A discord.abc.Messageable that is a Snowflake too."""
    guild_id: int | None
    reply_to: discord.MessageReference | None = None


class Threads:
    """Finds and makes threads."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def spot(self, client: discord.Client, place: Place, root: str | None, name: str) -> Spot:
        """Where an answer to the message `root` goes; without one, to the channel itself.

        Raise NoAccessError where errfix may not write, and discord.HTTPException where Discord says no.
        """
        guild_id = None if place.workspace == DIRECT else int(place.workspace)
        channel: Any = client.get_channel(int(place.channel)) or client.get_partial_messageable(
            int(place.channel), guild_id=guild_id
        )
        if guild_id is None or root is None:
            return _allowed(Spot(channel, guild_id))
        if (thread := client.get_channel(int(root))) is not None:
            return _allowed(Spot(thread, guild_id))
        if channel.type in _POSTS:
            return Spot(client.get_partial_messageable(int(root), guild_id=guild_id), guild_id)
        if isinstance(channel, discord.TextChannel) and channel.type in _THREADED and _may_make_thread(channel):
            try:
                async with self._access.to(channel, guild_id, "make a thread"):
                    return Spot(await _make(channel, int(root), name), guild_id)
            except (discord.Forbidden, NoAccessError):
                pass  # a permission that changed just now, or a message of a kind that begins no thread
            except discord.HTTPException as error:
                if error.code == THREAD_EXISTS:
                    return Spot(client.get_partial_messageable(int(root), guild_id=guild_id), guild_id)
                if error.status != _CANNOT_BE:
                    raise
        return _allowed(reply(channel, guild_id, root))


def reply(channel: Any, guild_id: int | None, message_id: str) -> Spot:  # noqa: ANN401 - any kind of channel
    """Beneath the message itself; a message that is gone meanwhile is no hindrance."""
    reference = discord.MessageReference(
        message_id=int(message_id), channel_id=channel.id, guild_id=guild_id, fail_if_not_exists=False
    )
    return Spot(channel, guild_id, reference)


async def _make(channel: discord.TextChannel, message_id: int, name: str) -> discord.Thread:
    title = " ".join(name.split())
    return await channel.get_partial_message(message_id).create_thread(
        name=title if len(title) <= _NAME else f"{title[: _NAME - 1]}…"
    )


def _may_make_thread(channel: discord.TextChannel) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.create_public_threads and may.send_messages_in_threads


def _allowed(spot: Spot) -> Spot:
    """The spot. Raise NoAccessError where the permissions that errfix knows of do not let it write there."""
    channel = spot.channel
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return spot
    may = channel.permissions_for(channel.guild.me)
    writes = may.send_messages_in_threads if isinstance(channel, discord.Thread) else may.send_messages
    if may.view_channel and writes:
        return spot
    msg = f"errfix may not write in #{channel.name}; give its role Send Messages there, or take View Channel away"
    raise NoAccessError(msg)
