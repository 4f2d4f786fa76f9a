"""Where an answer goes: to the thread of its question, which is made if need be and may be, else under the question."""

from dataclasses import dataclass
from typing import Any

import discord

from adapters.base.text import clip, one_line
from adapters.discord.access import Access
from adapters.discord.channels import Channels
from adapters.discord.events import DIRECT
from adapters.discord.problems import NO_MESSAGE, THREAD_EXISTS, NoAccessError
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

    def __init__(self, access: Access, channels: Channels) -> None:
        self._access = access
        self._channels = channels

    async def spot(self, client: discord.Client, place: Place, root: str | None, name: str) -> Spot:
        """Where an answer to the message `root` goes; without one, to the channel itself.

        Raise NoAccessError where errfix may not write, and discord.HTTPException where Discord says no.
        """
        guild_id = guild_id_of(place)
        unknown = client.get_partial_messageable(int(place.channel), guild_id=guild_id)
        if guild_id is None:
            return Spot(unknown, None)
        channel: Any = self._channels.known(client, int(place.channel), guild_id) or unknown
        if root is None:
            return _allowed(Spot(channel, guild_id))
        if (thread := self._channels.known(client, int(root), guild_id)) is not None:
            return _allowed(Spot(thread, guild_id))
        there = client.get_partial_messageable(int(root), guild_id=guild_id)
        if channel.type in _POSTS or await self._has_thread(channel, int(root), name):
            return Spot(there, guild_id)
        return _allowed(reply(channel, guild_id, root))

    async def _has_thread(self, channel: Any, root: int, name: str) -> bool:  # noqa: ANN401 - any kind of channel
        """Whether there is a thread of that message, by now; its id is the message's."""
        if not isinstance(channel, discord.TextChannel) or channel.type not in _THREADED or not _may_make(channel):
            return False
        try:
            async with self._access.to(channel, channel.guild.id, "make a thread"):
                title = clip(one_line(name), _NAME)
                await channel.get_partial_message(root).create_thread(name=title)
        except (discord.Forbidden, NoAccessError):
            return False  # a permission that changed just now, or a message of a kind that begins no thread
        except discord.HTTPException as error:
            # A message that is not there is the beginning of a thread that was not made from one.
            if error.code not in {THREAD_EXISTS, NO_MESSAGE} and error.status != _CANNOT_BE:
                raise
            return error.code in {THREAD_EXISTS, NO_MESSAGE}
        return True


def reply(channel: Any, guild_id: int | None, message_id: str) -> Spot:  # noqa: ANN401 - any kind of channel
    """Beneath the message itself; a message that is gone meanwhile is no hindrance."""
    if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        may = channel.permissions_for(channel.guild.me)
        if not may.read_message_history:
            return Spot(channel, guild_id)  # who may not read it may not refer to it
    reference = discord.MessageReference(
        message_id=int(message_id), channel_id=channel.id, guild_id=guild_id, fail_if_not_exists=False
    )
    return Spot(channel, guild_id, reference)


def _may_make(channel: discord.TextChannel) -> bool:
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


def guild_id_of(place: Place) -> int | None:
    """The server's id; None outside of servers."""
    return None if place.workspace == DIRECT else int(place.workspace)
